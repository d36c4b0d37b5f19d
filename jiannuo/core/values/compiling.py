"""Compiling to machine code, once for a processor and a state of the sources, and kept in the user's cache.

Numba by itself knows a compiled function stale only by the file of that function: it would keep the old code of what
that function calls in other files. So the directory is named after all sources that are compiled, as well as after
everything else that the machine code depends on.
"""

import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
from llvmlite import binding

Function = TypeVar("Function", bound=Callable[..., object])

DIRECTORY_VARIABLE = "JIANNUO_CACHE_DIR"
"""The environment variable that names another directory than that of the user."""

_CORE = Path(__file__).parents[1]
_MARKER = b"jiannuo.core.values.compiling import"
_KEPT = 8
_SETTINGS: Any = numba.config
_NJIT: Any = numba.njit


def compiled(function: Function) -> Function:
    """Compile a function on its first call, or take its machine code from the cache.

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
    options = {"nogil": True, "error_model": "numpy", **more}
    if CACHE is not None:
        try:
            with _cached_in(CACHE):
                return cast(Function, _NJIT(function, cache=True, **options))
        except (OSError, RuntimeError):  # the sources are no files, or the directory went away
            pass
    return cast(Function, _NJIT(function, cache=False, **options))


@contextmanager
def _cached_in(directory: Path) -> Iterator[None]:
    # Numba reads the setting while it decorates; other packages that use Numba keep their own.
    before, _SETTINGS.CACHE_DIR = _SETTINGS.CACHE_DIR, str(directory)
    try:
        yield
    finally:
        _SETTINGS.CACHE_DIR = before


def cache_directory() -> Path | None:
    """Return the directory for the code of this processor and these sources, made if need be.

    It lies in JIANNUO_CACHE_DIR, else in the user's cache. None if nothing can be written there.
    """
    parent = _parent()
    if parent is None:
        return None
    machine = _machine()
    directory = parent / f"{machine}-{_digest(_compiled_sources())}"
    try:
        if not directory.is_dir():
            _forget_old(parent, machine)
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            return directory
    except OSError:
        return None


def _forget_old(parent: Path, machine: str) -> None:
    """Remove what was compiled from earlier sources, but for the latest; whoever still uses it compiles it anew."""
    for old in sorted(parent.glob(f"{machine}-*"), key=lambda path: path.stat().st_mtime)[: 1 - _KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _parent() -> Path | None:
    if chosen := os.environ.get(DIRECTORY_VARIABLE):
        return Path(chosen).absolute()
    users = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        cache = users if users.is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # the user has no home
        return None
    return cache / "jiannuo" / "kernel"


def _machine() -> str:
    """Return a name for everything beside the sources that machine code depends on."""
    features = _digest([binding.get_host_cpu_features().flatten().encode()])
    versions = (platform.python_version(), f"numba{numba.__version__}", f"llvmlite{llvmlite.__version__}")
    return "-".join((platform.machine(), binding.get_host_cpu_name(), features, *versions))


def _compiled_sources() -> Iterator[bytes]:
    """Yield the sources of the modules in which something is compiled."""
    sources = (file.read_bytes() for file in sorted(_CORE.rglob("*.py")))
    return (source for source in sources if _MARKER in source)


def _digest(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]


CACHE = cache_directory()
"""Where compiled code is kept; None if it is compiled anew in every process."""
