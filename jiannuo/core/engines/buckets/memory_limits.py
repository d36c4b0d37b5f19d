"""How much memory judging may take, and how many buckets that makes."""

import re

from jiannuo.core.engines import judging_problems as kinds
from jiannuo.core.values.problems import Refusal

_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}  # fmt: skip
PROGRAM = 450_000_000
"""What the program itself takes, in bytes: Python, machine code, the libraries and what they hold back."""
PER_EVENT = 850
"""What judging takes for one event in a bucket, in bytes: its columns, its place in the streams and its findings."""
PER_EVENT_COUNTED = 240
"""The same where findings are counted and gone."""
_LEAST = 10_000


def read_memory(text: str) -> int:
    """Return how many bytes a text like `4GB` or `512MiB` says; raise Refusal for another or for too little."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?i?B)\s*", text, re.IGNORECASE)
    if match is None:
        raise Refusal(kinds.MEMORY_UNREADABLE.at(text=text))
    count = int(float(match[1]) * _UNITS[match[2].upper()])
    if count < PROGRAM + _LEAST * PER_EVENT:
        raise Refusal(kinds.MEMORY_TOO_SMALL.at(text=text, least=f"{-(-(PROGRAM + _LEAST * PER_EVENT) // 10**6)}MB"))
    return count


def buckets_within(memory: int, events: int, *, per_event: int = PER_EVENT) -> int:
    """Return into how many buckets so many events must go for one to be judged within so many bytes."""
    # Keys do not fall evenly into buckets.
    fitting = max(_LEAST, (memory - PROGRAM) // per_event)
    return 1 if events <= fitting else -(-events * 11 // (fitting * 10))
