"""A small log with every nastiness that figures over events and findings know, and the charter over it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

clock = datetime.fromisoformat
"""Read a time on the clock of the charter."""
BEGINS, RECORDED, AS_OF = clock("2026-11-20"), clock("2026-12-01"), clock("2028-03-03 12:00:00")
"""On the clock of the charter: the first event, from when the record is complete, and as of when is told."""
EDGES = [
    "2026-12-28",
    "2026-12-31 23:59:59.999999",
    "2027-01-01",
    "2027-01-03 23:59:59",
    "2027-01-04",
    "2027-03-28 03:00:00",
    "2027-03-28 23:30:00",
    "2027-10-31 02:30:00",
    "2027-10-31 23:30:00",
    "2028-01-01",
    "2028-01-02",
    "2028-01-03",
    "2028-02-29",
    "2028-03-01",
]
HEAD = "no,what,when,ticket,team,class,cost,fee,toll,effort,ok,status"
MAPPING = """\
mapping: {id: desk, zone: UTC, source: desk}
events:
  - event: {column: what, names: {Open: opened, Pay: paid, Close: closed, Waive: waived, Cancel: cancelled, Cycle: cycle_ended}}
    at: when
    id: no
    attributes: {ticket: ticket, team: team, class: class, cost: cost, fee: fee, toll: toll, effort: effort, ok: ok, status: status}
"""
CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: ZONE, edition: "1", effective: 2000-01-01}
sources: {desk: {complete from: 2026-12-01, complete until: UNTIL}}
subjects: {ticket: {id: ticket}, team: {id: team}}
events:
  opened: {of: ticket, attributes: {team: text optional, class: text optional, cost: number optional}}
  paid: {of: ticket, attributes: {team: text optional, class: text optional, cost: number optional, fee: money optional, toll: money optional, effort: duration optional}}
  closed: {of: ticket, attributes: {ok: boolean optional}}
  waived: {of: ticket}
  cancelled: {of: ticket}
  cycle_ended: {of: team, attributes: {class: text optional, status: text}}
promises:
  in-a-day: {of: ticket, after: opened, expect: closed where ok, within: 24 h, excused by: waived, ends with: cancelled, ours: true}
indicators:
"""
HOUR = timedelta(hours=1)
WHOLE = [timedelta(0), HOUR * 24, HOUR * 24 + timedelta(microseconds=1), HOUR * 10, HOUR * 30, HOUR * 23 + timedelta(microseconds=999_999)]  # fmt: skip


@dataclass(slots=True)
class Writing:
    """Rows of the log, written on the clock of a zone and told in UTC."""

    zone: ZoneInfo
    drawn: Random
    rows: list[str]

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def add(self, what: str, at: datetime, **cells: str) -> None:
        values = [cells.get(name, "") for name in HEAD.split(",")[3:]]
        self.rows.append(",".join([str(len(self.rows) + 1), what, f"{at:%Y-%m-%d %H:%M:%S.%f}", *values]))

    def one_of(self, *values: str) -> str:
        return self.drawn.choice(values)

    def groups(self) -> dict[str, str]:
        return {"team": self.one_of("A", "A", "B", "B", "C", ""), "class": self.one_of("gold", "gold", "tin", "")}

    def number(self) -> str:
        """Return a number that often lies in the middle between two of one decimal, may be negative, or is missing."""
        return self.one_of("", f"{self.drawn.randint(-40, 90) / 20:.2f}", f"{self.drawn.randint(-9, 99) / 10:.1f}", "0.25")  # fmt: skip


def local_instants(drawn: Random) -> list[datetime]:
    """Return when something happens: at any time, at midnights, on both sides of New Year and where clocks are changed."""
    whole = [BEGINS + timedelta(days=drawn.randrange(469)) for _ in range(90)]
    any_time = [BEGINS + timedelta(seconds=drawn.randrange(469 * 86_400)) for _ in range(170)]
    edges = [clock(text) for text in EDGES]
    turns = [BEGINS + timedelta(days=drawn.randrange(40, 50), hours=drawn.randrange(24)) for _ in range(40)]
    return [BEGINS, AS_OF, *whole, *any_time, *edges, *turns]


def pay(writing: Writing, local: datetime) -> None:
    drawn = writing.drawn
    writing.add(
        "Pay",
        writing.instant(local),
        ticket=f"T{drawn.randrange(12)}",
        cost=writing.number(),
        fee=writing.one_of("", f"{drawn.randint(1, 900) / 20:.2f} CNY", "0.25 CNY"),
        toll=f"{drawn.randint(1, 99)} {'EUR' if local.month == 1 and drawn.random() < 0.3 else 'CNY'}",
        effort=writing.one_of(
            "", f"PT{drawn.randrange(1, 400)}M", f"PT{drawn.randrange(9)}.{drawn.randrange(10**6):06}S"
        ),
        **writing.groups(),
    )


def serve(writing: Writing, local: datetime, number: int) -> None:
    """Write a ticket that is closed in time, late, perhaps, wrongly or never, waived or cancelled."""
    opened, ticket, drawn = writing.instant(local), f"S{number}", writing.drawn
    cost = writing.one_of("", f"{drawn.randint(1, 90) / 20:.2f}")
    writing.add("Open", opened, ticket=ticket, cost=cost, **writing.groups())
    story = (
        "never"
        if local > AS_OF - timedelta(days=4)
        else writing.one_of(*["closed"] * 7, "waived", "cancelled", "never")
    )
    if story == "closed":
        took = drawn.choice([*WHOLE[1:], timedelta(seconds=drawn.randrange(1, 200_000))])
        writing.add("Close", opened + took, ticket=ticket, ok=writing.one_of(*["true"] * 8, "false", ""))
    elif story != "never":
        writing.add({"waived": "Waive", "cancelled": "Cancel"}[story], opened + HOUR * drawn.randrange(1, 24), ticket=ticket)  # fmt: skip


def rows_in(zone: str) -> str:
    """Return the log of a zone as CSV; the same clock times in every zone."""
    writing = Writing(ZoneInfo(zone), Random(41), [])
    for local in local_instants(writing.drawn):
        pay(writing, local)
        status = writing.one_of("normal", "normal", "abnormal")
        cells = writing.groups()
        writing.add(
            "Cycle", writing.instant(local), team=cells["team"] or "D", status=status, **{"class": cells["class"]}
        )
    opened = [local for local in local_instants(writing.drawn) if RECORDED <= local < AS_OF]
    for number, local in enumerate([*opened, clock("2028-03-02 12:30:00"), clock("2028-03-02 13:30:00")]):
        serve(writing, local, number)
    return "\n".join([HEAD, *writing.rows]) + "\n"
