"""Every key of the language, misspelt by one letter, is refused with the key that was meant; made from the forms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from jiannuo.core.charters.forms.forms import FOLDER
from jiannuo.core.charters.forms.keys import Either, Form, Inner, ListOf, MapOf, Value, Variants
from jiannuo.core.charters.parsing.form_reading import FormReader
from jiannuo.core.charters.parsing.nodes import SourceFile
from jiannuo.core.charters.parsing.yaml_reading import read_yaml

Wrap = Callable[[str], str]
AS_NEAR_TO_ANOTHER = {"ever", "meian", "medan", "tile", "tite"}
"""Misspellings that are one letter away from two keys, such as `never` and `every`: either may be named."""
_KEYS = {"days": "mon", "date": "2026-05-08"}


@dataclass(frozen=True)
class Spot:
    """A form where it stands in a charter: `wrap` puts a mapping there."""

    form: Form
    wrap: Wrap


def spots(value: Value, wrap: Wrap) -> Iterator[Spot]:
    """Yield every form below a value, each reached by one way from the root."""
    match value:
        case Inner(form):
            yield from spots_of_form(form, wrap)
        case Variants(_, forms):
            for form in forms:
                yield from spots_of_form(form, wrap)
        case MapOf(item, keys):
            yield from spots(item, lambda inner: wrap(f"{{{_KEYS.get(keys, 'x')}: {inner}}}"))
        case ListOf(item):
            yield from spots(item, lambda inner: wrap(f"[{inner}]"))
        case Either(options):
            for option in options:
                yield from spots(option, wrap)


def spots_of_form(form: Form, wrap: Wrap) -> Iterator[Spot]:
    yield Spot(form, wrap)
    for key in form.keys:
        sign = "".join(f"{sign}: x, " for sign in form.signs[:1] if sign != key.name)
        yield from spots(key.value, lambda inner, key=key, sign=sign: wrap(f"{{{sign}{key.name}: {inner}}}"))


SPOTS = list(spots(Inner(FOLDER), lambda inner: inner))
CASES = [pytest.param(spot, key.name, id=f"{spot.form.id}: {key.name}") for spot in SPOTS for key in spot.form.keys]


def misspellings(key: str) -> set[str]:
    """Return the key with a letter doubled, left out, or swapped with its neighbor; the short ones only doubled."""
    doubled = {key[:i] + key[i] + key[i:] for i in range(len(key))}
    if len(key) < 5:
        return doubled
    shorter = {key[:i] + key[i + 1 :] for i in range(len(key))}
    swapped = {key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)}
    return doubled | shorter | swapped


@pytest.mark.parametrize(("spot", "key"), CASES)
def test_a_misspelt_key_is_refused_with_the_key_that_was_meant(spot: Spot, key: str) -> None:
    known = {known.name for known in spot.form.keys}
    for wrong in {" ".join(wrong.split()) for wrong in misspellings(key)} - known - AS_NEAR_TO_ANOTHER:
        sign = "".join(f"{sign}: x, " for sign in spot.form.signs[:1] if sign != key)
        text = spot.wrap(f"{{{sign}{wrong}: x}}")
        unknown = unknown_keys(text)
        assert [name for name, _ in unknown] == [wrong], text
        assert f"Did you mean {key}?" in unknown[0][1], f"{wrong}: {unknown[0][1]}"


def unknown_keys(text: str) -> list[tuple[str, str]]:
    """Return the keys that a text is refused for, each with the cure."""
    reader = FormReader([])
    node = read_yaml(SourceFile.of("charter.yaml", text), problems=reader.problems)
    assert node is not None, text
    reader.block(FOLDER, node)
    return [(str(p.values["key"]), p.cure("en")) for p in reader.problems if p.code == "C201"]


def test_every_form_of_the_language_is_reached() -> None:
    names = {spot.form.id for spot in SPOTS}
    assert names == {
        "folder", "charter", "text", "calendar", "source", "parameter", "subject", "event", "typed attribute",
        "computed attribute", "subject attribute",
        "interval state", "count level", "last level", "sum level", "table", "signal at events",
        "signal per period", "clause", "expect", "never", "require",
        "count indicator", "sum indicator", "mean indicator", "median indicator", "percentile indicator", "percentile",
        "share indicator", "share", "rate indicator", "rate", "kept-rate indicator", "equal periods",
        "time indicator", "age indicator", "formula indicator", "stated",
        "hold", "reach", "parts", "ground", "warning", "pause between events", "pause during a state",
    }  # fmt: skip
    assert len(CASES) > 200
