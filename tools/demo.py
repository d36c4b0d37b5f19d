"""Audit the logs that come with the project: `make demo`. A broken promise in the data is no failure of the demo."""

import io
import os
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from pathlib import Path

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

_BEGINS = Text(zh="== 示例 {name} ==", en="== Example {name} ==")
_UNCHANGED = Text(
    zh="（自上次判定以来没有变化，直接显示上次的结果）", en="(unchanged since the last audit, whose result is shown)"
)
_READY = Text(
    zh="完成。用浏览器打开下列报告，中英文均可切换：",
    en="Done. Open these reports in a browser; each can be switched between Chinese and English:",
)


def main() -> int:
    """Check and audit every example, print the summaries and where the reports lie; return 2 if one could not run."""
    language = choose_language(sys.argv[1:], os.environ)
    for name, log in EXAMPLES.items():
        print(_BEGINS.filled(name=name).within(language), flush=True)
        if _audit(REPOSITORY / "examples" / name, log, language) == COULD_NOT_RUN:
            return COULD_NOT_RUN
        print()
    print(_READY.within(language))
    for name in EXAMPLES:
        print(f"  {_result_of(name) / 'report.html'}")
    return 0


def _audit(example: Path, log: str, language: Language) -> int:
    result = _result_of(example.name)
    shown, key = result.with_suffix(".txt"), _key(example, language)
    if shown.exists() and (result / "report.html").exists():
        last_key, _, last_shown = shown.read_text(encoding="utf-8").partition("\n")
        if last_key == key:
            print(_UNCHANGED.within(language), last_shown, sep="\n", end="")
            return 0
    code, said = _run(example, log, result, language)
    print(said, end="")
    if code != COULD_NOT_RUN:
        shown.write_text(f"{key}\n{said}", encoding="utf-8")
    return code


def _run(example: Path, log: str, result: Path, language: Language) -> tuple[int, str]:
    charter, mapping, events = (str(example / name) for name in ("charter", "mapping.yaml", log))
    said = io.StringIO()
    with redirect_stdout(said):
        code = run_command(["charter", "check", charter, "--lang", language])
        if code == 0:
            audit = ["audit", charter, "--log", mapping, "--events", events, "--out", str(result), "--progress"]
            code = run_command([*audit, "--lang", language])
            return code, said.getvalue()
    return COULD_NOT_RUN, said.getvalue()


def _result_of(name: str) -> Path:
    return REPOSITORY / "out" / name


def _key(example: Path, language: Language) -> str:
    """Return what changes whenever the result may: a digest of the example and of the sources of the program."""
    digest = sha256(language.encode())
    sources = (path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts)
    for path in sorted([*example.rglob("*"), *sources]):
        if path.is_file():
            digest.update(str(path.relative_to(REPOSITORY)).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
