"""Files for spreadsheets beside a result, if they are asked for; only then is loaded what writes them."""

from argparse import Namespace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from jiannuo.core.engines.auditing import Audit
from jiannuo.core.engines.results.result_folder import CSV_FILES, WORKBOOK
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.writing.wording import write_count
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Language, Text, listed
from jiannuo.interfaces.cli import problems

_EXPORTS = "jiannuo.core.rendering.spreadsheets.exports"
_SPELLED = Text(
    zh="编码 {encoding} 中没有的字符有 {count} 个，已写成 \\u 加编号的形式。",
    en="Signs that {encoding} does not have are spelled out as \\u with their number: {count}.",
)
_WORKBOOK = Text(zh="工作簿是 {path}。", en="The workbook is {path}.")
_CSV = Text(zh="CSV 文件是 {paths}。", en="The CSV files are {paths}.")


def check_exports(arguments: Namespace) -> None:
    """Raise Refusal where files are asked for and no folder for them."""
    if (arguments.xlsx or arguments.csv) and not arguments.out:
        raise Refusal(problems.ARGUMENT_MISSING.at(program="jiannuo audit", names="--out"))


def write_exports(arguments: Namespace, folder: Path, audited: Audit, result: Result, language: Language) -> list[Text]:
    """Write the files asked for into the folder of a result and return what is to be said of them."""
    if not (arguments.xlsx or arguments.csv):
        return []
    exports: ModuleType = import_module(_EXPORTS)
    export = exports.compose_export(result, rejects=audited.read.rejects, language=language)
    out, told = Path(arguments.out), []
    if arguments.xlsx:
        exports.export_workbook(export, folder / WORKBOOK)
        told.append(_WORKBOOK.filled(path=out / WORKBOOK))
    if arguments.csv:
        spelled = exports.export_csv(export, folder, encoding=arguments.csv)
        paths = listed(out / name for name in CSV_FILES if (folder / name).exists())
        told.append(_CSV.filled(paths=paths))
        if spelled:
            told.append(_SPELLED.filled(encoding=arguments.csv, count=write_count(spelled)))
    return told
