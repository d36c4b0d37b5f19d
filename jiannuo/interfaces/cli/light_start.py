"""Starting without what takes long and is not needed: a short run would spend more on it than on its work."""

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


class _WithoutDataFrames(MetaPathFinder):
    """Says that pandas is not installed, except to Spark, which does nothing without it."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas" and "pyspark" not in sys.modules:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@contextmanager
def without_data_frames() -> Iterator[None]:
    """Hide pandas for a while: PyArrow imports it wherever it is installed, and no command uses it by itself."""
    finder = _WithoutDataFrames()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def loading_for_good() -> Iterator[None]:
    """Import what stays until the process ends, without looking through it for garbage, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        if "duckdb" in sys.modules:  # it complains to the person about all that is left when the process ends
            atexit.register(gc.unfreeze)
