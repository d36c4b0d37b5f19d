"""A folder to start a charter from: a small one with comments in both languages, a mapping and a log to try it on."""

from importlib.resources import files
from pathlib import Path

from jiannuo.core.charters import file_problems as kinds
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.system_reasons import reason_of
from jiannuo.core.values.texts import listed

CHARTER, MAPPING, LOG, README = "charter/charter.yaml", "mapping.yaml", "events.csv", "README.md"
STARTER_FILES = (README, CHARTER, MAPPING, LOG)
_STARTER = files("jiannuo.core.charters") / "starter"
_MOST_NAMED = 3


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write the files of a starter into a new or empty folder and return where they stand.

    Raises Refusal where the folder holds anything or cannot be written; then nothing of the starter is left in it.
    """
    contents = {folder / name: _STARTER.joinpath(*name.split("/")).read_bytes() for name in STARTER_FILES}
    try:
        _check_empty(folder)
        _write(contents)
    except OSError as error:
        raise Refusal(kinds.FOLDER_NOT_WRITTEN.at(path=folder, reason=reason_of(error))) from error
    return tuple(contents)


def _check_empty(folder: Path) -> None:
    found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if found:
        names = [*found[:_MOST_NAMED], *(["…"] if len(found) > _MOST_NAMED else [])]
        raise Refusal(kinds.FOLDER_NOT_EMPTY.at(path=folder, names=listed(names)))


def _write(contents: dict[Path, bytes]) -> None:
    """Write all files, or take away what was made of them: files and folders in the order they were made, backwards."""
    made: list[Path] = []
    try:
        for path, content in contents.items():
            missing = [parent for parent in path.parents if not parent.exists()]
            for parent in reversed(missing):
                parent.mkdir()
                made.append(parent)
            made.append(path)
            with path.open("xb") as file:
                file.write(content)
    except BaseException:
        for path in reversed(made):
            _remove(path)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
