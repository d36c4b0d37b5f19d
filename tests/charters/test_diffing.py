"""What changes between two editions: nothing without a change, every change with its key, and who gains by it."""

import dataclasses
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter, Every, ForEach, Ground, Promise, Warning
from jiannuo.core.charters.explaining.diffing import Change, Detail, diff_charters
from jiannuo.core.charters.explaining.promise_terms import KEYS
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.expressions.reading import read_condition
from jiannuo.core.expressions.syntax import Selector, Who
from jiannuo.core.values.texts import Text
from tests.charters.folders import write_folder

BASE = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, edition: "1", effective: 2026-01-01}
calendars:
  office: {holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
  all_week: {week: {mon-sun: ["08:00-20:00"]}}
parameters:
  repair_within: {type: duration, default: 8 working h, title: {zh: 修复时限, en: Time to repair}}
  most: {type: integer, default: 5, ours: true}
sources:
  app: {silent after: 2 h}
subjects:
  ticket: {id: ticket_id, label: {zh: 工单, en: ticket}}
events:
  opened: {of: ticket, label: {zh: 登记, en: opening}, attributes: {priority: "integer 1..5", city: text}}
  answered: {of: ticket, label: {zh: 答复, en: answer}, attributes: {rank: integer, by_whom: text optional}}
  held: {of: ticket}
  resumed: {of: ticket}
  repaired: {of: ticket}
  force_majeure: {of: ticket}
  cancelled: {of: ticket}
  touched: {of: ticket}
states:
  waiting: {of: ticket, from: held, until: resumed}
tables:
  classes: {in: {city: text}, out: {class: text}, rows: [[A, big], [B, small]], otherwise: [none]}
clauses:
  "1": {text: {zh: 一小时内答复。, en: Answered within an hour.}, promise: [answer]}
  "2": {text: {zh: 及时修复。, en: Repaired in time.}, promise: [repair]}
promises:
  answer:
    title: {zh: 及时答复, en: Answered in time}
    clauses: ["1"]
    of: ticket
    after: opened
    expect: answered
    within: 1 h
    to: customer
  repair:
    clauses: ["2"]
    of: ticket
    after: opened
    expect: repaired
    within: param.repair_within
    calendar: office
    pause: [{from: held, until: resumed, reason: {zh: 等待配件, en: waiting for parts}}]
    excused by: force_majeure
    owner: workshop
  quiet:
    of: ticket
    never: touched
    from: opened
    for: 30 min
  checked:
    of: ticket
    at: answered
    require: rank <= param.most
"""


def charter_of(folder: Path, text: str) -> Charter:
    return read_charter(write_folder(folder, text))


@pytest.fixture
def base(tmp_path: Path) -> Charter:
    return charter_of(tmp_path / "base", BASE)


def edited(folder: Path, *edits: tuple[str, str]) -> Charter:
    """Return the charter after each first text was exchanged for the second."""
    text = BASE
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return charter_of(folder / "edited", text)


def only(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


def detail_of(change: Change) -> Detail:
    (detail,) = change.details
    return detail


def test_an_edition_does_not_differ_from_itself(base: Charter, tmp_path: Path) -> None:
    assert diff_charters(base, charter_of(tmp_path / "copy", BASE)) == ()


def test_where_and_how_a_thing_is_written_makes_no_difference(base: Charter, tmp_path: Path) -> None:
    """Comments, blanks, the order of keys, files, `[x]` for `x`, 60 min for 1 h and a condition's blanks are no change."""
    promises = BASE[BASE.index("promises:") :]
    rest = "# moved down\n\n" + BASE[: BASE.index("promises:")].replace("[[A, big], ", "[\n    [A, big],\n    ")
    promises = promises.replace("after: opened\n    expect: answered\n", "expect: [answered]\n    after: [opened]\n")
    promises = promises.replace("within: 1 h", "within: 60 min").replace("rank <= ", "rank   <=  ")
    spread = read_charter(write_folder(tmp_path / "spread", rest, promises))
    assert diff_charters(base, spread) == ()


@pytest.mark.parametrize(
    ("edit", "id", "key", "old", "new", "effect"),
    [
        (("within: 1 h", "within: 45 min"), "answer", "within", "1 hour", "45 minutes", "stricter"),
        (("within: 1 h", "within: 2 h"), "answer", "within", "1 hour", "2 hours", "looser"),
        (("within: 1 h", "within: 1 natural days"), "answer", "within", "1 hour", "1 natural day", None),
        (("for: 30 min", "for: 60 min"), "quiet", "for", "30 minutes", "1 hour", "stricter"),
        (("for: 30 min", "for: 10 min"), "quiet", "for", "30 minutes", "10 minutes", "looser"),
        (("to: customer", "to: everybody"), "answer", "to", "customer", "everybody", None),
        (("    to: customer\n", ""), "answer", "to", "customer", None, None),
        (("calendar: office", "calendar: all_week"), "repair", "calendar", "office", "all_week", None),
        (("    excused by: force_majeure\n", ""), "repair", "excused by", "force_majeure", None, "stricter"),
        (
            ("excused by: force_majeure", "excused by: [force_majeure, cancelled]"),
            "repair", "excused by", "force_majeure", "force_majeure; cancelled", "looser",
        ),
        (
            ("excused by: force_majeure", "excused by: cancelled"),
            "repair", "excused by", "force_majeure", "cancelled", None,
        ),
        (
            ("    pause: [{from: held, until: resumed, reason: {zh: 等待配件, en: waiting for parts}}]\n", ""),
            "repair", "pause", "Paused from held to resumed (waiting for parts).", None, "stricter",
        ),
        (
            ("    owner: workshop\n", "    owner: workshop\n    ends with: cancelled\n"),
            "repair", "ends with", None, "cancelled", "looser",
        ),
        (("owner: workshop", "owner: board"), "repair", "owner", "workshop at the breach", "board at the breach", None),
        (
            ("    to: customer\n", "    to: customer\n    unless: priority = 5\n"),
            "answer", "unless", None, "priority is 5", "looser",
        ),
        (
            ("    to: customer\n", "    to: customer\n    tested if: trigger.priority = 5\n"),
            "answer", "tested if", None, "trigger.priority is 5", None,
        ),
        (
            ("    expect: answered\n", "    expect: {all: [answered, touched]}\n"),
            "answer", "expect", "answer (answered)", "answer (answered); touched", "stricter",
        ),
        (
            ("never: touched", "never: [touched, cancelled]"),
            "quiet", "never", "touched", "touched; cancelled", "stricter",
        ),
        (
            ("    require: rank", "    complete: [by_whom]\n    require: rank"),
            "checked", "complete", None, "by_whom", "stricter",
        ),
        (("title: {zh: 及时答复, en: Answered in time}", "title: {zh: 快, en: Fast}"),
         "answer", "title", "Answered in time", "Fast", None),
    ],
)  # fmt: skip
def test_a_changed_key_of_a_promise_is_told_with_what_it_does(
    edit: tuple[str, str], id: str, key: str, old: str | None, new: str | None, effect: str | None,
    base: Charter, tmp_path: Path,
) -> None:  # fmt: skip
    change = only(diff_charters(base, edited(tmp_path, edit)))
    assert (change.section, change.id, change.how) == ("promises", id, "changed")
    detail = detail_of(change)
    assert (detail.key, detail.old and detail.old.en, detail.new and detail.new.en) == (key, old, new)
    assert detail.effect == effect
    back = detail_of(only(diff_charters(edited(tmp_path, edit), base)))
    assert (back.old, back.new) == (detail.new, detail.old)
    assert back.effect == {"stricter": "looser", "looser": "stricter", None: None}[effect]


def test_what_should_never_happen_is_told_in_a_sentence(base: Charter, tmp_path: Path) -> None:
    detail = detail_of(only(diff_charters(base, edited(tmp_path, ("require: rank <= param.most", 'require: "false"')))))
    assert detail.new == Text(
        zh="这件事不应发生，发生即未兑现。", en="This must not happen: that it does is the breach."
    )


def test_chinese_and_english_both_stand_in_a_change(base: Charter, tmp_path: Path) -> None:
    change = only(diff_charters(base, edited(tmp_path, ("within: 1 h", "within: 45 min"))))
    detail = detail_of(change)
    assert (detail.label.zh, detail.old and detail.old.zh, detail.new and detail.new.zh) == (
        "时限",
        "1 小时",
        "45 分钟",
    )
    assert (change.title and change.title.zh, change.to, change.owner) == ("及时答复", "customer", None)


def test_a_promise_that_comes_or_goes_is_told_with_its_timeline(base: Charter, tmp_path: Path) -> None:
    quiet = BASE[BASE.index("  quiet:") : BASE.index("  checked:")]
    smaller = edited(tmp_path, (quiet, ""))
    gone, come = only(diff_charters(base, smaller)), only(diff_charters(smaller, base))
    assert (gone.id, gone.how, come.id, come.how) == ("quiet", "removed", "quiet", "added")
    assert gone.gist == come.gist is not None
    assert gone.gist.en == "opened ──[✕ touched, 30 minutes]──▶ the subject ends"
    assert gone.details == come.details == ()


def test_a_parameter_changes_the_promises_that_rest_on_it(base: Charter, tmp_path: Path) -> None:
    promise, parameter = diff_charters(base, edited(tmp_path, ("default: 8 working h", "default: 4 working h")))
    assert (promise.section, promise.id, detail_of(promise).effect) == ("promises", "repair", "stricter")
    assert (parameter.section, parameter.id, parameter.affects) == ("parameters", "repair_within", ("repair",))
    value = detail_of(parameter)
    assert (value.key, value.old and value.old.en, value.new and value.new.en) == (
        "value", "8 working hours", "4 working hours",
    )  # fmt: skip
    other = only(diff_charters(base, edited(tmp_path, ("default: 5, ", "default: 6, "))))
    assert (other.section, other.id, other.affects) == ("parameters", "most", ("checked",))


def test_a_calendar_is_told_day_by_day_with_its_promises(base: Charter, tmp_path: Path) -> None:
    shorter = edited(tmp_path, ('mon-fri: ["09:00-12:00", "13:00-18:00"]', 'mon-thu: ["09:00-12:00", "13:00-18:00"]'))
    change = only(diff_charters(base, shorter))
    assert (change.section, change.id, change.affects) == ("calendars", "office", ("repair",))
    friday = detail_of(change)
    assert (friday.label.zh, friday.old and friday.old.zh, friday.new and friday.new.zh) == (
        "周五", "09:00-12:00、13:00-18:00", "休息",
    )  # fmt: skip
    more = edited(tmp_path, ("holidays: CN, ", 'holidays: CN, except: {2026-05-01: ["09:00-12:00"]}, '))
    assert detail_of(only(diff_charters(base, more))).label.en == "2026-05-01"
    abroad = edited(tmp_path, ("holidays: CN", "holidays: IT"))
    assert [(d.key, d.new and d.new.en) for d in only(diff_charters(base, abroad)).details] == [("holidays", "IT")]


def test_clauses_are_told_by_text_and_by_what_executes_them(base: Charter, tmp_path: Path) -> None:
    change = only(diff_charters(base, edited(tmp_path, ("及时修复。", "尽快修复。"), ("Repaired in time.", "Soon."))))
    assert (change.section, change.id, change.affects) == ("clauses", "2", ("repair",))
    assert (detail_of(change).key, detail_of(change).new and detail_of(change).new.zh) == ("text", "尽快修复。")
    dropped = edited(tmp_path, ("en: Repaired in time.}, promise: [repair]}", "en: Repaired in time.}}"),
                     ('clauses: ["2"]\n    of', "of"))  # fmt: skip
    sections = [(change.section, [detail.key for detail in change.details]) for change in diff_charters(base, dropped)]
    assert sections == [("promises", ["clauses"]), ("clauses", ["kind", "executed by"])]


def test_labels_are_told_key_by_key_and_apart_from_what_else_changes(base: Charter, tmp_path: Path) -> None:
    renamed = edited(tmp_path / "a", ("label: {zh: 工单, en: ticket}", "label: {zh: 单, en: case}"))
    change = only(diff_charters(base, renamed))
    told = detail_of(change)
    assert (change.section, change.id, told.key, told.old, told.new) == (
        *("subjects", "ticket", "label"),
        *(Text(zh="工单", en="ticket"), Text(zh="单", en="case")),
    )
    given = "priority: {type: 'integer 1..5', label: {zh: 优先级, en: priority}}"
    labelled = edited(tmp_path / "b", ('priority: "integer 1..5"', given))
    told = detail_of(only(diff_charters(base, labelled)))
    assert (told.label.zh, told.label.en, told.old) == ("属性 priority 的名称", "label of priority", None)
    assert told.new == Text(zh="优先级", en="priority")
    called = edited(tmp_path / "d", ("label: {zh: 登记, en: opening}", "label: {zh: 受理, en: receipt}"))
    assert only(diff_charters(base, called)).section == "events"  # not the promises that it opens
    both = edited(tmp_path / "c", ('priority: "integer 1..5"', given.replace("1..5", "1..9")))
    assert [each.key for each in only(diff_charters(base, both)).details] == ["label of priority", "declaration"]


@pytest.mark.parametrize(
    ("edit", "section", "id"),
    [
        (("silent after: 2 h", "silent after: 3 h"), "sources", "app"),
        (("priority: \"integer 1..5\"", "priority: \"integer 1..9\""), "events", "opened"),
        (("from: held, until: resumed}", "from: held, until: touched}"), "states", "waiting"),
        (("[B, small]", "[B, big]"), "tables", "classes"),
    ],
)  # fmt: skip
def test_whatever_else_changes_is_told_by_its_name(
    edit: tuple[str, str], section: str, id: str, base: Charter, tmp_path: Path
) -> None:
    change = only(diff_charters(base, edited(tmp_path, edit)))
    assert (change.section, change.id, change.how) == (section, id, "changed")
    assert (detail_of(change).key, detail_of(change).effect) == ("declaration", None)


SIGNAL = """\
signals:
  recurs: {of: ticket, at: touched, when: count(touched) >= 3, clears: repaired, label: {zh: 反复, en: recurring}}
promises:
  looked-into: {of: ticket, after: recurs, expect: answered, within: 2 h}
"""


@pytest.mark.parametrize(
    ("edit", "key", "old", "new"),
    [
        ((">= 3", ">= 4"), "when", "the number of touched is at least 3", "the number of touched is at least 4"),
        (("at: touched", "at: [touched, held]"), "at", "touched", "touched; held"),
        (("at: touched", "per: day"), "at", "touched", None),
        (("clears: repaired", "clears: answered"), "clears", "repaired", "answered"),
        (("of: ticket, at", "for: 2 h, of: ticket, at"), "for", None, "2 hours"),
        (("en: recurring", "en: again"), "title", "recurring", "again"),
    ],
)
def test_a_changed_signal_is_told_key_by_key(
    edit: tuple[str, str], key: str, old: str | None, new: str | None, tmp_path: Path
) -> None:
    before = read_charter(write_folder(tmp_path / "before", BASE, SIGNAL))
    after = read_charter(write_folder(tmp_path / "after", BASE, SIGNAL.replace(*edit)))
    change = only(tuple(change for change in diff_charters(before, after) if change.section != "promises"))
    assert (change.section, change.id, change.how) == ("signals", "recurs", "changed")
    detail = next(detail for detail in change.details if detail.key == key)
    assert (detail.old and detail.old.en, detail.new and detail.new.en) == (old, new)


def test_what_the_charter_says_of_itself_is_told(base: Charter, tmp_path: Path) -> None:
    newer = edited(tmp_path, ('edition: "1", effective: 2026-01-01', 'edition: "2", effective: 2026-07-01'))
    change = only(diff_charters(base, newer))
    assert [(d.key, d.old and d.old.en, d.new and d.new.en) for d in change.details] == [
        ("edition", "1", "2"),
        ("effective", "2026-01-01", "2026-07-01"),
    ]


PLACES = {"file", "line"}
CONDITION = read_condition("priority = 3")
EVENT = (Selector("touched"),)
OTHERS: dict[str, object] = {
    "clauses": ("2", "1"), "of": ("city",), "title": Text(zh="别", en="Other"), "kind": "city", "calendar": "all_week",
    "where": CONDITION, "unless": CONDITION, "tested_if": CONDITION, "condition": CONDITION, "excused_if": CONDITION, "by": CONDITION,
    "within": read_condition("param.most"), "lasts": read_condition("param.most"), "owner_excused_by": EVENT,
    "excused_by": (Ground(EVENT[0]),), "ends_with": EVENT, "ours": True, "sources": ("app",), "warn": (Warning(to="x"),),
    "parts": (EVENT,), "after": EVENT, "every": Every(period="day"), "complete": ("city",), "before": EVENT,
    "for_each": ForEach(attribute="city"), "pauses": (), "reopened_by": EVENT, "forbidden": EVENT * 2, "from_": EVENT,
    "until": EVENT, "at": EVENT, "needs": EVENT, "not_by": (Who("person"),), "times": 2, "in_order": True, "already": True,
    "open": "first", "on_reopen": "restart", "missing": "none", "late_moves": "heal", "per": "week", "owner_at": "opened",
    "owner": "x", "to": "x", "owed_by": "x",
}  # fmt: skip


def test_no_field_of_a_promise_can_change_unseen(base: Charter) -> None:
    unseen = []
    for promise in base.promises.values():
        for field in dataclasses.fields(promise):
            if field.name not in PLACES | {"id", "demand"}:
                unseen += unseen_change(
                    base, dataclasses.replace(promise, **{field.name: OTHERS[field.name]}), field.name
                )
        for field in dataclasses.fields(promise.demand):
            other = Who("person") if (promise.verb, field.name) == ("require", "by") else OTHERS[field.name]
            demand = dataclasses.replace(promise.demand, **{field.name: other})
            unseen += unseen_change(base, dataclasses.replace(promise, demand=demand), field.name)
    assert unseen == []


def unseen_change(base: Charter, promise: Promise, name: str) -> list[str]:
    """Return the field, if exchanging it went unseen; where the same was said before, nothing was exchanged."""
    new = dataclasses.replace(base, promises={**base.promises, promise.id: promise})
    if base.promises[promise.id] == promise or diff_charters(base, new):
        return []
    return [f"{promise.id}.{name}"]


def test_every_key_has_its_words_in_both_languages() -> None:
    assert all(text.zh and text.en for text in KEYS.values())
    assert len({text.zh for text in KEYS.values()}) == len({text.en for text in KEYS.values()}) == len(KEYS)


def test_the_least_group_that_is_told_of_is_part_of_the_edition(base: Charter, tmp_path: Path) -> None:
    detail = detail_of(only(diff_charters(base, edited(tmp_path, ("charter: {", "charter: {least group: 3, ")))))
    assert (detail.label.en, detail.old, detail.new) == ("least group", Text(zh="5", en="5"), Text(zh="3", en="3"))
