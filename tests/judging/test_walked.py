"""The judge against an independent walker of the clock."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.judging.walked import check_story


def test_the_judge_ends_every_story_as_the_walker_does(tmp_path: Path) -> None:
    verdicts = Counter(check_story(seed, tmp_path) for seed in range(400))
    assert min(verdicts[verdict] for verdict in ("kept", "broken", "excused", "lapsed", "pending")) >= 20


@pytest.mark.proof
def test_the_judge_ends_many_stories_as_the_walker_does(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    verdicts = Counter(check_story(seed, tmp_path) for seed in range(400, 8000))
    record_property("stories", dict(verdicts))
    assert sum(verdicts.values()) == 7600
