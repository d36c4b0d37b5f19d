"""The editor schema that is checked in is the one the forms make, and agrees with the reader on real charters."""

import json
from pathlib import Path

import jsonschema
import pytest

from jiannuo.core.charters.forms.forms import FOLDER
from jiannuo.core.charters.forms.keys import Reserved
from jiannuo.core.charters.forms.schema import editor_schema
from jiannuo.core.charters.parsing.nodes import Mapping, Node, Scalar, Sequence, SourceFile
from jiannuo.core.charters.parsing.yaml_reading import read_yaml
from tests.charters.folders import HEAD, ORDERS
from tools.charter_pages import forms_below

EXAMPLES = Path(__file__).parent / "examples"
READ = sorted([*EXAMPLES.glob("*/preamble.yaml"), *EXAMPLES.glob("*/cut.yaml"), *EXAMPLES.glob("[12]/fragment.yaml")])


def plain(node: Node) -> object:
    """Return a node as an editor sees it: plain words by the core rules of YAML."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return word(node)


def word(node: Scalar) -> object:
    if not node.is_plain:
        return node.text
    if node.is_null:
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    try:
        return float(node.text) if "." in node.text else int(node.text)
    except ValueError:
        return node.text


def document(text: str) -> object:
    node = read_yaml(SourceFile.of("a.yaml", text), problems=[])
    assert node is not None
    return plain(node)


def faults(text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(editor_schema())
    return [error.message for error in validator.iter_errors(document(text))]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(editor_schema())


def test_the_schema_that_is_checked_in_is_the_one_the_forms_make(repository: Path) -> None:
    kept = json.loads((repository / "schema/charter.schema.json").read_text("utf-8"))
    assert kept == editor_schema()


@pytest.mark.parametrize("path", READ, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_worked_examples_follow_the_schema(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_the_charters_that_are_shipped_follow_the_schema(repository: Path) -> None:
    shipped = sorted(repository.glob("examples/*/charter/*.yaml"))
    assert shipped
    assert [(path, faults(path.read_text("utf-8"))) for path in shipped] == [(path, []) for path in shipped]


def test_the_charter_of_the_tests_follows_the_schema() -> None:
    assert faults(HEAD + ORDERS) == []


@pytest.mark.parametrize(
    "text",
    [
        "evnts: {}",
        "events: {a: {off: order}}",
        "events: {a b: {of: order}}",
        "charter: {id: x}",
        "promises: {p: {of: order, never: a, within: 1 h}}",
        "promises: {p: {of: order, expect: a, open: sometimes}}",
        "promises: {p: {of: order, reach: x, within: 1 h}}",
        "consequences: {}",
        "calendars: {c: {week: {mon-fry: 09:00-12:00}}}",
        "calendars: {c: {week: {mon: 9-12}}}",
        "tables: {t: {in: {a: text}, out: {b: text}, hit: any}}",
        "clauses: {'1': {text: {zh: 一}}}",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    assert faults(text) != []


def test_every_key_of_the_language_has_its_words_in_the_schema() -> None:
    said = json.dumps(editor_schema(), ensure_ascii=False)
    for key in FOLDER.keys:
        assert isinstance(key.value, Reserved) or (key.means.zh in said and key.means.en in said), key.name


def test_every_form_has_a_name_of_its_own() -> None:
    from_names = {}
    for form in forms_below_root():
        assert from_names.setdefault(form.id, form) == form


def forms_below_root() -> list:
    return [form for key in FOLDER.keys for form in forms_below(key.value)]
