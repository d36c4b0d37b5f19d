"""Compiling to machine code, once for a processor and a state of what is compiled, and kept for the next process."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import numba
from numba.core.dispatcher import Dispatcher

from jiannuo.core.values.kept_code import KeptCode, code_directory

Function = TypeVar("Function", bound=Callable[..., object])

_NJIT: Any = numba.njit
_DISPATCHER: Any = Dispatcher
_DIRECTORY = code_directory()


def compiled(function: Function) -> Function:
    """Compile a function on its first call, or take its machine code from where it is kept.

    Integers divide as in NumPy, without a check for zero; the interpreter's lock is released meanwhile.
    """
    return _compiled(function, {"_nrt": True})


def compiled_small(function: Function) -> Function:
    """Compile a function that makes no array and so need not count references, which costs more than most loops do."""
    return _compiled(function, {"_nrt": False})


def compiled_inline(function: Function) -> Function:
    """Compile a small function into each of those that call it: handing over arrays would cost more than its work."""
    return _compiled(function, {"_nrt": False, "forceinline": True})


def _compiled(function: Function, more: Mapping[str, bool]) -> Function:
    dispatcher = _NJIT(function, nogil=True, error_model="numpy", **more)
    if _DIRECTORY is not None and isinstance(dispatcher, _DISPATCHER):  # it is none where Numba is switched off
        dispatcher._cache = KeptCode(function, dispatcher.targetoptions, _DIRECTORY)
    return cast(Function, dispatcher)
