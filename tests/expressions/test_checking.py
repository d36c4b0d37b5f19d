"""Names and types are checked before any data are met: all problems at once, each where it stands."""

import pytest

from jiannuo.core.expressions.checking import check_condition, check_expression, check_selector, check_who
from jiannuo.core.expressions.names import BUILT_IN, PERIOD, LevelTypes, Names, TableTypes
from jiannuo.core.expressions.reading import read_condition, read_selector, read_who
from jiannuo.core.expressions.types import AttributeType, ListOf, Nothing, OneOf, Plain, QuantityOf, Type, read_type


def attributes(**types: str) -> dict[str, AttributeType]:
    return {name: read_type(text) for name, text in types.items()}


OWN = attributes(
    status="one of [normal, late]", amount="number", minutes="integer", priority="text", lead="quantity mg/kg",
    tags="list of text", place="point", price="money", ok="boolean", driver="driver", passenger="passenger",
    month="period", due="instant", opened="date", took="duration", owner="party",
)  # fmt: skip
NAMES = Names(
    own={**BUILT_IN, **OWN},
    events={
        "order_placed": attributes(price="money", pickup="point"),
        "rated": attributes(band="one of [good, bad]", stars="integer 1..5", ok="boolean"),
    },
    subjects={
        "order": attributes(driver="driver", appointment_at="instant"),
        "driver": attributes(grade="integer", unit="unit"),
    },
    parameters=attributes(limit="duration", share="number"),
    subject="order",
    tables={
        "fee": TableTypes(attributes(notice="duration", ground="boolean"), attributes(share="number")),
        "bands": TableTypes(attributes(stars="integer"), attributes(band="text", points="integer")),
        "all": TableTypes(attributes(stars="integer"), attributes(band="text"), collects=True),
    },
    states={"on_duty": (Plain("party"),)},
    levels={"agents": LevelTypes(Plain("integer"), (Plain("text"),))},
    calendars=("office",),
    promises=("in-place",),
    roles=("clerk",),
)


def problems(text: str, names: Names = NAMES) -> list[tuple[str, tuple[int, int] | None]]:
    return [(problem.code, problem.span) for problem in check_condition(read_condition(text), names)[1]]


def type_of(text: str, names: Names = NAMES) -> Type:
    found, wrong = check_expression(read_condition(text), names)
    assert wrong == ()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "status = 'late' and amount > 2.5",
        "status in ('late', 'normal') or priority like 'a%'",
        "minutes between 1 and amount",
        "lead > 5 ug/kg and lead * 2 < 1 g/kg",
        "price > 5 CNY * 2",
        "'a' in tags and priority not in tags",
        "due > 2018-01-01 and opened <= due and due - opened > 3 h",
        "due + 3 natural days > at",
        "took <= param.limit",
        "driver = 'd-1' and driver = owner",
        "order.driver = driver and order.driver.grade > 3 and driver.grade > 3",
        "month = '2024-05'",
        "ok is null or not ok",
        "case when ok then 1 else null end = 2",
        "case when ok then 1 else amount end = 2.5",
        "null = 1",
        "distance(place, order_placed.pickup) <= 300",
        "seen(rated where stars > 3 and order.appointment_at < at)",
        "count(rated, 90 natural days) >= 3 and count(rated, param.limit) > 1 and count(rated, order_placed) > 1",
        "sum(order_placed.price) <= order_placed.price",
        "last(rated).band = 'bad'",
        "lookup('fee', order.appointment_at - at, in_force('on_duty')) > 0.5",
        "lookup('bands', minutes).points > 1",
        "'good' in lookup('all', minutes)",
        "in_force('on_duty', driver) and in_force('on_duty')",
        "level('agents') >= 3 and level('agents', priority) >= lowest('agents', at, due)",
        "covers(tags, members('on_duty', driver))",
        "overlap('office', at, due) <= 3 h",
        "end_of(day, opened) > start_of(month, at)",
        "broken('in-place') and count(broken('in-place'), 12 months) > 2",
        "actor_kind = 'person' and seq > 3 and source = 'x' and recorded_at >= at and id <> actor and unit = 'u'",
    ],
)
def test_a_right_condition_has_no_problem(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("minutes + 1", Plain("integer")),
        ("minutes / 2", Plain("number")),
        ("minutes + amount", Plain("number")),
        ("-minutes", Plain("integer")),
        ("lead + 1 g/kg", QuantityOf("mg/kg")),
        ("2 * lead", QuantityOf("mg/kg")),
        ("lead / lead", Plain("number")),
        ("price * 2", Plain("money")),
        ("price / price", Plain("number")),
        ("due - at", Plain("duration")),
        ("due - took", Plain("instant")),
        ("took * 2", Plain("duration")),
        ("took / took", Plain("number")),
        ("priority || 'x'", Plain("text")),
        ("null", Nothing()),
        ("status", OneOf(("normal", "late"))),
        ("case when ok then opened else due end", Plain("instant")),
        ("count(rated)", Plain("integer")),
        ("sum(rated.stars)", Plain("integer")),
        ("sum(order_placed.price)", Plain("money")),
        ("first(rated).stars", Plain("integer", 1, 5)),
        ("lookup('fee', took, ok)", Plain("number")),
        ("lookup('all', 1)", ListOf(Plain("text"))),
        ("members('on_duty', driver)", ListOf(Plain("text"))),
        ("distance(place, place)", Plain("number")),
        ("overlap('office', at, due)", Plain("duration")),
        ("start_of(day, at)", Plain("instant")),
    ],
)
def test_an_expression_has_a_type(text: str, found: Type) -> None:
    assert type_of(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount", [("E304", (0, 6))]),
        ("not amount", [("E304", (4, 6))]),
        ("ok and minutes", [("E304", (7, 7))]),
        ("case when minutes then ok end", [("E304", (10, 7))]),
        ("amunt > 5", [("E301", (0, 5))]),
        ("order.drver = 'x'", [("E301", (0, 11))]),
        ("order.driver.grad > 1", [("E301", (0, 17))]),
        ("order.appointment_at.x = 1", [("E301", (0, 22))]),
        ("order.driver.unit.x = 1", [("E301", (0, 19))]),
        ("nothing.x = 1", [("E301", (0, 9))]),
        ("param.limits > 1 h", [("E301", (0, 12))]),
        ("trigger.at > at", [("E302", (0, 10))]),
        ("period.start > at", [("E302", (0, 12))]),
        ("finding.late", [("E302", (0, 12))]),
        ("minutes = '5'", [("E303", (8, 1))]),
        ("minutes + priority > 3", [("E303", (8, 1))]),
        ("ok > true", [("E303", (3, 1))]),
        ("place = place", []),
        ("place < place", [("E303", (6, 1))]),
        ("tags = tags", [("E303", (5, 1))]),
        ("price > 5", [("E303", (6, 1))]),
        ("lead > 5 kg", [("E303", (5, 1))]),
        ("lead + 5 kg > lead", [("E303", (5, 1))]),
        ("due > '2018-01-01'", [("E303", (4, 1))]),
        ("due + due > at", [("E303", (4, 1))]),
        ("driver = passenger", [("E303", (7, 1))]),
        ("amount like 'x'", [("E304", (0, 6))]),
        ("minutes in (1, 'x')", [("E303", (15, 3))]),
        ("minutes in amount", [("E304", (11, 6))]),
        ("minutes in tags", [("E303", (11, 4))]),
        ("minutes between 'a' and 2", [("E303", (16, 3))]),
        ("-ok = 1", [("E304", (1, 2))]),
        ("case when ok then 1 else 'x' end = 1", [("E303", (25, 3))]),
        ("status = 'norml'", [("E305", (9, 7))]),
        ("'norml' = status", [("E305", (0, 7))]),
        ("status in ('late', 'x')", [("E305", (19, 3))]),
        ("status between 'late' and 'z'", [("E305", (26, 3))]),
        ("month = '2024-13'", [("E304", (8, 9))]),
        ("seen(ratd where foo)", [("E306", (5, 4))]),
        ("count(rated, ratd) > 1", [("E306", (13, 4))]),
        ("count(rated, param.share) > 1", [("E304", (13, 11))]),
        ("seen(rated where stars)", [("E304", (17, 5))]),
        ("seen(rated where trigger.at < at)", [("E302", (17, 10))]),
        ("seen(rated where amount > 1)", [("E301", (17, 6))]),
        ("last(rated).bnd = 'x'", [("E301", (0, 4))]),
        ("sum(rated.band) > 1", [("E304", (0, 3))]),
        ("last(rated).band = 'ok'", [("E305", (19, 4))]),
        ("lookup('fe', 1) > 1", [("E307", (7, 4))]),
        ("lookup('fee', took) > 1", [("E308", (0, 6))]),
        ("lookup('fee', ok, ok) > 1", [("E304", (14, 2))]),
        ("lookup('bands', 1) = 'x'", [("E310", (0, 6))]),
        ("lookup('bands', 1).bnd = 'x'", [("E310", (0, 6))]),
        ("in_force('onduty')", [("E307", (9, 8))]),
        ("in_force('on_duty', driver, 1)", [("E308", (0, 8))]),
        ("level('agent') > 1", [("E307", (6, 7))]),
        ("lowest('agents', 1, due) > 1", [("E304", (17, 1))]),
        ("overlap('offce', at, due) > 1 h", [("E307", (8, 7))]),
        ("broken('inplace')", [("E307", (7, 9))]),
        ("seen(broken('x'))", [("E307", (5, 6))]),
        ("covers(tags, priority)", [("E304", (13, 8))]),
        ("distance(place, 5) > 1", [("E304", (16, 1))]),
        ("start_of(day, 5) > at", [("E304", (14, 1))]),
        ("at + 5 working days > due", [("E309", (5, 14))]),
        ("count(rated, 5 working days) > 1", [("E309", (0, 5))]),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(text: str, expected: list) -> None:
    assert problems(text) == expected


def test_all_problems_are_told_at_once() -> None:
    text = "amunt > 5 and status = 'norml' and minutes = '5' and seen(ratd)"
    assert [code for code, _ in problems(text)] == ["E301", "E305", "E303", "E306"]


def test_a_problem_causes_no_further_ones() -> None:
    assert [code for code, _ in problems("amunt + 5 > price and -amunt = 'x'")] == ["E301", "E301"]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    for text, meant in (
        ("amuont > 1", "amount"),
        ("order.drivr = 'x'", "order.driver"),
        ("ordr.driver = 'x'", "order.driver"),
    ):
        (problem,) = check_condition(read_condition(text), NAMES)[1]
        assert problem.cure("en") == f"Use a declared attribute. Did you mean {meant}?"


def test_where_the_trigger_stands_is_a_matter_of_the_place() -> None:
    names = Names(own=OWN, trigger=attributes(due_at="instant"), period=PERIOD, finding=attributes(late="boolean"))
    assert problems("trigger.due_at > period.start and finding.late", names) == []
    (problem,) = check_condition(read_condition("trigger.x = 1"), NAMES)[1]
    assert problem.cure("en") == (
        "trigger stands only in within, by, owner, to, tested if and amounts, never in a selector."
    )


def test_a_working_calendar_makes_working_days_right() -> None:
    assert problems("at + 5 working days > due", Names(own={**BUILT_IN, **OWN}, has_calendar=True)) == []


def test_an_expression_may_be_demanded_of_a_type() -> None:
    assert check_expression(read_condition("took"), NAMES, wanted=Plain("duration")) == (Plain("duration"), ())
    _, (problem,) = check_expression(read_condition("amount"), NAMES, wanted=Plain("duration"))
    assert problem.message("en") == "Expected a duration here, found a number."
    assert problem.message("zh") == "此处应为时长，实际为数字。"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("rated where stars > 3 and ok", []),
        ("rated where stars > 3 via driver by role clerk not by order_placed", []),
        ("rated by party driver", []),
        ("broken('in-place') where at > 2018-01-01", []),
        ("ratd where foo = 1", ["E306"]),
        ("rated where foo = 1", ["E301"]),
        ("rated via drvr", ["E301"]),
        ("rated by role clrk", ["E307"]),
        ("rated by party drvr", ["E301"]),
        ("rated not by order_plced", ["E306"]),
        ("broken('x')", ["E307"]),
    ],
)
def test_a_selector_is_checked(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in check_selector(read_selector(text), NAMES)] == codes


def test_roles_are_not_checked_before_there_are_any() -> None:
    assert check_who(read_who("role anyone"), Names()) == ()
    assert [problem.code for problem in check_who(read_who("role anyone"), Names(roles=()))] == ["E307"]
