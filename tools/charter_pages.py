"""The generated parts of the pages about charters: tables of keys, the table of executors, the editor schema."""

import json
import re
from collections.abc import Callable, Iterable, Iterator

from jiannuo.core.charters.executors import EXECUTORS
from jiannuo.core.charters.forms.forms import FOLDER
from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, MapOf, Reserved, Value, Variants
from jiannuo.core.charters.forms.promise_forms import COMMON
from jiannuo.core.charters.forms.schema import editor_schema
from jiannuo.core.charters.parsing.wording import expected
from tools.catalogue import REPOSITORY

_MARKED = re.compile(r"(<!-- keys: (?P<id>[^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_OF_ALL_PROMISES = "all promises"


def compose_charter_page() -> str:
    """Return the reference of charters with the tables between its markers made anew from the forms."""
    page = (REPOSITORY / "docs/reference/charter.md").read_text(encoding="utf-8")
    tables = tables_of_keys()
    return _MARKED.sub(lambda found: f"{found[1]}\n{tables[found['id']]}\n\n{found[3]}", page)


def marked_tables(page: str) -> list[str]:
    """Return the ids of the forms whose tables stand in a page."""
    return [found["id"] for found in _MARKED.finditer(page)]


def tables_of_keys() -> dict[str, str]:
    """Return the table of keys of every form by its id; what all promises share stands once."""
    tables = {_OF_ALL_PROMISES: _keys(COMMON)}
    for form in forms_below(Inner(FOLDER)):
        tables[form.id] = _keys(key for key in form.keys if key not in COMMON)
    return tables


def forms_below(value: Value) -> Iterator[Form]:
    """Yield every form of the language, outermost first."""
    match value:
        case Inner(form):
            yield form
            for key in form.keys:
                yield from forms_below(key.value)
        case Variants(_, forms):
            for form in forms:
                yield from forms_below(Inner(form))
        case ListOf(item) | MapOf(item):
            yield from forms_below(item)
        case Either(options):
            for option in options:
                yield from forms_below(option)


def compose_executors_page() -> str:
    """Return the page of what can execute a clause."""
    head = (
        "<!-- Written by `make docs`; do not edit. -->\n\n# What executes a clause\n\n"
        "Every clause of a charter names what executes it, by one of these keys; `jiannuo charter clauses` lists them, and "
        "`--missing` those that nothing executes yet (planned or missing).\n\n"
    )
    rows = [
        (f"`{e.name}`", e.label.en, e.label.zh, e.means.en, e.means.zh, "yes" if e.executes else "no")
        for e in EXECUTORS
    ]
    return head + _table(("machine name", "English", "中文", "meaning", "含义", "executes"), rows) + "\n"


def compose_editor_schema() -> str:
    """Return the JSON Schema of charter files."""
    return json.dumps(editor_schema(), ensure_ascii=False, indent=1) + "\n"


CHARTER_PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/charter.md": compose_charter_page,
    "docs/reference/executors.md": compose_executors_page,
    "schema/charter.schema.json": compose_editor_schema,
}


def _keys(keys: Iterable[Key]) -> str:
    return _table(("key", "what stands there", "meaning", "含义", "without it"), (_row(key) for key in keys))


def _row(key: Key) -> tuple[str, ...]:
    if isinstance(key.value, Reserved):
        return (f"`{key.name}`", "not yet in this version", key.means.en, key.means.zh, "")
    without = "required" if key.required else key.default or ""
    return (f"`{key.name}`", expected(key.value).en, key.means.en, key.means.zh, without)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
