"""The judge against an independent walker of the clock."""

from collections import Counter
from pathlib import Path

from tests.judging.walked import check_story


def test_the_judge_ends_every_story_as_the_walker_does(tmp_path: Path) -> None:
    verdicts = Counter(check_story(seed, tmp_path) for seed in range(400))
    assert min(verdicts[verdict] for verdict in ("kept", "broken", "excused", "lapsed", "pending")) >= 20
