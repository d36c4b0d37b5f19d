"""Which dimensions of an indicator name persons."""

import pytest

from jiannuo.core.charters.charter import (
    AttributeOf,
    Charter,
    EventType,
    Expect,
    ForEach,
    Indicator,
    Promise,
    SubjectKind,
)
from jiannuo.core.charters.personal_names import personal_dimensions
from jiannuo.core.expressions.syntax import Name, Selector
from jiannuo.core.expressions.types import AttributeType, Plain
from jiannuo.core.values.texts import Text

TEXT = AttributeType(Plain("text"))
PERSON = AttributeType(Plain("text"), personal=True)
OPENED = ((Selector("opened"),),)
DEMAND = Expect(OPENED, for_each=ForEach(kind="agent"))
CHARTER = Charter(
    "desk",
    Text(zh="服务台", en="Desk"),
    "Asia/Shanghai",
    "1",
    0,
    subjects={
        "agent": SubjectKind("agent", ("agent_id",)),
        "ticket": SubjectKind(
            "ticket",
            ("number",),
            attributes={"taken_by": (AttributeOf("opened", "agent_id"),), "queue": (AttributeOf("opened", "lane"),)},
        ),
    },
    events={"opened": EventType("opened", "ticket", attributes={"agent_id": PERSON, "lane": TEXT, "number": TEXT})},
    promises={
        "of-person": Promise("of-person", ("number",), DEMAND, kind="ticket", owner="ticket.taken_by"),
        "of-team": Promise("of-team", ("number",), Expect(OPENED), owner="lane"),
    },
)


@pytest.mark.parametrize(
    ("name", "promise", "is_personal"),
    [
        ("agent_id", None, True),
        ("lane", None, False),
        ("agent", None, True),
        ("ticket", None, False),
        ("ticket.taken_by", None, True),
        ("ticket.queue", None, False),
        ("actor", None, True),
        ("finding.owner", "of-person", True),
        ("finding.owner", "of-team", False),
        ("finding.member", "of-person", True),
        ("finding.member", "of-team", False),
        ("finding.verdict", "of-person", False),
    ],
)
def test_a_dimension_is_personal_if_what_it_reads_is(name: str, promise: str | None, is_personal: bool) -> None:
    by = (Name(("lane",)), Name(tuple(name.split("."))))
    indicator = Indicator(
        "x", "count", "month", over="events" if promise is None else "findings", promise=promise, by=by
    )
    assert personal_dimensions(CHARTER, indicator) == ((1,) if is_personal else ())
