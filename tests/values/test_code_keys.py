"""A key changes with everything that goes into machine code, and with nothing else."""

import importlib
import pkgutil
from types import FunctionType
from typing import Any

import numba
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import jiannuo.core.judging.kernel
from jiannuo.core.values.code_keys import key_of

SOURCE = """
from typing import NamedTuple
from numba import njit
import numpy as np

LIMIT = 3
TABLE = (np.int64(4), 2.5)
ROWS = np.array([1, 2])

class Pair(NamedTuple):
    first: int
    second: int

def deepest(number):
    return number + LIMIT
deepest = njit(deepest)

@njit
def deeper(number, more=0):
    return deepest(number) * TABLE[0] + ROWS[0]

@njit
def stranger(number):
    return number - 1

@njit
def asked(number):
    return Pair(deeper(number), 1).first
"""
CALLING_EACH_OTHER = """
from numba import njit
@njit
def even(number):
    return number == 0 or odd(number - 1)
@njit
def odd(number):
    return number != 0 and even(number - 1)
"""


def names_of(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "made_up"}
    exec(compile(source, "made_up.py", "exec"), names)  # noqa: S102 — the source is a text of this test
    return names


def key(source: str = SOURCE, name: str = "asked", *types: object) -> str | None:
    dispatcher = names_of(source)[name]
    return key_of(dispatcher.py_func, dispatcher.targetoptions, types)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number + LIMIT", "number - LIMIT"),
        ("LIMIT = 3", "LIMIT = 4"),
        ("LIMIT = 3", "LIMIT = 3.0"),
        ("np.int64(4)", "np.int32(4)"),
        ("2.5)", "2.25)"),
        ("[1, 2]", "[1, 3]"),
        ("more=0", "more=1"),
        ("njit(deepest)", "njit(boundscheck=True)(deepest)"),
        ("    first: int\n    second: int", "    second: int\n    first: int"),
        ("Pair(deeper(number), 1)", "Pair(deeper(number), 2)"),
        ("Pair(deeper(number), 1)", "Pair(deeper(number), True)"),
        ("def asked(number):", "def asked(number, more=1):"),
    ],
)
def test_what_goes_into_a_function_however_deep_changes_its_key(before: str, after: str) -> None:
    assert before in SOURCE
    assert key() is not None
    assert key(SOURCE.replace(before, after)) != key()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("number - 1", "number - 2"),
        ("@njit\ndef asked", "# A word.\n\n\n@njit\ndef asked"),
        ("LIMIT = 3", "LIMIT = 3\nOTHER = 4"),
    ],
)
def test_what_does_not_go_into_a_function_leaves_its_key(before: str, after: str) -> None:
    assert before in SOURCE
    assert key(SOURCE.replace(before, after)) == key() is not None


@pytest.mark.parametrize("name", ["even", "odd"])
@pytest.mark.parametrize(("before", "after"), [("== 0", "<= 0"), ("!= 0", "> 0")])
def test_of_two_functions_that_call_each_other_a_change_of_one_changes_both(name: str, before: str, after: str) -> None:
    assert key(CALLING_EACH_OTHER, name) == key(CALLING_EACH_OTHER, name) is not None
    assert key(CALLING_EACH_OTHER.replace(before, after), name) != key(CALLING_EACH_OTHER, name)


def test_two_functions_that_call_the_same_two_in_another_order_have_two_keys() -> None:
    turned = SOURCE.replace("deepest(number) *", "stranger(number) *").replace("deeper(number),", "deepest(number),")
    assert key(turned) != key(
        turned.replace("stranger(number) *", "deepest(number) *").replace("deepest(number),", "stranger(number),")
    )


def test_types_are_told_apart_down_to_the_fields_of_named_tuples() -> None:
    before = names_of(SOURCE)["Pair"]
    after = names_of(SOURCE.replace("first: int\n    second: int", "second: int\n    first: int"))["Pair"]
    values = [
        *(
            1,
            1.0,
            True,
            None,
            (1, 1.0),
            (1, 1),
            (1, 1, 1),
            before(1, 2),
            after(1, 2),
            before(1, 2.0),
            (before(1, 2), 1),
        ),
        *((after(1, 2), 1), np.zeros(1), np.zeros(1, np.int32), np.zeros((1, 1)), np.zeros(4)[::2]),
    ]
    keys = [key(SOURCE, "asked", numba.typeof(value)) for value in values]
    assert None not in keys
    assert len({*keys, key()}) == len(values) + 1


@pytest.mark.parametrize("value", ["{1: 2}", "[1]", "object()", "type('Pair', (), {})"])
def test_a_function_with_something_in_it_that_cannot_be_read_has_no_key(value: str) -> None:
    assert key(SOURCE.replace("LIMIT = 3", f"LIMIT = {value}")) is None


def test_a_function_that_is_handed_functions_or_lists_has_no_key() -> None:
    handed = names_of(SOURCE)["deeper"]
    assert key(SOURCE, "asked", numba.typeof(handed)) is None
    assert key(SOURCE, "asked", numba.types.Tuple([numba.types.ListType(numba.int64)])) is None


def test_functions_around_a_function_hand_it_their_values() -> None:
    def adding(added: object) -> FunctionType:
        def inner(number: int) -> object:
            return number + added

        return inner

    keys = [key_of(adding(added), {}, ()) for added in (1, 2, 1)]
    assert keys[0] == keys[2] != keys[1]
    assert None not in keys


def test_every_compiled_function_of_the_kernel_has_a_key() -> None:
    kernel = jiannuo.core.judging.kernel
    walked = pkgutil.walk_packages(kernel.__path__, f"{kernel.__name__}.")
    modules = [importlib.import_module(module.name) for module in walked]
    found: dict[str, Any] = {
        f"{value.py_func.__module__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Dispatcher)
    }
    assert len(found) > 100
    assert [name for name, value in found.items() if key_of(value.py_func, value.targetoptions, ()) is None] == []
