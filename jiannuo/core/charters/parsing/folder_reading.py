"""Reading the folder of a charter: which files count, and one mapping out of all of them."""

import os
from dataclasses import dataclass
from pathlib import Path

from jiannuo.core.charters import file_problems as kinds
from jiannuo.core.charters.parsing.nodes import Entry, Mapping, Scalar, SourceFile
from jiannuo.core.charters.parsing.wording import shape_of
from jiannuo.core.charters.parsing.yaml_reading import read_yaml
from jiannuo.core.charters.problems import WRONG_SHAPE
from jiannuo.core.values.problems import Place, Problem, Refusal
from jiannuo.core.values.system_reasons import reason_of
from jiannuo.core.values.texts import Text

BIGGEST_FILE = 1 << 20
MOST_FILES = 200
_ENDINGS = (".yaml", ".yml")
_A_MAPPING = Text(zh="由键组成的映射", en="a mapping of keys")
_NOT_A_FILE = Text(zh="它不是普通文件", en="it is no regular file")


@dataclass(slots=True)
class FolderContents:
    """All top-level keys of a folder in one mapping; `is_whole` tells whether every file could be read."""

    root: Mapping
    problems: list[Problem]
    is_whole: bool = True


def read_folder(folder: Path, *, problems: list[Problem]) -> FolderContents:
    """Read the *.yaml and *.yml files that lie directly in a folder, in any order. Raises Refusal without any."""
    contents = FolderContents(Mapping((), SourceFile.of(str(folder), ""), 1, 1), problems)
    roots: list[Mapping] = []
    for path in _files(folder):
        before = len(contents.problems)
        root = _root(path, folder, contents.problems)
        if root is not None:
            roots.append(root)
        elif len(contents.problems) > before:
            contents.is_whole = False
    contents.root = _merged(roots, contents)
    return contents


def read_single(path: Path, *, problems: list[Problem]) -> Mapping | None:
    """Read one file that must hold a mapping."""
    return _root(path, path.parent, problems)


def _files(folder: Path) -> list[Path]:
    place = Place(str(folder))
    try:
        if not folder.is_dir():
            raise Refusal(kinds.NO_FOLDER.at(place, path=folder))
        files = sorted(p for p in folder.iterdir() if p.suffix in _ENDINGS and not p.name.startswith("."))
    except (OSError, ValueError) as error:
        raise Refusal(kinds.UNREADABLE.at(place, reason=reason_of(error))) from error
    if not files:
        raise Refusal(kinds.NO_FILES.at(place, path=folder))
    if len(files) > MOST_FILES:
        raise Refusal(kinds.TOO_MANY_FILES.at(place, count=len(files), limit=MOST_FILES))
    return files


def _root(path: Path, folder: Path, problems: list[Problem]) -> Mapping | None:
    text = _text(path, folder, problems)
    if text is None:
        return None
    source = SourceFile.of(str(path), text)
    before = len(problems)
    root = read_yaml(source, problems=problems)
    if root is None:
        return None if len(problems) > before else Mapping((), source, 1, 1)
    if not isinstance(root, Mapping):
        problems.append(WRONG_SHAPE.at(root.place(), expected=_A_MAPPING, found=shape_of(root)))
        return None
    return root


def _text(path: Path, folder: Path, problems: list[Problem]) -> str | None:
    place = Place(str(path))
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            problems.append(kinds.LINK_OUTSIDE.at(place, path=path.name))
            return None
        content = _content(path)
    except (OSError, ValueError, RuntimeError) as error:
        problems.append(kinds.UNREADABLE.at(place, reason=reason_of(error)))
        return None
    except Refusal as refusal:
        problems.extend(problem.placed(place) for problem in refusal.problems)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(kinds.NOT_UTF8.at(place, offset=error.start + 1))
        return None


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise Refusal(kinds.UNREADABLE.at(reason=_NOT_A_FILE))
    with path.open("rb") as stream:
        content = stream.read(BIGGEST_FILE + 1)
        size = os.fstat(stream.fileno()).st_size
    if len(content) > BIGGEST_FILE:
        raise Refusal(kinds.TOO_BIG.at(size=max(size, len(content)), limit=BIGGEST_FILE))
    return content


def _merged(roots: list[Mapping], contents: FolderContents) -> Mapping:
    """Join the top-level mappings: the names below one key may be spread over files, each name once."""
    entries: dict[str, Entry] = {}
    for root in roots:
        for entry in root.entries:
            first = entries.get(entry.key.text)
            entries[entry.key.text] = entry if first is None else _joined(first, entry, contents.problems)
    source = roots[0].source if roots else contents.root.source
    return Mapping(tuple(entries.values()), source, 1, 1)


def _joined(first: Entry, second: Entry, problems: list[Problem]) -> Entry:
    if not isinstance(first.value, Mapping) or not isinstance(second.value, Mapping) or first.key.text == "charter":
        problems.append(_twice(first.key, second.key))
        return first
    seen = {entry.key.text: entry.key for entry in first.value.entries}
    added = []
    for entry in second.value.entries:
        if entry.key.text in seen:
            problems.append(_twice(seen[entry.key.text], entry.key))
        else:
            added.append(entry)
    value = Mapping((*first.value.entries, *added), first.value.source, first.value.line, first.value.column)
    return Entry(first.key, value)


def _twice(first: Scalar, second: Scalar) -> Problem:
    return kinds.KEY_TWICE.at(second.place(), key=second.text, first=str(first.place()))
