"""Audit the logs that come with the project: `make demo`. A broken promise in the data is no failure of the demo."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic

from jiannuo.core.engines.results.result_folder import REPORT
from jiannuo.core.values.texts import Language, Text
from jiannuo.interfaces.cli.exits import COULD_NOT_RUN
from jiannuo.interfaces.cli.preferences import choose_language
from jiannuo.interfaces.cli.running import main as run_command
from tools.catalogue import PACKAGE, REPOSITORY

ORDERS = 2_000


@dataclass(frozen=True, slots=True)
class Example:
    """A charter with a log and its mapping; a log that is made up is made by a command first."""

    name: str
    charter: Path
    mapping: Path
    events: Path
    made_by: tuple[str, ...] = ()

    @property
    def rests_on(self) -> list[Path]:
        """Return the files and folders that its result rests on, beside the program."""
        return [self.charter] if self.made_by else [self.charter, self.mapping, self.events]


def shipped(folder: Path, *, events: str) -> Example:
    """Return an example as it lies in a folder of its own, with the file of its events."""
    return Example(folder.name, folder / "charter", folder / "mapping.yaml", folder / events)


def city(out: Path) -> Example:
    """Return the ride-hailing charter on a made-up city, which is written to a folder."""
    made_by = ("simulate", "ride-hailing", "--orders", str(ORDERS), "--seed", "1", "--out", str(out))
    charter = REPOSITORY / "charters" / "ride-hailing"
    return Example("ride-hailing-simulated", charter, out / "mapping.yaml", out / "events.parquet", made_by)


_WELCOME = Text(
    zh="践诺读取一份写明承诺的制度和一份业务记录，逐项判定是否兑现，并说明依据。下面是 {count} 个示例："
    "前几个的数据是真实的，时限由我们自定；最后一个是网约接送平台的服务承诺，数据由程序模拟，每一处未兑现都是有意埋设的。",
    en="Jiannuo reads a charter that says what is promised and a log of what happened, judges every promise on every case and "
    "gives the grounds. Here are {count} examples: of the first ones the data is real and the limits are our own; the last is "
    "what a ride-hailing platform promises, on made-up data in which every breach was planted on purpose.",
)
_BEGINS = Text(zh="== 示例 {number}/{count}：{name} ==", en="== Example {number} of {count}: {name} ==")
_UNCHANGED = Text(
    zh="（制度、映射、数据和程序都没有变化，显示上次的结果）",
    en="(charter, mapping, data and program are unchanged: the last result is shown)",
)
_READY = Text(
    zh="完成，用时 {seconds} 秒。“未兑现”是判定的结果，不是程序出错。请用浏览器打开下列报告，其中可以切换中英文：",
    en="Done in {seconds} s. A broken promise is a finding about the data, not a failure of the program. Open these reports "
    "in a browser; each can be switched between Chinese and English:",
)
_LISTED = Text(zh="  {name}：{report}", en="  {name}: {report}")


@dataclass(frozen=True, slots=True)
class Demo:
    """The examples to show, the folder that results go to, and the language."""

    examples: Sequence[Example]
    out: Path
    language: Language

    def run(self) -> int:
        """Check and audit every example and say where the reports lie; return 2 if one could not run, 0 otherwise."""
        begun = monotonic()
        self._say(_WELCOME.filled(count=len(self.examples)))
        for number, example in enumerate(self.examples, start=1):
            self._say("")
            self._say(_BEGINS.filled(number=number, count=len(self.examples), name=example.name))
            if self._show(example) == COULD_NOT_RUN:
                return COULD_NOT_RUN
        self._say("")
        self._say(_READY.filled(seconds=round(monotonic() - begun)))
        for example in self.examples:
            self._say(_LISTED.filled(name=example.name, report=self.out / example.name / REPORT))
        return 0

    def _say(self, said: Text | str) -> None:
        print(said.within(self.language) if isinstance(said, Text) else said, flush=True)

    def _show(self, example: Example) -> int:
        """Show the result of an example: the last one if nothing it rests on has changed since."""
        kept, key = self.out / f"{example.name}.{self.language}.txt", _key(example)
        if kept.exists() and (self.out / example.name / REPORT).exists():
            last_key, _, shown = kept.read_text(encoding="utf-8").partition("\n")
            if last_key == key:
                self._say(_UNCHANGED)
                print(shown, end="")
                return 0
        code, shown = self._audit(example)
        print(shown, end="")
        if code != COULD_NOT_RUN:
            kept.write_text(f"{key}\n{shown}", encoding="utf-8")
        return code

    def _audit(self, example: Example) -> tuple[int, str]:
        """Run the commands a person would type; return the exit code and what they said."""
        charter, mapping, events = (str(path) for path in (example.charter, example.mapping, example.events))
        audit = ["audit", charter, "--log", mapping, "--events", events, "--out", str(self.out / example.name)]
        said = io.StringIO()
        with redirect_stdout(said):
            code = run_command(["charter", "check", charter, "--lang", self.language])
            if code == 0 and example.made_by:
                with redirect_stdout(io.StringIO()):  # how much of what was planted is for those who prove a judge
                    code = run_command([*example.made_by, "--lang", self.language])
            code = run_command([*audit, "--progress", "--lang", self.language]) if code == 0 else COULD_NOT_RUN
        return code, said.getvalue()


def _key(example: Example) -> str:
    """Return what changes whenever the result may: a digest of the example and of the sources of the program."""
    digest = sha256("\0".join(example.made_by).encode())
    for root in (*example.rests_on, PACKAGE):
        for path in sorted(_files(root)):
            digest.update(f"{path.relative_to(root.parent)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    within = root.rglob("*") if root.is_dir() else [root]
    return (path for path in within if path.is_file() and "__pycache__" not in path.parts)


OUT = REPOSITORY / "out" / "demo"
EXAMPLES = (
    shipped(REPOSITORY / "examples" / "uptime", events="data/checks.csv.gz"),
    shipped(REPOSITORY / "examples" / "servicenow-incidents", events="data/incidents.csv.gz"),
    shipped(REPOSITORY / "examples" / "flights", events="data/flights.parquet"),
    city(OUT / "city"),
)
"""The quickest first, and the charter of an institution last."""

if __name__ == "__main__":
    sys.exit(Demo(EXAMPLES, OUT, choose_language(sys.argv[1:], os.environ)).run())
