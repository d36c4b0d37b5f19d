"""Whatever stands in a cell, a spreadsheet takes it for text, and a program has it back."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiannuo.core.engines.csv_cells import FORMULA_MARKS, encodable, guarded, guarded_id, unguarded


@given(st.text())
@example("'=1")
@example("''")
@example(" =1")
@example("\ufeff=1")
def test_a_guarded_text_begins_no_formula_and_can_be_had_back(text: str) -> None:
    for written in (guarded(text), guarded_id(text)):
        assert not written.lstrip().startswith(FORMULA_MARKS)
        assert not written.startswith(FORMULA_MARKS)
        assert unguarded(written) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n\",'＝")), min_size=1))
def test_records_written_by_rfc_4180_are_read_back_as_they_were(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([guarded(cell) for cell in cells])
    assert [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(file.getvalue(), newline=""))] == [
        cells
    ]


@pytest.mark.parametrize(
    "text",
    ["007", "110101199003070018", "123456789012", "1e5", "12E345", "1.50", "1,000", "50%", "3-4", "2024-01-02", "1/2",
     "12:30", "3月5日", "MAR1", "sept 2", "1-Jan", "TRUE", "=1", "+86 138", "-1", "@x", "'x",
     "００７", "１２３", " 007", "007 ", "(5)", "￥12", "$1", "\u3000５"],
)  # fmt: skip
def test_an_id_that_would_become_something_else_is_guarded(text: str) -> None:
    assert guarded_id(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["0", "7", "12345678901", "INC0000045", "3f2a9c0d41b7e865", "B6 · 839", "张三", "", "marx"]
)
def test_an_id_that_stays_what_it_is_stands_as_it_is(text: str) -> None:
    assert guarded_id(text) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_cannot_be_encoded_is_spelled_out_and_counted(encoding: str) -> None:
    assert encodable("好\ud800a\udfff", encoding) == ("好\\ud800a\\udfff", 2)
    assert encodable("好\U0001f600\u3400", encoding) == ("好\U0001f600\u3400", 0)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_gb18030_holds_every_sign_that_there_is(text: str) -> None:
    assert encodable(text, "gb18030") == (text, 0)
    assert text.encode("gb18030").decode("gb18030") == text
