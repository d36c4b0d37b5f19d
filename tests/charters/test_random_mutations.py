"""Whatever is done to the text of a charter, reading it gives a charter or a refusal that can be said."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Refusal
from jiannuo.interfaces.cli.printing import describe_problem

EXAMPLES = Path(__file__).parent / "examples"
TEXTS = [
    "".join((EXAMPLES / str(number) / f"{name}.yaml").read_text("utf-8") for name in ("preamble", fragment))
    for number in range(1, 13)
    for fragment in ("fragment", "cut")
    if (EXAMPLES / str(number) / f"{fragment}.yaml").exists()
]
PIECES = (
    "{", "}", "[", "]", ",", ": ", "\n", "\n  ", "- ", "'", '"', "#", "|", ">", "&a ", "*a", "!!x ", "? ", "<<: ", "\0", "\t",
    "\u3000", "\U0001f600", "\ud800", "null", "~", "true", "012", "1e999", "-1", ".", "where ", " and not ", "(", ")", "of", "=",
    "2026-02-30", "99999999999999999999 h", "3 days", "param.x", "trigger.at", "in_force('x')", "lookup('x', 1)", "order",
    "count(order_placed, 90 natural days)", "any", "promises:\n", "events:\n", "tables:\n", "every: day, ", "for each: {a: []}, ",
)  # fmt: skip


@st.composite
def mutated_charters(draw: st.DrawFn) -> str:
    """Return a worked example with pieces cut out, doubled, swapped in, or typed in."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 7, 40))))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=3), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return text


@given(text=mutated_charters())
@settings(max_examples=250)
def test_a_mutated_charter_is_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "charter.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            charter = read_charter(folder)
        except Refusal as refusal:
            assert any(problem.is_error for problem in refusal.problems)
            for problem in refusal.problems:
                assert describe_problem(problem, language="zh") and describe_problem(problem, language="en")
        else:
            assert isinstance(charter, Charter)
            assert explain_charter(charter).zh


@given(content=st.binary(max_size=200))
def test_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "charter.yaml").write_bytes(content)
        try:
            read_charter(Path(name))
        except Refusal as refusal:
            assert refusal.problems
        else:
            raise AssertionError("no charter is so short")
