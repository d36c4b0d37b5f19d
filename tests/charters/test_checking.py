"""What a charter may not say: each mistake with its code, and the words over the caret."""

from pathlib import Path

import pytest

from tests.charters.folders import HEAD, ORDERS, charter_of, marked, problems_of


def promise(text: str) -> str:
    return f"promises:\n  p: {{{text}}}\n"


HELD = "promises:\n  held: {of: order, hold: driver is not null}\n"
USING = "promises: {{p: {{of: order, never: {}}}}}"
SIZED = (
    "events: {sized: {of: order, attributes: {size: {=: \"'big'\"}, weight: {=: 2 kg}, period: {=: \"'2026-01'\"}}}}\n"
)

WRONG = [
    # names
    ("a subject and an event of one name", "events: {order: {}}\nsubjects: {x: {id: order_id}}", "C303", "order"),
    ("an event named like a keyword", "events: {where: {of: order}}", "C304", "where"),
    ("a subject named like a root of names", "subjects: {trigger: {id: order_id}}", "C304", "trigger"),
    ("an attribute that every event has", "events: {a: {of: order, attributes: {at: instant}}}", "C304", "at"),
    ("an event of no subject kind", "events: {a: {of: ordr}}", "C302", "ordr"),
    ("an event also of no subject kind", "events: {a: {of: order, also: [drver]}}", "C302", "drver"),
    ("an event from no source", "events: {a: {of: order, source: ap}}", "C302", "ap"),
    ("an attribute of no type", "events: {a: {of: order, attributes: {b: txt}}}", "E201", "txt"),
    ("an attribute unique in no event", "events: {a: {of: order, attributes: {b: 'text unique in [z]'}}}", "C302", "z"),
    ("an attribute from no event", "subjects: {s: {id: order_id, attributes: {x: [order_plced.price]}}}", "C302", "order_plced.price"),
    ("an attribute that its event lacks", "subjects: {s: {id: order_id, attributes: {x: [order_placed.prize]}}}", "C305", "order_placed.prize"),
    ("sources of two types", "subjects: {s: {id: order_id, attributes: {x: [order_placed.price, order_paused.reason]}}}", "C306", "order_paused.reason"),
    ("a state about nothing", "states: {s: {of: ordr, from: order_placed}}", "C308", "ordr"),
    ("a count of no state", "states: {s: {of: order, count: nothing, per: order_id}}", "C302", "nothing"),
    ("a count by no attribute", "states: {s: {of: order, from: order_placed}, n: {of: order, count: s, per: zone}}", "C305", "zone"),
    ("a state from an attribute that is no instant", "states: {s: {of: order, from: order_placed.price}}", "C307", "order_placed.price"),
    ("a sum of texts", "states: {s: {of: order, plus: [order_paused.reason]}}", "C307", "order_paused.reason"),
    ("rows from no event", "tables: {t: {in: {class: text}, out: {limit: duration}, rows from: rate_st}}", "C302", "rate_st"),
    ("rows from an event without an output", "tables: {t: {in: {class: text}, out: {x: duration}, rows from: rate_set}}", "C305", "rate_set"),
    ("a clause that no promise executes", 'clauses: {"1": {text: {zh: 一, en: One}, promise: nobody}}', "C302", "nobody"),
    ("a clause with two sorts of executor", 'clauses: {"1": {text: {zh: 一, en: One}, page: home, attested: true}}', "C314", "attested"),
    ("a clause that a later version executes", 'clauses: {"1": {text: {zh: 一, en: One}, flow: complaint}}', "C701", "flow"),
    # signals
    ("a signal that is an event too", "signals: {order_placed: {of: order, at: order_moved, when: true}}\n" + USING.format("order_placed"), "C303", "order_placed"),
    ("a signal named like a built-in event", "signals: {retracted: {of: order, at: order_moved, when: true}}\n" + USING.format("retracted"), "C304", "retracted"),
    ("a signal about nothing", "signals: {s: {of: [zone], at: order_moved, when: true}}", "C308", "zone"),
    ("a signal at no event", "signals: {s: {of: order, at: order_mved, when: true}}", "E306", "order_mved"),
    ("a signal at an event of another subject", "signals: {s: {of: order, at: driver_seen, when: true}}", "C309", "driver_seen"),
    ("a signal cleared by an event of another subject", "signals: {s: {of: order, at: order_moved, when: true, clears: driver_seen}}", "C309", "driver_seen"),
    ("a signal whose condition is none", "signals: {s: {of: order, at: order_moved, when: wanted_at}}", "E304", "wanted_at"),
    ("a signal by an attribute that its event lacks", "signals: {s: {of: order, at: order_moved, when: price > 1 CNY}}", "E301", "price"),
    ("a signal by the trigger", "signals: {s: {of: order, at: order_moved, when: trigger.wanted_at is null}}", "E302", "trigger.wanted_at"),
    ("a signal at events by a period", "signals: {s: {of: order, at: order_moved, when: wanted_at < period.end}}", "E302", "period.end"),
    ("a signal at events and per period", "signals: {s: {of: order, at: order_moved, per: day, when: true}}", "C207", "per"),
    ("a signal at no time", "signals: {s: {of: order, when: true}}", "C206", "{"),
    ("a signal per nothing", "signals: {s: {of: order, per: total, when: true}}", "C210", "total"),
    ("a signal for working time", "signals: {s: {of: order, at: order_moved, when: true, for: 2 working h}}", "C413", "2 working h"),
    ("a signal of which another attribute is asked", "signals: {s: {of: order, at: order_moved, when: true}}\n" + promise("of: order, after: s where price > 1 CNY, expect: order_closed, within: 1 h"), "E301", "price"),
    ("a state for working time that a parameter holds", "parameters: {x: {type: duration, default: 2 working h}}\nstates: {s: {of: order, from: order_placed, for: param.x}}", "C413", "param.x"),
    ("a silence that no parameter holds", "sources: {web: {silent after: param.x}}", "E301", "param.x"),
    # promises: names
    ("a promise about nothing", promise("of: ordr, at: order_placed, require: price is not null"), "C308", "ordr"),
    ("a trigger that is no event", promise("of: order, after: order_plced, expect: order_closed, within: 1 h"), "E306", "order_plced"),
    ("a target that is no event", promise("of: order, after: order_placed, expect: order_closd, within: 1 h"), "E306", "order_closd"),
    ("an unknown attribute within a condition", promise("of: order, after: order_accepted where purpos = 'first', expect: order_closed, within: 1 h"), "E301", "purpos"),
    ("a constant outside the options", promise("of: order, after: order_accepted where purpose = 'frist', expect: order_closed, within: 1 h"), "E305", "'frist'"),
    ("a condition that is no condition", promise("of: order, where: wanted_at, after: order_placed, expect: order_closed, within: 1 h"), "E304", "wanted_at"),
    ("a limit that is no duration", promise("of: order, after: order_placed, expect: order_closed, within: price"), "E304", "price"),
    ("a due time that is no instant", promise("of: order, after: order_placed, expect: order_closed, by: trigger.price"), "E304", "trigger.price"),
    ("the trigger in a selector", promise("of: order, after: order_placed, expect: order_moved where wanted_at > trigger.wanted_at, within: 1 h"), "E302", "trigger.wanted_at"),
    ("a period without every", promise("of: order, after: order_placed, expect: order_closed, by: period.end"), "E302", "period.end"),
    ("a breach of no promise", promise("of: order, after: broken('q'), expect: order_closed, within: 1 h"), "E307", "broken"),
    ("a calendar that is not declared", promise("of: order, after: order_placed, expect: order_closed, within: 8 working h, calendar: offce"), "C302", "offce"),
    ("a source that is not declared", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, source: web"), "C302", "web"),
    ("a clause that is not declared", promise('clauses: ["7"], of: order, after: order_placed, expect: order_closed, within: 1 h'), "C302", '"7"'),
    ("a state that is not declared", promise("of: order, hold: driver is not null, while: open"), "C302", "open"),
    ("a period that is no attribute", promise("of: order, every: mnth, expect: order_closed"), "C302", "mnth"),
    ("a party that is no attribute", promise("of: order, at: order_closed, by: party drver"), "E301", "party"),
    ("someone who did no event", promise("of: order, at: order_closed, not by: [order_acceptd]"), "E306", "order_acceptd"),
    ("a role", promise("of: order, at: order_closed, by: role boss"), "C701", "role"),
    ("a breach as an event", HELD + promise("of: order, after: broken('held'), expect: order_closed, within: 1 h").replace("promises:\n", ""), "C701", "broken"),
    ("a breach in a condition", HELD + promise("of: order, at: order_closed, require: \"not broken('held')\"").replace("promises:\n", ""), "C701", "broken"),
    ("a breach in the past", HELD + promise("of: order, at: order_closed, require: \"count(broken('held'), 12 months) < 3\"").replace("promises:\n", ""), "C701", "broken"),
    ("a role in a selector", promise("of: order, at: order_closed, needs: order_placed by role boss"), "C701", "role"),
    ("another's actor in a selector", promise("of: order, at: order_closed, needs: order_placed not by order_closed"), "C701", "order_closed"),
    ("a test that is no condition", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, tested if: wanted_at"), "E304", "wanted_at"),
    ("a test by an attribute of the trigger alone", promise("of: order, after: order_accepted, expect: order_closed, within: 1 h, tested if: purpose = 'first'"), "E301", "purpose"),
    ("a test by what the trigger lacks", promise("of: order, after: order_accepted, expect: order_closed, within: 1 h, tested if: trigger.price is null"), "E301", "trigger.price"),
    ("a test of a hold by its period", promise("of: order, hold: driver is not null, tested if: \"seen(order_moved) and period.start is not null\""), "C415", "period.start"),
    ("a test of a span by its period", promise("of: order, never: order_moved, per: day, tested if: period.end is null"), "C415", "period.end"),
    ("a test by the period where nothing recurs", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, tested if: period.end is null"), "E302", "period.end"),
    ("a test by the trigger where there is none", promise("of: order, hold: driver is not null, tested if: trigger.price is null"), "E302", "trigger.price"),
    ("a test by a figure of an indicator", promise("of: order, at: order_closed, by: person, tested if: \"figure('x', 2026-01-01, 2026-02-01) > 1\""), "E307", "'x'"),
    ("a filled attribute that the target lacks", promise("of: order, after: order_placed, expect: order_closed, complete: [signd], within: 1 h"), "C305", "signd"),
    # promises: keys that events must carry
    ("a target that is not about the subject", promise("of: order, after: order_placed, expect: rate_set, within: 1 h"), "C309", "rate_set"),
    ("an event of another subject without via", promise("of: order, never: driver_seen"), "C309", "driver_seen"),
    ("via an attribute that is not there", promise("of: order, never: driver_seen via drver"), "E301", "driver_seen"),
    ("via where there is no other subject", promise("of: order, never: rate_set via driver"), "C313", "rate_set"),
    ("a member that the target does not carry", promise("of: order, after: order_placed, for each: driver, expect: order_closed, within: 1 h"), "C310", "for each"),
    ("a listed member that the target does not carry", promise("of: order, after: order_placed, for each: parts, expect: order_delivered, within: 1 h"), "C310", "for each"),
    ("members of what is no list", promise("of: order, after: order_placed, for each: price, expect: order_delivered, within: 1 h"), "C311", "price"),
    ("members of two attributes", promise("of: order, after: order_placed, for each: {part: [a], count: [1]}, expect: order_delivered, within: 1 h"), "C312", "for each"),
    ("a member outside its type", promise("of: order, after: order_placed, for each: {count: [1, 12]}, expect: order_delivered, within: 1 h"), "C211", "12"),
    ("a key that is computed", SIZED + promise("of: [order_id, size], after: sized, expect: sized, within: 1 h"), "C324", "size"),
    ("a key that is computed and asked of nothing", SIZED + promise("of: [order_id, size], hold: size is null"), "C324", "size"),
    ("a key that the trigger computes", SIZED + promise("of: [order_id, weight], after: sized, expect: order_delivered, within: 1 h"), "C324", "sized"),
    ("a key that the target computes", SIZED + promise("of: [order_id, weight], after: order_delivered, expect: sized, within: 1 h"), "C324", "sized"),
    ("a key that is built in", promise("of: [order_id, actor], from: order_placed, never: order_moved"), "C324", "actor"),
    ("a state by a computed key", SIZED + "states: {s: {of: [order_id, size], from: sized}}", "C324", "size"),
    ("a signal by a computed key", SIZED + "signals: {s: {of: [order_id, size], at: sized, when: true}}\n" + USING.format("order_moved"), "C324", "size"),
    ("a subject of a computed id", SIZED + "subjects: {sort: {id: [order_id, size], begins: sized}}", "C324", "size"),
    ("a subject of a computed id with no beginning", SIZED + "subjects: {sort: {id: size}}", "C324", "size"),
    ("a member that the target computes", SIZED + promise("of: order, after: order_placed, for each: {size: [big, small]}, expect: sized, within: 1 h"), "C324", "for each"),
    ("a period that the target computes", SIZED + promise("of: order, every: month, expect: sized, within: 40 natural days"), "C324", "within"),
    # what is listed twice
    ("a key with an attribute twice", promise("of: [order_id, order_id], from: order_placed, never: order_moved"), "C245", "order_id"),
    ("a state by an attribute twice", "states: {s: {of: [order_id, order_id], from: order_placed}}", "C245", "order_id"),
    ("a signal by an attribute twice", "signals: {s: {of: [order_id, order_id], at: order_moved, when: true}}\n" + USING.format("order_moved"), "C245", "order_id"),
    ("a subject of one attribute twice", "subjects: {s: {id: [driver_id, driver_id], begins: driver_seen}}", "C245", "driver_id"),
    ("an event also of one subject kind twice", "events: {a: {of: order, also: [driver, driver]}}", "C245", "driver"),
    ("a clause twice", "clauses: {1: {text: {zh: 一, en: One}, promise: p}}\n" + promise("clauses: [1, 1], of: order, at: order_closed, by: person"), "C245", "1"),
    ("an attribute that is filled twice", promise("of: order, at: order_delivered, complete: [part, signed, part]"), "C245", "part"),
    ("someone excluded twice", promise("of: order, at: order_closed, not by: [order_accepted, order_accepted]"), "C245", "order_accepted"),
    ("a member twice", promise("of: order, after: order_placed, for each: {part: [a, b, a]}, expect: order_delivered, within: 1 h"), "C245", "a"),
    # promises: clocks
    ("a promise that nothing opens", promise("of: order, expect: order_closed, within: 1 h"), "C401", "expect"),
    ("a promise that opens in two ways", promise("of: order, after: order_placed, every: day, expect: order_closed, within: 1 h"), "C402", "every"),
    ("a promise without a limit", promise("of: order, after: order_placed, expect: order_closed"), "C403", "expect"),
    ("elapsed time with a calendar", promise("of: order, after: order_placed, expect: order_closed, within: 24 h, calendar: office"), "C404", "24 h"),
    ("natural days with a calendar", promise("of: order, after: order_placed, expect: order_closed, within: 3 natural days, calendar: office"), "C404", "3 natural days"),
    ("months with a calendar", promise("of: order, after: order_placed, expect: order_closed, within: 2 months, calendar: office"), "C404", "2 months"),
    ("working time without a calendar", promise("of: order, after: order_placed, expect: order_closed, within: 8 working h"), "C405", "8 working h"),
    ("working days without a calendar", promise("of: order, from: order_placed, never: order_moved, for: 5 working days"), "C405", "5 working days"),
    ("a looked-up limit in working time without a calendar", promise("of: order, after: order_accepted, expect: order_closed, within: \"lookup('t', purpose)\"") + "tables: {t: {in: {a: text}, out: {b: duration}, rows: [[x, 3 h]], otherwise: 2 working days}}", "C405", "\"lookup('t', purpose)\""),
    ("a looked-up calendar that is not declared", promise("of: order, after: order_accepted, expect: order_closed, within: 3 working h, calendar: \"lookup('t', purpose)\"") + "tables: {t: {in: {a: text}, out: {b: text}, rows: [[x, office]], otherwise: ofice}}", "C302", "\"lookup('t', purpose)\""),
    ("a limit of choice in working time without a calendar", promise("of: order, after: order_accepted, expect: order_closed, within: case when purpose = 'first' then 1 h else 2 working h end"), "C405", "case when purpose = 'first' then 1 h else 2 working h end"),
    ("a party that the trigger does not name", promise("of: order, owner: trigger.drver_id, after: order_accepted, expect: order_closed, within: 1 h"), "C305", "trigger.drver_id"),
    ("a calendar with nothing to count", promise("of: order, after: order_placed, expect: order_closed, by: wanted_at, calendar: office"), "C406", "calendar"),
    ("working time added to an instant", promise("of: order, after: order_placed, expect: order_closed, by: wanted_at + 2 working days"), "E309", "2 working days"),
    ("a calendar of a check", promise("of: order, at: order_delivered, require: signed, calendar: office"), "C406", "calendar"),
    ("a calendar of a span without a length", promise("of: order, never: order_moved, calendar: office"), "C406", "calendar"),
    ("a pause of a promise that has only by", promise("of: order, after: order_placed, expect: order_closed, by: wanted_at, pause: {from: order_paused, until: order_resumed, reason: x}"), "C407", "pause"),
    ("a pause of a promise that has only before", promise("of: order, after: order_placed, expect: order_accepted, before: order_closed, pause: {from: order_paused, reason: x}"), "C407", "pause"),
    ("on reopen without reopened by", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, on reopen: restart"), "C408", "on reopen"),
    ("late moves without by", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, late moves: heal"), "C408", "late moves"),
    ("a due time after the period's end", promise("of: order, every: month, expect: order_closed, within: 40 natural days"), "C409", "within"),
    ("a due time counted from the period's end", promise("of: order, every: month, expect: order_closed, by: period.end + 5 natural days"), "C409", "by"),
    ("a requirement of nothing", promise("of: order, at: order_delivered, excused if: signed"), "C410", "at"),
    ("a span that nothing opens", promise("of: [class], never: rate_set"), "C411", "never"),
    ("a period of no length", promise("of: order, every: 0 min, expect: order_closed"), "C412", "0 min"),
    ("a pause of at most working time", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, pause: {from: order_paused, reason: x, max: 8 working h}"), "C413", "8 working h"),
    ("already with every", promise("of: order, every: day, expect: order_closed, already: true"), "C414", "already"),
    ("an ambiguous limit", promise("of: order, after: order_placed, expect: order_closed, within: 3 days"), "V002", "3 days"),
    ("an ambiguous window", promise("of: order, at: order_closed, require: \"count(order_moved, 3 days) < 2\""), "V002", "3 days"),
    # keys and values
    ("a promise of two verbs", promise("of: order, never: order_moved, hold: price is not null"), "C207", "hold"),
    ("a promise of no verb", promise("of: order, owner: driver"), "C206", "{"),
    ("a key of another verb", promise("of: order, never: order_moved, within: 1 h"), "C202", "within"),
    ("a missing key", "subjects: {a: {begins: order_placed}}", "C203", "{"),
    ("a text for a list of rows", "tables: {t: {in: {a: text}, out: {b: text}, rows: none}}", "C205", "none"),
    ("a list for a word", "events: {a: {of: [order, driver]}}", "C205", "["),
    ("a word that is not offered", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, open: frist"), "C210", "frist"),
    ("yes for true", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, already: yes"), "C212", "yes"),
    ("a number with a leading zero", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, times: 012"), "C211", "012"),
    ("no times", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, times: 0"), "C211", "0"),
    ("a title in one language", promise("title: {zh: 标题}, of: order, after: order_placed, expect: order_closed, within: 1 h"), "C216", "{"),
    ("a title that is a plain text", promise("title: Title, of: order, after: order_placed, expect: order_closed, within: 1 h"), "C205", "Title"),
    ("a warning at no time", promise("of: order, after: order_placed, expect: order_closed, within: 1 h, warn: [2 working h]"), "C219", "2 working h"),
    ("an empty list", promise("of: order, after: [], expect: order_closed, within: 1 h"), "C222", "["),
    ("an event name with a hyphen", "events: {order-lost: {of: order}}", "C208", "order-lost"),
    ("a promise id with a space", "promises: {first contact: {of: order, at: order_closed, require: signed}}", "C209", "first contact"),
    ("nothing behind a key", promise("of: order, at: order_closed, require: "), "C204", "require"),
    # parameters
    ("a parameter outside its type", "parameters: {n: {type: integer, default: many}}", "C225", "many"),
    ("a parameter outside its options", "parameters: {n: {type: 'one of [a, b]', default: c}}", "C224", "c"),
    ("a parameter that is not declared", promise("of: order, after: order_placed, expect: order_closed, within: param.limit"), "E301", "param.limit"),
    # tables
    ("a row with too many cells", "tables: {t: {in: {a: text}, out: {b: text}, rows: [[x, y, z]], otherwise: q}}", "C501", "["),
    ("an order among texts", "tables: {t: {in: {a: text}, out: {b: text}, rows: [['< x', y]], otherwise: q}}", "C502", "'< x'"),
    ("a table without rows", "tables: {t: {in: {a: text}, out: {b: text}}}", "C503", "{"),
    ("a table with two sorts of rows", "tables: {t: {in: {class: text}, out: {limit: duration}, rows: [[x, 1 h]], rows from: rate_set}}", "C503", "rows from"),
    ("durations that cannot be compared", "tables: {t: {in: {a: duration}, out: {b: text}, rows: [['< 3 h', x], ['>= 2 months', y]], otherwise: z}}", "C507", "a"),
    ("currencies that cannot be compared", "tables: {t: {in: {a: money}, out: {b: text}, rows: [['< 3 CNY', x], ['>= 2 USD', y]], otherwise: z}}", "C507", "a"),
    ("rows with a gap", "tables: {t: {in: {a: integer}, out: {b: text}, rows: [['< 3', x], ['> 3', y]]}}", "C506", "rows"),
    ("a cell outside its options", "tables: {t: {in: {a: 'one of [p, q]'}, out: {b: text}, rows: [[r, x]], otherwise: y}}", "C224", "r"),
    # calendars
    ("hours that overlap", "calendars: {c: {week: {mon: ['09:00-12:00', '11:00-13:00']}}}", "V025", "'11:00-13:00'"),
    ("hours that are none", "calendars: {c: {week: {mon: 25:00-26:00}}}", "V024", "25:00-26:00"),
    ("a calendar that is never open", "calendars: {c: {week: {}}}", "V022", "week"),
    ("a day twice", "calendars: {c: {week: {mon-fri: 09:00-12:00, wed: 09:00-12:00}}}", "C602", "wed"),
    ("no weekday", "calendars: {c: {week: {mon-fry: 09:00-12:00}}}", "C223", "mon-fry"),
    ("a date that is none", "calendars: {c: {week: {mon: 09:00-12:00}, except: {2026-02-30: closed}}}", "C213", "2026-02-30"),
    ("an unknown region", "calendars: {c: {holidays: XQ, week: {mon: 09:00-12:00}}}", "V020", "XQ"),
    ("an unknown zone", "calendars: {c: {zone: Asia/Shangai, week: {mon: 09:00-12:00}}}", "V014", "Asia/Shangai"),
    # what comes later
    ("roles", "roles: {boss: {}}", "C701", "roles"),
    ("forms", "forms: {}", "C701", "forms"),
    ("texts", "texts: {}", "C701", "texts"),
    ("surveys", "surveys: {}", "C701", "surveys"),
    ("reports", "reports: {}", "C701", "reports"),
    ("a claim", "events: {a: {of: order, claim: true}}", "C701", "claim"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_charter_is_refused_for(text: str, code: str, words: str, tmp_path: Path) -> None:
    problems = [problem for problem in problems_of(tmp_path, HEAD + ORDERS, text) if problem.is_error]
    assert [problem.code for problem in problems] == [code], [problem.message("en") for problem in problems]
    assert marked(problems[0]) == words
    assert problems[0].place is not None and problems[0].place.file == str(tmp_path / "part2.yaml")


def test_the_charter_of_these_tests_has_no_fault_of_its_own(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, HEAD + ORDERS)
    assert [problem.values["name"] for problem in charter.warnings] == ["office"]


def test_a_key_of_another_verb_is_set_apart_from_the_chinese_around_it(tmp_path: Path) -> None:
    text = promise("of: order, never: order_moved, within: 1 h")
    (problem,) = (each for each in problems_of(tmp_path, HEAD + ORDERS, text) if each.is_error)
    assert problem.message("zh") == "never 承诺（不得发生）中不能写键 within，它属于 expect 承诺（限时发生）。"


RINGS = [
    ("two states", "states: {a: {of: order, from: \"order_placed where in_force('b')\"}, b: {of: order, from: \"order_moved where in_force('a')\"}}", "a → b → a"),
    ("a state of itself", "states: {a: {of: order, from: \"order_placed where not in_force('a')\"}}", "a → a"),
    ("a level of itself", "states: {a: {of: order, last: e.x}}\nevents: {e: {of: order, attributes: {x: {=: \"level('a')\"}}}}", "e.x → a → e.x"),
    ("computed attributes", "events: {e: {of: order, attributes: {x: {=: y + 1}, y: {=: x + 1}}}}", "e.x → e.y → e.x"),
    ("a signal of itself", "signals: {a: {of: order, at: order_moved, when: count(a) < 3}}", "a → a"),
    ("a signal cleared by itself", "signals: {a: {of: order, at: order_moved, when: true, clears: a}}", "a → a"),
    ("two signals", "signals: {a: {of: order, at: b, when: true}, b: {of: order, at: order_moved, when: not seen(a)}}", "a → b → a"),
    ("a signal and a state", "signals: {a: {of: order, per: day, when: in_force('b')}}\nstates: {b: {of: order, from: a}}", "a → b → a"),
    ("a signal and an attribute of its subject", "subjects: {s: {id: driver_id, begins: driver_seen, attributes: {last: [a.driver_id]}}}\nsignals: {a: {of: s, per: day, when: last is not null}}", "a → a"),
    ("a signal that begins its own subject", "subjects: {s: {id: part, begins: a}}\nsignals: {a: {of: s, per: day, when: true}}", "a → a"),
    ("a promise on its own breach", promise("of: order, after: broken('p'), expect: order_closed, within: 1 h"), "p → p"),
    ("a table fed by what it answers", "tables: {t: {in: {k: text}, out: {v: text}, rows from: e}}\nevents: {e: {of: order, attributes: {k: text, v: {=: \"lookup('t', k)\"}}}}", "e.v → t → e.v"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path"), [case[1:] for case in RINGS], ids=[case[0] for case in RINGS])
def test_a_ring_is_refused_once_with_its_path(text: str, path: str, tmp_path: Path) -> None:
    errors = [problem for problem in problems_of(tmp_path, HEAD + ORDERS, text) if problem.is_error]
    rings = [problem for problem in errors if problem.code != "C701"]  # breaches as events come later
    assert [(problem.code, problem.values["path"]) for problem in rings] == [("C315", path)]


def test_rows_that_overlap_are_both_named_with_an_input_that_fits_both(tmp_path: Path) -> None:
    table = "tables:\n  t:\n    in: {a: integer, b: boolean}\n    out: {c: text}\n    rows:\n"
    rows = "      - ['< 5', any, x]\n      - ['>= 5', true, y]\n      - ['>= 4', true, z]\n    otherwise: w\n"
    errors = [problem for problem in problems_of(tmp_path, HEAD + ORDERS, table + rows) if problem.is_error]
    named = [(p.code, p.values["first"], p.values["line"], p.values["second"], p.values["example"]) for p in errors]
    assert named == [("C505", 1, 6, 3, "a = 4, b = true"), ("C505", 2, 7, 3, "a = 5, b = true")]
    assert [problem.place.line for problem in errors if problem.place] == [8, 8]


@pytest.mark.parametrize(
    ("inputs", "rows", "gap"),
    [
        ("{a: integer 1..3}", "[[1, x], [3, y]]", "a = 2"),
        ("{a: integer}", "[['<= 1', x], ['>= 2', y]]", None),
        ("{a: number}", "[['<= 1', x], ['>= 2', y]]", "1 < a < 2"),
        ("{a: 'one of [p, q, r]'}", "[[p, x], [q, y]]", "a = 'r'"),
        ("{a: text}", "[[p, x]]", "a = …"),
        ("{a: boolean, b: boolean}", "[[true, any, x], [any, true, y]]", "a = false, b = false"),
        ("{a: duration}", "[['< 60 min', x], ['> 1 h', y]]", "a = 1 hour"),
        ("{a: quantity kg}", "[['< 1 kg', x], ['>= 1000 g', y]]", None),
        ("{a: money}", "[['< 10 CNY', x], ['> 10 CNY', y]]", "a = 10 CNY"),
        ("{a: date}", "[['< 2026-05-01', x], ['> 2026-05-01', y]]", "a = 2026-05-01"),
    ],
)
def test_a_gap_is_shown_by_an_input_that_no_row_matches(
    inputs: str, rows: str, gap: str | None, tmp_path: Path
) -> None:
    text = f"tables: {{t: {{in: {inputs}, out: {{c: text}}, hit: first, rows: {rows}}}}}"
    errors = [problem for problem in problems_of(tmp_path, HEAD + ORDERS, text) if problem.is_error]
    assert [problem.values["example"] for problem in errors] == ([] if gap is None else [gap])


SUSPECT = [
    ("a provisional year", "charter: {id: s, zone: Asia/Shanghai, edition: 1, effective: 2027-01-01}\n" + ORDERS, "", "C801", "CN"),
    ("an unused table", HEAD + ORDERS, "tables: {t: {in: {a: text}, out: {b: text}, rows: [[x, y]], otherwise: z}}", "C802", "t"),
    ("an unused signal", HEAD + ORDERS, "signals: {s: {of: order, at: order_moved, when: true}}", "C802", "s"),
    ("no time at all", HEAD + ORDERS, promise("of: order, after: order_placed, expect: order_closed, within: 0 min"), "C803", "0 min"),
    ("a very long limit", HEAD + ORDERS, promise("of: order, after: order_placed, expect: order_closed, within: 20 years"), "C804", "20 years"),
    ("a figure of ours that is not there", HEAD + ORDERS, promise("of: order, after: order_placed, expect: order_closed, within: 30 min, ours: [45 min]"), "C805", "45 min"),
    ("an owner that is nearly an attribute", HEAD + ORDERS, promise("of: order, owner: drivr, at: order_delivered, require: signed"), "C806", "drivr"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "text", "code", "words"), [case[1:] for case in SUSPECT], ids=[case[0] for case in SUSPECT]
)
def test_what_is_legal_but_suspect_warns_of(base: str, text: str, code: str, words: str, tmp_path: Path) -> None:
    warnings = [w for w in charter_of(tmp_path, base, text).warnings if w.values.get("name") != "office"]
    assert [(warning.code, marked(warning)) for warning in warnings] == [(code, words)]


def test_a_missing_holiday_year_is_refused(tmp_path: Path) -> None:
    head = "charter: {id: s, zone: Asia/Shanghai, edition: 1, effective: 2026-01-01, until: 2029-01-01}\n"
    errors = [problem for problem in problems_of(tmp_path, head + ORDERS) if problem.is_error]
    assert [(problem.code, problem.values["year"]) for problem in errors] == [("V021", 2028)]


def test_an_edition_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    head = "charter: {id: s, zone: Asia/Shanghai, edition: 1, effective: 2026-01-01, until: 2026-01-01}\n"
    errors = [problem for problem in problems_of(tmp_path, head + ORDERS) if problem.is_error]
    assert [(problem.code, marked(problem)) for problem in errors] == [("C601", "2026-01-01")]


def test_a_due_after_the_period_is_accepted_where_the_target_names_its_period(tmp_path: Path) -> None:
    events = "events: {report_sent: {of: order, attributes: {period: period}}}\n"
    text = events + promise("of: order, every: month, expect: report_sent, by: period.end + 5 natural days")
    assert "p" in charter_of(tmp_path, HEAD + ORDERS, text).promises
