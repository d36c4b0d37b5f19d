"""Doing the same to many things on several processors, where what is done releases the interpreter's lock."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import local
from typing import TypeVar, cast

Thing = TypeVar("Thing")
Made = TypeVar("Made")
_MOST = 8
_THREAD = local()


def workers() -> int:
    """Return how many processors there are to work with."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST)


def in_parallel(
    function: Callable[[Thing], Made], things: Iterable[Thing], *, ahead: int | None = None
) -> Iterator[Made]:
    """Yield what a function makes of each thing, in their order; no more than `ahead` are under way or waiting.

    Within what is done in parallel already, it is done one after the other.
    """
    count = 1 if getattr(_THREAD, "works_for_another", False) else workers()
    if count == 1:
        yield from map(function, things)
        return
    most = 3 * count if ahead is None else max(1, ahead)
    with ThreadPoolExecutor(min(count, most), initializer=_work_for_another) as pool:
        waiting: deque[Future[Made]] = deque()
        try:
            source, end = iter(things), object()
            while (thing := next(source, end)) is not end:
                waiting.append(pool.submit(function, cast(Thing, thing)))
                del thing  # it may be large, and need not stay until the next one is there
                if len(waiting) >= most:  # before the next one is got, so that no more are there than may be
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _work_for_another() -> None:
    _THREAD.works_for_another = True
