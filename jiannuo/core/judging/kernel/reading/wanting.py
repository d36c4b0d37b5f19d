"""Which openings a promise wants: those under its edition, for which `where` holds and `unless` does not."""

import numpy as np

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import TRUE, Truths, both, negated


def wanted(reader: Reader, promise: Promise, sites: Sites) -> Truths:
    """Tell whether `where` holds and `unless` does not, at each opening."""
    found = np.full(len(sites), TRUE, np.int8)
    if promise.where is not None:
        found = both(found, reader.truths(promise.where, sites))
    if promise.unless is not None:
        found = both(found, negated(reader.truths(promise.unless, sites)))
    return found


def in_edition(charter: Charter, start: Instants) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell whether an obligation that opens at each instant falls under the edition (5.16)."""
    found = start >= charter.effective
    return found if charter.until is None else found & (start < charter.until)
