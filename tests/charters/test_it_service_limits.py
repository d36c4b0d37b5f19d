"""Every limit of IT service is a parameter: an organisation that sets another one finds other things in the same stories."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Log, Reach
from jiannuo.core.judging.reference.judge import Judge
from tests.charters.test_it_service_stories import STORIES, event_of, instant, pack
from tests.conftest import REPOSITORY

PACK = REPOSITORY / "charters" / "it-service"
LIMITS = {
    name: told["default"]
    for name, told in yaml.safe_load((PACK / "parameters.yaml").read_text("utf-8"))["parameters"].items()
}
AS_OF = instant("04-01 00:00")
Findings = dict[tuple[str, int], set[tuple[object, ...]]]


def reading(limit: str) -> set[str]:
    """Return the promises that name a parameter."""
    texts = [path.read_text("utf-8") for path in PACK.glob("promises-*.yaml")]
    blocks = [block for text in texts for block in text.split("\n\n") if re.search(rf"\bparam\.{limit}\b", block)]
    return {name for block in blocks for name in re.findall(r"^  ([a-z-]+):$", block, re.MULTILINE)}


def found_in_stories(charter: Charter, promises: set[str]) -> Findings:
    """Return the verdicts and due instants that the stories of some promises come to."""
    found: Findings = {}
    for duty, stories in STORIES.items():
        for number, story in enumerate(stories):
            judged = promises & story["verdicts"].keys()
            if not judged:
                continue
            events = tuple(event_of(place, told) for place, told in enumerate(story["events"]))
            only = replace(charter, promises={name: charter.promises[name] for name in judged})
            findings = Judge(only, Log(events, {"desk": Reach(AS_OF)}), as_of=AS_OF).findings()
            found[duty, number] = {(each.promise, each.root, each.verdict, each.due) for each in findings}
    return found


@pytest.mark.parametrize("limit", LIMITS)
def test_another_limit_moves_what_is_found(limit: str, tmp_path: Path) -> None:
    promises, (number, unit) = reading(limit), LIMITS[limit].split(" ", 1)
    file = tmp_path / "parameters.yaml"
    file.write_text(f"{limit}: {3 * int(number) + 1} {unit}\n", encoding="utf-8")
    changed = read_charter(PACK, parameters=file)
    assert promises != set()
    assert found_in_stories(changed, promises) != found_in_stories(pack(), promises)
