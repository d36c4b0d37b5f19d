"""A slider on each limit of a report: what it stops at, what each stop would have come to, and how far that is exact."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiannuo.core.engines.what_ifs.limit_figures import LimitSteps
from jiannuo.core.rendering.findings.embedding import script_json
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.summarizing import Summary
from jiannuo.core.rendering.what_ifs.what_if_words import (
    ESTIMATE,
    EXACT,
    HEADING,
    NO_SCRIPT,
    WORDS,
    tell_accuracy,
    tell_obstacle,
)
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.durations import write_duration
from jiannuo.core.values.texts import Text


@dataclass(frozen=True, slots=True)
class Slider:
    """What the page says of the limit of a promise; without `steps` the note tells why there is nothing to move."""

    note: Text
    steps: LimitSteps | None = None
    mark: Text = EXACT
    heading: Text = HEADING
    no_script: Text = NO_SCRIPT

    @property
    def is_exact(self) -> bool:
        """Tell whether every stop is what judging again would give."""
        return self.mark is EXACT

    @property
    def last(self) -> int:
        """Return the place of the last stop."""
        return 0 if self.steps is None else len(self.steps.tallies) - 1

    @property
    def current(self) -> int:
        """Return the place of the limit as it is."""
        return 0 if self.steps is None or self.steps.positions is None else self.steps.positions.current


def limit_context(result: Result, summary: Summary) -> Mapping[str, object]:
    """Return what the template needs: the sliders by the place of their promise, and the data that the script moves."""
    steps = {each.promise: each for each in result.limits}
    found = {
        place: slider
        for place, figures in enumerate(summary.promises)
        if figures.tally.total and (slider := _slider(steps.get(figures.card.id), figures.tally)) is not None
    }
    return {"limits": found, "limit_data": script_json(_data(found))}


def _slider(steps: LimitSteps | None, tally: Tally) -> Slider | None:
    if steps is None:
        return None
    if steps.obstacle is not None or steps.positions is None:
        note = None if steps.obstacle is None else tell_obstacle(steps.obstacle)
        return None if note is None else Slider(note)
    agrees = steps.tallies[steps.positions.current] == tally
    is_exact = agrees and not steps.doubts
    return Slider(tell_accuracy(steps.doubts, agrees=agrees), steps, EXACT if is_exact else ESTIMATE)


def _data(sliders: Mapping[int, Slider]) -> Mapping[str, object]:
    return {
        "words": {name: (text.zh, text.en) for name, text in WORDS.items()},
        "sliders": {
            str(place): {
                "limits": [(text.zh, text.en) for text in map(write_duration, steps.positions.limits)],
                "counts": [tally.counts for tally in steps.tallies],
                "current": steps.positions.current,
            }
            for place, slider in sliders.items()
            if (steps := slider.steps) is not None and steps.positions is not None
        },
    }
