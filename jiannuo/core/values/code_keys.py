"""What the machine code of a function is made of, as a key: equal keys, equal code.

A compiled function is its own byte code, what it takes from its module (constants, the fields of named tuples, and other
compiled functions with all that they take in turn) and the types it is called with. Reading these, rather than the
files they stand in, means that a change compiles anew what it touches and nothing else, and that code cannot go stale.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from numba import types
from numba.core.dispatcher import Dispatcher

_SETTLED = sys.stdlib_module_names | {"numba", "numpy"}
"""Packages whose versions are told apart elsewhere: a name says all about what is in them."""
_PLAIN_VALUES = (type(None), bool, int, float, complex, str, bytes)
_TUPLES: Any = types.BaseTuple
_PLAIN_TYPES = (
    types.Array,
    types.Boolean,
    types.Literal,
    types.NoneType,
    types.Number,
    types.Omitted,
    types.UnicodeType,
)


class _NotReadable(Exception):
    """Something went into a function that cannot be told from another by reading it."""


def key_of(function: Callable[..., object], options: Mapping[str, object], signature: Iterable[object]) -> str | None:
    """Return the key of a function compiled with some options for some types (of Numba), or None if it has none."""
    reading = _Reading()
    try:
        parts = [repr(sorted(options.items())), *reading.of_value(function)]
        parts += [part for type_ in signature for part in _of_type(type_)]
    except (_NotReadable, ValueError):  # a closure over a name without a value yet
        return None
    return sha256("\n".join(parts).encode()).hexdigest()[:24]


class _Reading:
    """Reads all that one function is made of, and every function only once; so rings of calls come to an end."""

    def __init__(self) -> None:
        self._numbers: dict[FunctionType, int] = {}

    def of_value(self, value: object) -> Iterator[str]:
        """Yield what stands for a value that a function takes from elsewhere."""
        if type(value) in _PLAIN_VALUES or isinstance(value, np.generic):
            yield repr(value)
        elif isinstance(value, Dispatcher):
            compiled: Any = value
            yield repr(sorted(compiled.targetoptions.items()))
            yield from self._of_function(compiled.py_func)
        elif isinstance(value, tuple):
            yield from self._of_tuple(value)
        elif isinstance(value, np.ndarray) and not value.dtype.hasobject:
            yield f"{value.dtype.str} {value.shape} {value.flags.f_contiguous} {sha256(value.tobytes()).hexdigest()}"
        else:
            yield from self._of_named(value)

    def _of_named(self, value: object) -> Iterator[str]:
        if _is_settled(value):
            yield f"{type(value).__name__} {getattr(value, '__module__', '')} {getattr(value, '__name__', '')}"
        elif isinstance(value, FunctionType):
            yield from self._of_function(value)
        else:
            yield _of_named_tuple(value)

    def _of_tuple(self, value: tuple[object, ...]) -> Iterator[str]:
        yield f"{len(value)} {'' if type(value) is tuple else _of_named_tuple(type(value))}"
        for item in value:
            yield from self.of_value(item)

    def _of_function(self, function: FunctionType) -> Iterator[str]:
        if function in self._numbers:
            yield f"function {self._numbers[function]}"
            return
        self._numbers[function] = len(self._numbers)
        yield f"{function.__module__} {function.__qualname__}"
        yield _text_of(function.__code__)
        for name, value in _taken_by(function):
            yield name
            yield from self.of_value(value)


def _taken_by(function: FunctionType) -> Iterator[tuple[str, object]]:
    """Yield what a function takes from elsewhere: defaults, names of functions around it and of its module."""
    yield "defaults", function.__defaults__
    yield from sorted((function.__kwdefaults__ or {}).items())
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield name, cell.cell_contents
    for name in _names_of(function.__code__):
        if name in function.__globals__:
            yield name, function.__globals__[name]


@cache
def _names_of(code: CodeType) -> list[str]:
    return sorted(set(_names(code)))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


@cache
def _text_of(code: CodeType) -> str:
    return sha256("\n".join(_of_code(code)).encode()).hexdigest()


def _of_code(code: CodeType) -> Iterator[str]:
    """Yield what the interpreter would run; not where it stands in its file."""
    yield f"{code.co_code.hex()} {code.co_exceptiontable.hex()} {code.co_flags} {code.co_names} {code.co_varnames}"
    yield f"{code.co_argcount} {code.co_posonlyargcount} {code.co_kwonlyargcount} {code.co_freevars} {code.co_cellvars}"
    for constant in code.co_consts:
        yield from _of_constant(constant)


def _of_constant(constant: object) -> Iterator[str]:
    if isinstance(constant, CodeType):
        yield from _of_code(constant)
    elif isinstance(constant, tuple | frozenset):
        yield f"{type(constant).__name__} {len(constant)}"
        for item in sorted(constant, key=repr) if isinstance(constant, frozenset) else constant:
            yield from _of_constant(item)
    else:
        yield repr(constant)


def _is_settled(value: object) -> bool:
    home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return isinstance(home, str) and home.partition(".")[0] in _SETTLED and hasattr(value, "__name__")


def _of_named_tuple(class_: object) -> str:
    fields = getattr(class_, "_fields", None)
    if not isinstance(class_, type) or not issubclass(class_, tuple) or fields is None:
        raise _NotReadable(class_)
    return f"{class_.__module__} {class_.__qualname__} {fields}"


def _of_type(type_: Any) -> Iterator[str]:
    """Yield what stands for a type of Numba, whose own name leaves out the fields of a named tuple."""
    if isinstance(type_, _TUPLES):
        yield f"{type_.count} {_of_named_tuple(type_.instance_class) if hasattr(type_, 'fields') else ''}"
        for inner in type_:
            yield from _of_type(inner)
    elif isinstance(type_, types.Optional):
        yield "optional"
        yield from _of_type(type_.type)
    elif isinstance(type_, _PLAIN_TYPES):
        yield str(type_)
    else:
        raise _NotReadable(type_)
