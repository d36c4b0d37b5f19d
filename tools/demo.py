"""Audit the logs that come with the project: `make demo`. A broken promise in the data is no failure of the demo."""

import io
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic

from jiannuo.core.engines.result_folder import REPORT
from jiannuo.core.values.texts import Language, Text
from jiannuo.interfaces.cli.exits import COULD_NOT_RUN
from jiannuo.interfaces.cli.preferences import choose_language
from jiannuo.interfaces.cli.running import main as run_command
from tools.catalogue import PACKAGE, REPOSITORY

EXAMPLES = {
    "uptime": "data/checks.csv.gz",
    "servicenow-incidents": "data/incidents.csv.gz",
    "flights": "data/flights.parquet",
}
"""The folder of each example below examples/, with its log; the quickest first."""

_WELCOME = Text(
    zh="践诺读取一份写明承诺的制度和一份真实的业务记录，逐项判定是否兑现，并说明依据。下面是 {count} 个示例；"
    "制度中的时限由本单位自定，数据是真实的。",
    en="Jiannuo reads a charter that says what is promised and a log of what really happened, judges every promise on every "
    "case and gives the grounds. Here are {count} examples; the limits are our own, the data is real.",
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
    """The examples to show, the folder they are in, the folder that results go to, and the language."""

    examples: Mapping[str, str]
    folder: Path
    out: Path
    language: Language

    def run(self) -> int:
        """Check and audit every example and say where the reports lie; return 2 if one could not run, 0 otherwise."""
        begun = monotonic()
        self._say(_WELCOME.filled(count=len(self.examples)))
        for number, name in enumerate(self.examples, start=1):
            self._say("")
            self._say(_BEGINS.filled(number=number, count=len(self.examples), name=name))
            if self._show(name) == COULD_NOT_RUN:
                return COULD_NOT_RUN
        self._say("")
        self._say(_READY.filled(seconds=round(monotonic() - begun)))
        for name in self.examples:
            self._say(_LISTED.filled(name=name, report=self.out / name / REPORT))
        return 0

    def _say(self, said: Text | str) -> None:
        print(said.within(self.language) if isinstance(said, Text) else said, flush=True)

    def _show(self, name: str) -> int:
        """Show the result of an example: the last one if nothing it rests on has changed since."""
        kept, key = self.out / f"{name}.{self.language}.txt", self._key(name)
        if kept.exists() and (self.out / name / REPORT).exists():
            last_key, _, shown = kept.read_text(encoding="utf-8").partition("\n")
            if last_key == key:
                self._say(_UNCHANGED)
                print(shown, end="")
                return 0
        code, shown = self._audit(name)
        print(shown, end="")
        if code != COULD_NOT_RUN:
            kept.write_text(f"{key}\n{shown}", encoding="utf-8")
        return code

    def _audit(self, name: str) -> tuple[int, str]:
        """Run the two commands a person would type; return the exit code and what they said."""
        example = self.folder / name
        charter, mapping, events = (str(example / part) for part in ("charter", "mapping.yaml", self.examples[name]))
        audit = ["audit", charter, "--log", mapping, "--events", events, "--out", str(self.out / name), "--progress"]
        said = io.StringIO()
        with redirect_stdout(said):
            code = run_command(["charter", "check", charter, "--lang", self.language])
            code = run_command([*audit, "--lang", self.language]) if code == 0 else COULD_NOT_RUN
        return code, said.getvalue()

    def _key(self, name: str) -> str:
        """Return what changes whenever the result may: a digest of the example and of the sources of the program."""
        digest = sha256()
        for root in (self.folder / name, PACKAGE):
            for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
        return digest.hexdigest()


if __name__ == "__main__":
    chosen = choose_language(sys.argv[1:], os.environ)
    sys.exit(Demo(EXAMPLES, REPOSITORY / "examples", REPOSITORY / "out" / "demo", chosen).run())
