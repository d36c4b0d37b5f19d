"""What gave the signals that a finding rests on is part of its evidence."""

from dataclasses import replace

import numpy as np

from jiannuo.core.judging.kernel.outcomes.outcomes import Lists, Outcomes
from jiannuo.core.judging.kernel.streams.world import World


def with_causes(outcomes: Outcomes, world: World) -> Outcomes:
    """Return the findings with the event that gave it behind each signal of their evidence, each event once."""
    if outcomes.grounds is None or not (world.causes >= 0).any():
        return outcomes
    evidence = outcomes.grounds.evidence
    owner = np.repeat(np.arange(len(outcomes)), 2 * np.diff(evidence.starts))
    shown = np.column_stack([evidence.values, world.cause_of(evidence.values)]).reshape(-1)
    _, first = np.unique(np.column_stack([owner, shown]), axis=0, return_index=True)
    kept = np.sort(first)
    starts = np.searchsorted(owner[kept], np.arange(len(outcomes) + 1))
    return replace(outcomes, grounds=replace(outcomes.grounds, evidence=Lists(starts, shown[kept])))
