"""Of a table by groups the worst rows are shown: by the target where there is one, else those of most weight."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from jiannuo.core.charters.charter import IndicatorKind, Sign
from jiannuo.core.rendering.goals import Goal
from jiannuo.core.rendering.indicators.figure_manner import Manner
from jiannuo.core.rendering.indicators.indicator_tables import more_rows
from jiannuo.core.rendering.indicators.worst_groups import signs_of, worst_of
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.values.texts import Text
from tests.rendering.test_indicator_tables import FIGURE, SHARE

NOTHING = Text(zh="", en="")


def figure(name: str, value: int | None, of: int, *, state="ok", until: int = FIGURE.until) -> Figure:
    told = None if value is None else Decimal(value)
    return replace(FIGURE, by=(name,), value=told, denominator=Fraction(of), state=state, until=until)


def names(figures: list[Figure]) -> str:
    return "".join(each.by[0] or "-" for each in figures)


FIGURES = [figure("a", 5, 10), figure("b", 9, 30), figure("c", 1, 20), figure("d", None, 99, state="no_data")]


@pytest.mark.parametrize(
    ("sign", "order"),
    [("at least", "cabd"), ("more than", "cabd"), ("at most", "bacd"), ("less than", "bacd"), (None, "bcad")],
)
def test_the_worst_by_the_target_are_first_and_without_one_those_with_the_largest_denominators(
    sign: Sign | None, order: str
) -> None:
    assert names(worst_of(FIGURES, sign)) == order


def test_among_alike_ones_the_weightier_is_first_and_then_the_later() -> None:
    alike = [figure("a", 9, 10), figure("b", 9, 20), figure("c", 9, 20, until=FIGURE.until + 1)]
    assert names(worst_of(alike, "at most")) == "cba"


def test_what_should_not_be_relied_on_stands_behind() -> None:
    assert names(worst_of([figure("a", 1, 5, state="too_few"), figure("b", 2, 5)], "at least")) == "ba"


def test_targets_that_disagree_rank_nothing() -> None:
    def goal(name: str, sign: Sign) -> Goal:
        return Goal("p", NOTHING, name, NOTHING, sign=sign)

    signs = signs_of([goal("x", "at least"), goal("x", "at most"), goal("y", "at most"), goal("y", "at most")])
    assert signs == {"y": "at most"}


def test_twelve_rows_are_shown_by_that_rule_and_it_is_said_how_many_more_there_are_and_where() -> None:
    drivers = tuple(figure(f"{number:02}", number, 100 - number) for number in range(20))
    table = Table(SHARE, ("driver",), drivers)
    held = Manner("Asia/Shanghai", signs={"web": "at least"})
    assert [each.by[0] for each in held.shown(table)] == [f"{number:02}" for number in range(12)]
    high = replace(held, signs={"web": "at most"})
    assert [each.by[0] for each in high.shown(table)] == [f"{number:02}" for number in range(19, 7, -1)]
    (told,) = more_rows(table, held)
    assert told == Text(
        zh="只列按目标看最差的 12 行；另有 8 行，见 summary.json，或审计时用 --xlsx、--csv 写出的指标表。",
        en="By the target, the worst 12 rows; 8 more are in summary.json, and in the indicators that --xlsx and --csv write.",
    )
    (told,) = more_rows(table, replace(held, signs={}))
    assert told.en.startswith("By their denominators, the largest 12 rows; 8 more")


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("count", "只列数值最大的 12 行", "The largest 12 rows"),
        ("sum", "只列数值最大的 12 行", "The largest 12 rows"),
        ("time", "只列数值最大的 12 行", "The largest 12 rows"),
        ("formula", "只列项数最多的 12 行", "By what they rest on, the largest 12 rows"),
        ("mean", "只列分母最大的 12 行", "By their denominators, the largest 12 rows"),
    ],
)
def test_figures_without_a_denominator_are_not_said_to_be_chosen_by_it(kind: IndicatorKind, zh: str, en: str) -> None:
    drivers = tuple(figure(f"{number:02}", number, 100 - number) for number in range(20))
    (told,) = more_rows(Table(replace(SHARE, kind=kind), ("driver",), drivers), Manner("Asia/Shanghai"))
    assert (told.zh.split("；")[0], told.en.split(";")[0]) == (zh, en)


def test_a_dozen_rows_keep_their_order() -> None:
    table = Table(SHARE, ("group",), tuple(FIGURES))
    assert names(list(Manner("Asia/Shanghai").shown(table))) == "abcd"
    assert list(more_rows(table, Manner("Asia/Shanghai"))) == []
