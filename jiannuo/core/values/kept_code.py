"""Machine code kept in files, one for each function, state of its sources and types of its arguments.

Numba's own cache tells whether a function is stale by the file of that function alone, demands a directory that can be
written, and stops the program when the disk is full. So Numba is given this one instead, which needs none of that.
"""

import os
import pickle
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import llvmlite
import numba
import numpy as np
from llvmlite import binding
from numba.core import config
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from jiannuo.core.values.code_keys import key_of

DIRECTORY_VARIABLE = "JIANNUO_CACHE_DIR"
"""The environment variable that names another directory than that of the user."""
KEPT_FILES = 1_000
"""How many files are kept for one machine: several times what the whole program compiles."""
KEPT_MACHINES = 8

_MACHINE = re.compile(r".+-numba[^-]+-llvmlite.+")
_RESULT: Any = CompileResult
_DUMPS: Any = dumps
_CONFIG: Any = config


class KeptCode:
    """Where Numba looks for the code of one function and leaves it (it asks `numba.core.caching._Cache` for the same)."""

    def __init__(self, function: Callable[..., object], options: Mapping[str, object], directory: Path) -> None:
        self._function, self._options = function, options
        self._directory = directory

    @property
    def cache_path(self) -> str:
        """Return the directory, for Numba's statistics."""
        return str(self._directory)

    def load_overload(self, signature: Iterable[object], context: Any) -> object:
        """Return the code for some types, ready to run, or None if it is not kept."""
        context.refresh()
        file = self._file(signature)
        content = None if file is None else read(file)
        return None if content is None else _RESULT._rebuild(context, *pickle.loads(content))  # noqa: S301 — our own

    def save_overload(self, signature: Iterable[object], result: Any) -> None:
        """Keep the code for some types, if it can be kept."""
        file = self._file(signature)
        if file is None or result.library.has_dynamic_globals or any(not part.can_cache for part in result.lifted):
            return
        keep(file, _DUMPS(result._reduce()))

    def flush(self) -> None:
        """Do nothing: what is kept does not go stale."""

    def _file(self, signature: Iterable[object]) -> Path | None:
        key = key_of(self._function, self._options, signature)
        name = re.sub(r"[^\w.]", "", f"{self._function.__module__}.{self._function.__qualname__}")
        return None if key is None else self._directory / f"{name[-120:]}-{key}"


def read(file: Path) -> bytes | None:
    """Return what was kept in a file and make it count as used; None if it is not there or not whole."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    with suppress(OSError):  # it may belong to somebody else
        os.utime(file)
    digest, kept = content[:32], content[32:]
    return kept if digest == _digest(kept) else None


def keep(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all; a directory that cannot be written or a full disk is no failure.

    Whoever may read the directory may use the code, nobody else may change it.
    """
    unfinished = file.with_name(f"{uuid4().hex}.unfinished")
    try:
        file.parent.parent.mkdir(parents=True, exist_ok=True)
        file.parent.mkdir(mode=0o755, exist_ok=True)
        forget_old(file.parent)
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as opened:
            opened.write(_digest(content) + content)
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


@cache
def forget_old(directory: Path) -> None:
    """Remove the files used longest ago, and what was compiled for machines and versions of long ago; once a process."""
    for file in _but_latest(directory.iterdir(), KEPT_FILES):
        with suppress(OSError):
            file.unlink()
    machines = (path for path in directory.parent.iterdir() if _MACHINE.fullmatch(path.name) and path != directory)
    for machine in _but_latest(machines, KEPT_MACHINES - 1):
        shutil.rmtree(machine, ignore_errors=True)


def _but_latest(paths: Iterable[Path], kept: int) -> list[Path]:
    dated: list[tuple[float, Path]] = []
    for path in paths:
        with suppress(OSError):  # another process removed it
            dated.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(dated)[:-kept]]


def code_directory() -> Path | None:
    """Return the directory for the code of this machine, which need not exist: in JIANNUO_CACHE_DIR or the user's cache.

    None if the user has neither.
    """
    if chosen := os.environ.get(DIRECTORY_VARIABLE):
        return Path(chosen).absolute() / _machine()
    users = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        parent = users if users.is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # the user has no home
        return None
    return parent / "jiannuo" / "kernel" / _machine()


def is_uncompiled(package: str) -> bool:
    """Tell whether a package is to be compiled, and no machine code of it is kept for this machine."""
    if _CONFIG.DISABLE_JIT:
        return False
    directory = code_directory()
    try:
        return directory is None or not any(file.name.startswith(f"{package}.") for file in directory.iterdir())
    except OSError:
        return True


def _machine() -> str:
    """Return a name for everything that machine code depends on beside what is compiled."""
    features = sha256(binding.get_host_cpu_features().flatten().encode()).hexdigest()[:12]
    versions = (f"numpy{np.__version__}", f"numba{numba.__version__}", f"llvmlite{llvmlite.__version__}")
    return "-".join((platform.machine(), binding.get_host_cpu_name(), features, platform.python_version(), *versions))


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=32).digest()
