"""`jiannuo simulate ride-hailing`: a made-up city with breaches planted, to prove a judge by."""

import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from jiannuo.core.simulation.coverage import BREACHES, CLEARANCES, INNOCENTS, UNKNOWNS, Coverage, coverage_of
from jiannuo.core.simulation.mapping_of_log import counted_orders
from jiannuo.core.simulation.planting.deeds import BOUNDARIES
from jiannuo.core.simulation.planting.themes import CLEARED, UNKNOWN, lacking
from jiannuo.core.simulation.recording.times import ZONE
from jiannuo.core.simulation.writing import EVENTS, MAPPING, README, TRUTH, Written, write_city
from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Language, Text, listed
from jiannuo.core.values.widths import width_of
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.problems import NO_WHOLE_NUMBER
from jiannuo.interfaces.cli.session import Session

_WRITTEN = Text(
    zh="模拟数据已写入 {folder}：订单 {orders} 个，业务记录 {events} 条，埋设的本意 {planted} 条。",
    en="Simulated data were written to {folder}: {orders}, {events} events, {planted} planted intentions.",
)
_AS_OF = Text(zh="请以 {until} 为数据截至的时间判定。", en="Judge them as of {until}.")
_HEADINGS = (
    Text(zh="条款", en="clause"),
    Text(zh="未兑现", en="broken"),
    Text(zh="兑现或免责", en="kept or excused"),
    Text(zh="无法判定", en="unknown"),
    Text(zh="恰在截止", en="at due"),
    Text(zh="晚 1 微秒", en="1 µs after"),
    Text(zh="暂停", en="paused"),
    Text(zh="改期", en="rebased"),
    Text(zh="更正", en="corrected"),
    Text(zh="责任人免责", en="cleared"),
    Text(zh="承诺", en="promise"),
)
_MEANING = Text(
    zh="恰在截止、晚 1 微秒、暂停、改期、更正各列是貌似未兑现而其实兑现或免责的数量；责任人免责一列是未兑现而责任人免责的数量。"
    "没有这种情形的承诺标 – 和原因的字母：",
    en="The columns at due to corrected count what looks broken and is kept or excused; cleared are breaches for which who "
    "answers for them inside is excused. A promise that has no such cases shows – with the letter of the reason:",
)
_ENOUGH = Text(
    zh="每项承诺至少有未兑现 {breaches} 个、每种边界 {innocents} 个、无法判定 {unknowns} 个、责任人免责 {cleared} 个。",
    en="Each promise has at least {breaches} breaches, {innocents} innocents at each boundary, {unknowns} unknowns and "
    "{cleared} breaches of which its owner is cleared.",
)
_COLUMNS = (UNKNOWN, *BOUNDARIES, CLEARED)
_MARKS = "abcdefghijklmnopqrstuvwxyz"
_TOO_FEW = Text(
    zh="订单太少，数量不足以证明判定无误的承诺：{names}。",
    en="There are too few orders to prove a judge right on: {names}.",
)


def run(arguments: Namespace, session: Session) -> int:
    """Write the city and show what was planted."""
    orders, seed = _whole("--orders", arguments.orders), _whole("--seed", arguments.seed or "1")
    written = write_city(Path(arguments.out), orders=orders, seed=seed)
    coverage = coverage_of(written.city.truth)
    if session.form == "json":
        session.write_json(_as_json(written, coverage, orders, seed))
    else:
        _tell(written, coverage, orders, session)
    return exits.ALL_WELL


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refusal(NO_WHOLE_NUMBER.at(name=name, value=text)) from error


def _tell(written: Written, coverage: tuple[Coverage, ...], orders: int, session: Session) -> None:
    city = written.city
    session.say(
        _WRITTEN.filled(
            folder=written.folder,
            orders=counted_orders(orders),
            events=f"{city.events.num_rows:,}",
            planted=f"{city.truth.num_rows:,}",
        )
    )
    session.say(_AS_OF.filled(until=write_instant(city.until, zone=ZONE)))
    session.say("")
    reasons = _reasons(coverage)
    for line in _table(coverage, reasons, session.language):
        session.say(line)
    session.say("")
    session.say(_MEANING)
    for mark, reason in zip(_MARKS, reasons, strict=False):
        session.say(f"–{mark}  {reason.within(session.language)}")
    session.say("")
    short = dict.fromkeys(each.theme.clause for each in sorted(coverage, key=_place) if not each.suffices)
    enough = _ENOUGH.filled(breaches=BREACHES, innocents=INNOCENTS, unknowns=UNKNOWNS, cleared=CLEARANCES)
    session.say(_TOO_FEW.filled(names=listed(short)) if short else enough)


def _reasons(coverage: tuple[Coverage, ...]) -> tuple[Text, ...]:
    """Return why promises lack boundaries, each reason once."""
    found = (lacking(each.theme, name) for each in coverage for name in _COLUMNS)
    return tuple(dict.fromkeys(reason for reason in found if reason is not None))


def _table(coverage: tuple[Coverage, ...], reasons: tuple[Text, ...], language: Language) -> list[str]:
    headings = [heading.within(language) for heading in _HEADINGS]
    rows = [headings, *(_row(each, reasons, language) for each in sorted(coverage, key=_place))]
    widths = [max(width_of(row[place]) for row in rows) for place in range(len(_HEADINGS) - 1)]
    return ["  ".join([*map(_padded, row, widths), row[-1]]) for row in rows]


def _place(coverage: Coverage) -> tuple[tuple[int, str], ...]:
    """Return where a promise stands among the others: by the numbers and letters of its clause."""
    parts = re.findall(r"([0-9]+)([a-z]?)", coverage.theme.clause)
    return tuple((int(number), letter) for number, letter in parts)


def _row(coverage: Coverage, reasons: tuple[Text, ...], language: Language) -> list[str]:
    intents, innocents = coverage.intents, coverage.innocents

    def cell(name: str, counts: Mapping[str, int]) -> str:
        reason = lacking(coverage.theme, name)
        return f"{counts.get(name, 0):,}" if reason is None else f"–{_MARKS[reasons.index(reason)]}"

    at = [cell(UNKNOWN, intents), *(cell(name, innocents) for name in BOUNDARIES)]
    at.append(cell(CLEARED, {CLEARED: coverage.cleared}))
    counts = [f"{intents['broken']:,}", f"{intents['kept'] + intents['excused']:,}", *at]
    return [coverage.theme.clause, *counts, coverage.theme.title.within(language)]


def _padded(text: str, width: int) -> str:
    room = " " * (width - width_of(text))
    return room + text if (text[:1].isdigit() and "." not in text) or text[:1] == "–" else text + room


def _lacks(coverage: Coverage) -> dict[str, dict[str, str]]:
    """Return why a promise lacks boundaries, is never unknown, or clears nobody."""
    reasons = {name: lacking(coverage.theme, name) for name in _COLUMNS}
    return {name: {"zh": reason.zh, "en": reason.en} for name, reason in reasons.items() if reason is not None}


def _as_json(written: Written, coverage: tuple[Coverage, ...], orders: int, seed: int) -> dict[str, object]:
    city = written.city
    return {
        "folder": str(written.folder),
        "simulated": True,
        "files": [EVENTS, TRUTH, MAPPING, README],
        "orders": orders,
        "seed": seed,
        "events": city.events.num_rows,
        "planted": city.truth.num_rows,
        "as_of": write_instant(city.until, zone=ZONE).replace(" ", "T"),
        "themes": [
            {
                "theme": each.theme.name,
                "clause": each.theme.clause,
                "intentions": dict(each.intents),
                "boundaries": {name: dict(counts) for name, counts in each.at.items()},
                "cleared": each.cleared,
                "lacks": _lacks(each),
                "suffices": each.suffices,
            }
            for each in coverage
        ],
    }
