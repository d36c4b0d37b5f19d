"""The tables in the READMEs of the examples say what expected.yaml says."""

import pytest
import yaml

from tests.examples.conftest import ABSENT, EXAMPLES, SHIPPED, expected_of

VERDICTS = ("kept", "broken", "unknown", "pending", "lapsed")


def table_of(name):
    """Return the table of promises with their denominators and verdicts, as it must stand in the README."""
    lines = ["| Promise | One finding for | Findings | " + " | ".join(VERDICTS) + " |", "|---|---" + "|---:" * 6 + "|"]
    titles = yaml.safe_load((EXAMPLES / name / "charter" / "promises.yaml").read_text(encoding="utf-8"))["promises"]
    for id, each in expected_of(name)["promises"].items():
        counts = {verdict: 0 for verdict in VERDICTS}
        for ending, count in each["ended"].items():
            counts[ending.partition("/")[0]] += count
        figures = " | ".join(f"{count:,}" if count else "" for count in (each["total"], *counts.values()))
        lines.append(f"| {titles[id]['title']['en']} | {each['of']['en']} | {figures} |".replace("  ", " "))
    return "\n".join(lines)


@pytest.mark.parametrize("name", [*SHIPPED, *ABSENT])
def test_the_table_of_the_readme_is_that_of_the_expected_figures(name):
    assert table_of(name) in (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
