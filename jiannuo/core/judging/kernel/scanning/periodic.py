"""Periodic obligations: one opens at the start of each period that the subject lives throughout (4.6)."""

import numpy as np

from jiannuo.core.charters.charter import Every, Promise
from jiannuo.core.judging.kernel.past.periods import periods_of
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.reading.wanting import in_edition, wanted
from jiannuo.core.judging.kernel.scanning.openings import Drafts, drafts_of
from jiannuo.core.judging.kernel.scanning.rules import OPENS
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.states.lives import Lives, lives_of
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import FALSE, TRUE, UNKNOWN


def periodic_openings(run: Run, promise: Promise, every: Every) -> Drafts:
    """Return an opening for each period that begins under the edition and that the subject lives throughout."""
    reader, streams = run.reader, run.track.streams
    charter = reader.charter
    lives = lives_of(reader, streams)
    owner = np.repeat(np.arange(len(streams)), np.diff(lives.starts))
    from_ = np.maximum(lives.start, charter.effective)
    periods, lacking = periods_of(reader, every, Sites(streams, owner, from_))
    _note_lacking(reader, promise, Sites(streams, owner, from_).some(lacking), _some(lives, lacking))
    fits = (periods.end <= lives.until[periods.of]) & in_edition(charter, periods.start)
    stream, start, end = owner[periods.of[fits]], periods.start[fits], periods.end[fits]
    sites = Sites(streams, stream, start, period=(start, end))
    asked = wanted(reader, promise, sites)
    reader.world.note_undecided(promise.id, periods=start[asked == UNKNOWN])
    kept = np.flatnonzero(asked == TRUE)
    nothing = np.full(len(kept), -1)
    return drafts_of(OPENS, stream[kept], nothing, start[kept], ends=end[kept])


def _some(lives: Lives, places: Numbers) -> Lives:
    return Lives(lives.starts, lives.start[places], lives.until[places], lives.began[places], lives.ended[places])


def _note_lacking(reader: Reader, promise: Promise, sites: Sites, lives: Lives) -> None:
    """Note the beginning of each life for which the attribute that gives the length of the periods gives none."""
    world = reader.world
    if not len(sites):
        return
    lived = (sites.at < lives.until) & (sites.at <= world.as_of) & in_edition(reader.charter, sites.at)
    noted = lived & (wanted(reader, promise, sites) != FALSE)
    world.note_undecided_lives(promise.id, lives.start[noted], lives.began[noted])
