"""The words about one finding are read back and added up again."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.rendering.findings.finding_words import explain_finding, reason_in_words
from jiannuo.core.rendering.writing.wording import lacks_of
from jiannuo.core.values.texts import Language

CHARTER = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
subjects: {case: {id: case_id, begins: opened}}
events:
  opened: {of: case, attributes: {case_id: text, caller: text personal, team: text, planned: instant optional}}
  solved: {of: case, attributes: {case_id: text}}
  waited: {of: case, attributes: {case_id: text}}
  went_on: {of: case, attributes: {case_id: text}}
promises:
  wall: {of: case, after: opened, expect: solved, within: 4 h, owner: team,
    pause: [{from: waited, until: went_on, reason: {zh: 等待服务对象, en: waiting for the customer}}]}
  working: {of: case, after: opened, expect: solved, within: 8 working h, calendar: office,
    pause: [{from: waited, until: went_on, reason: {zh: 等待服务对象, en: waiting for the customer}}]}
  dates: {of: case, after: opened, expect: solved, within: 2 working days, calendar: office}
  nature: {of: case, after: opened, expect: solved, within: 3 natural days,
    pause: [{from: waited, until: went_on, reason: {zh: 等待服务对象, en: waiting for the customer}}]}
  planned: {of: case, after: opened, expect: solved, by: trigger.planned, within: 100 h}
  no-wait: {of: case, from: opened, for: 30 natural days, never: waited}
  named: {of: case, at: opened, require: team <> ''}
"""
SIZES = {"小时": 3_600_000_000, "分钟": 60_000_000, "秒": 1_000_000, "hour": 3_600_000_000, "minute": 60_000_000}
SIZES |= {"second": 1_000_000}
INSTANT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+08:00"


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    folder = tmp_path_factory.mktemp("charter")
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    return read_charter(folder)


def at(text: str) -> int:
    moment = datetime.fromisoformat(text if "+" in text else f"{text}+08:00")
    return (moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")) // timedelta(microseconds=1)


def event(kind: str, when: str, **attributes: object) -> Event:
    return Event(f"e-{kind}", kind, at(when), at(when), {"case_id": "C1", **attributes}, source="log")


def judged(charter: Charter, events: Sequence[Event], promise: str) -> Finding:
    as_of = at("2024-06-01 00:00:00")
    log = Log(tuple(events), {"log": Reach(as_of), "": Reach(as_of)})
    return next(each for each in judge_log(charter, log, as_of=as_of) if each.promise == promise)


def told(charter: Charter, events: Sequence[Event], promise: str, language: Language = "zh") -> tuple[Finding, str]:
    finding = judged(charter, events, promise)
    named = {each.id: each for each in events}
    return finding, explain_finding(finding, charter=charter, events=named).within(language)


def length_in(text: str) -> int:
    parts = re.findall(r"([\d.]+) (小时|分钟|秒|hour|minute|second)", text)
    assert parts, text
    return int(sum(Decimal(number) * SIZES[unit] for number, unit in parts))


def instants_in(text: str) -> list[int]:
    return [at(found) for found in re.findall(INSTANT, text)]


def line(text: str, *starts: str) -> str:
    found = [each for each in text.splitlines() if each.startswith(starts)]
    assert len(found) == 1, (starts, text)
    return found[0]


OPENED = event("opened", "2024-02-07 16:30:00", caller="Zhang San", team="T1", planned=None)
WAITED, WENT_ON = event("waited", "2024-02-07 17:00:00"), event("went_on", "2024-02-18 09:20:00.000005")
SOLVED = event("solved", "2024-02-19 15:00:01.5")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("promise", ["wall", "working"])
@pytest.mark.parametrize(
    "events",
    [
        [OPENED, SOLVED],
        [OPENED, WAITED, WENT_ON, SOLVED],
        [OPENED, event("solved", "2024-02-07 16:45:00")],
        [OPENED],
        [OPENED, WAITED],
    ],
    ids=["late", "paused over the Spring Festival", "early", "never done", "still paused"],
)
def test_the_sum_can_be_done_again(charter: Charter, events: list[Event], promise: str, language: Language) -> None:
    finding, text = told(charter, events, promise, language)
    end = finding.not_before if finding.due is None else finding.due
    assert end is not None
    assert (finding.due is None) == ("不早于" in text or "not before" in text)
    steps = [each for each in text.splitlines() if each.startswith("  + ")]
    reached, run = finding.start, 0
    for step in steps:
        from_, until = instants_in(step)
        assert (from_, until - from_) == (reached, length_in(step))
        reached = until
        run += length_in(step) if re.match(r"  \+ (计时|剩余计时|running|left to run)", step) else 0
    assert reached == end
    assert run == {"wall": 4, "working": 8}[promise] * 3_600_000_000
    due = line(text, "截止：", "Due:")
    assert instants_in(due) == [finding.start, end]
    assert finding.start + length_in(due.partition(" + ")[2].partition(" = ")[0]) == end
    done = finding.met or finding.late_at
    if done is None:
        assert line(text, "完成：", "Completed:") in ("完成：没有", "Completed: no")
        return
    margin = line(text, "余量：", "Margin:")
    first, second = instants_in(margin)
    assert first - second == length_in(margin.rpartition(" = ")[2])
    assert {first, second} == {end, done}
    assert ("超时" in margin or "late" in margin) == (done > end)


def test_every_calendar_row_that_was_used_is_told_with_its_reason(charter: Charter) -> None:
    finding, text = told(charter, [OPENED, SOLVED], "working")
    # 8 working hours from Wednesday 16:30: 1.5 that day, 6.5 on Thursday 8 February, due at 16:30.
    assert finding.due == at("2024-02-08 16:30:00")
    rows = [each for each in text.splitlines() if re.match(r"  \d{4}-", each)]
    assert rows == [
        "  2024-02-07 周三：09:00-12:00、13:00-18:00（每周时段）",
        "  2024-02-08 周四：09:00-12:00、13:00-18:00（每周时段）",
    ]


def test_working_days_are_counted_date_by_date_over_a_holiday_and_make_up_days(charter: Charter) -> None:
    opened = event("opened", "2024-02-08 10:00:00", team="T1")
    finding, text = told(charter, [opened], "dates")
    # Friday 9 February was an ordinary working day in 2024; the Spring Festival lasted from the 10th to the 17th,
    # Sunday the 18th was worked instead.
    assert finding.due == at("2024-02-19 00:00:00")
    numbered = dict(re.findall(r"  (\S+) 周.：第 (\d+) 个工作日", text))
    assert numbered == {"2024-02-09": "1", "2024-02-18": "2"}
    assert "2024-02-18 周日：第 2 个工作日，09:00-12:00、13:00-18:00（调休上班：春节）" in text
    assert text.count("不开放（节假日：春节）") == 8
    assert "合计：2 个工作日 + 暂停占 0 日，最后一日为 2024-02-18" in text
    assert "截止：2024-02-18 24:00 = 2024-02-19 00:00:00+08:00" in text


def test_pauses_of_natural_days_are_counted_in_dates(charter: Charter) -> None:
    events = [OPENED, event("waited", "2024-02-08 11:00:00"), event("went_on", "2024-02-10 09:00:00")]
    finding, text = told(charter, events, "nature", "en")
    # Three dates after the 7th, and two more for the 8th and the 9th: the 12th is the last.
    assert finding.due == at("2024-02-13 00:00:00")
    assert "2024-02-07: the opening day, day 0" in text
    assert "(waiting for the customer), covers 2 dates" in text
    assert "Sum: 3 natural days + 2 dates of pauses, the last date is 2024-02-12" in text
    assert "Due: 2024-02-12 24:00 = 2024-02-13 00:00:00+08:00" in text


def test_under_an_open_pause_dates_are_counted_up_to_now(charter: Charter) -> None:
    finding, text = told(charter, [OPENED, event("waited", "2024-05-30 11:00:00")], "nature", "en")
    assert finding.due == at("2024-02-11 00:00:00")  # the pause began after due and does nothing
    finding, text = told(charter, [OPENED, event("waited", "2024-02-08 11:00:00")], "nature", "en")
    # From 8 February to the last of May there are 114 dates, and the third after the 7th moves by so many.
    assert finding.not_before == at("2024-06-04 00:00:00")
    assert "covers 114 dates" in text
    assert "Due: not before 2024-06-03 24:00 = 2024-06-04 00:00:00+08:00 (a pause is still open)" in text


def test_a_due_time_that_no_sum_leads_to_is_said_to_come_from_elsewhere(charter: Charter) -> None:
    planned = datetime.fromisoformat("2024-02-08T10:00:00+08:00")
    opened = event("opened", "2024-02-07 16:30:00", team="T1", planned=planned)
    finding, text = told(charter, [opened, SOLVED], "planned", "en")
    assert finding.due == at("2024-02-08 10:00:00")
    assert "The due time is the earliest of these, or a granted extension" in text
    assert "100 hours after the start, the planned time trigger.planned" in text
    assert "Due: 2024-02-08 10:00:00+08:00" in text


def test_a_forbidden_event_is_told_with_its_instant(charter: Charter) -> None:
    _, text = told(charter, [OPENED, WAITED], "no-wait")
    assert text.splitlines()[0].endswith("：未兑现")
    assert "未兑现于：2024-02-07 17:00:00+08:00" in text


def test_evidence_is_shown_with_personal_values_masked(charter: Charter) -> None:
    _, text = told(charter, [OPENED, SOLVED], "wall")
    assert "e-opened：opened，2024-02-07 16:30:00+08:00" in text
    assert "caller = ***" in text
    assert "Zhang" not in text
    assert "责任单位：T1" in text


CLEARED = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects: {case: {id: case_id, begins: opened}}
events:
  opened: {of: case, attributes: {case_id: text, team: text}}
  solved: {of: case}
  storm: {of: case, label: {zh: 暴风雨, en: a storm}, attributes: {force: integer optional}}
promises:
  solve: {of: case, after: opened, expect: solved, within: 4 h, owner: team, owner excused by: storm where force > 8}
"""


def test_what_an_owner_is_cleared_by_is_told_where_he_is(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(CLEARED, encoding="utf-8")
    charter = read_charter(tmp_path)
    opened, storm = event("opened", "2024-02-07 16:30:00", team="T1"), event("storm", "2024-02-07 17:00:00", force=9)
    finding, chinese = told(charter, [opened, storm], "solve")
    assert (finding.verdict, finding.owner_verdict) == ("broken", "excused")
    assert (
        "责任单位：T1\n对责任单位的判定：免责\n  只免除责任人（单位）的事由：暴风雨（storm）（其中 force 超过 8）"
        in chinese
    )
    _, english = told(charter, [opened, storm], "solve", "en")
    assert "The unit's own verdict: excused\n  What clears those who answer, and them alone: a storm (storm)" in english
    _, charged = told(charter, [opened, event("storm", "2024-02-07 17:00:00", force=8)], "solve")
    assert "事由" not in charged
    assert "对责任单位的判定" not in charged
    finding, unsure = told(charter, [opened, event("storm", "2024-02-07 17:00:00")], "solve")
    assert (finding.verdict, finding.owner_verdict) == ("broken", "unknown")
    assert "对责任单位的判定：无法判定\n" in unsure
    assert "有没有这样的事由无法确定" in unsure and "e-storm：" in unsure


LABELLED = """
charter: {id: test, title: {zh: 试, en: Test}, zone: Asia/Shanghai, edition: '1', effective: 2024-01-01}
subjects: {case: {id: case_id, label: {zh: 工单, en: ticket}}}
events:
  opened: {of: case, label: {zh: 工单已登记, en: ticket opened}, attributes: {case_id: text}}
  solved: {of: case, label: {zh: 已解决, en: solved for good}, attributes: {case_id: text}}
  storm: {of: case, label: {zh: 暴风雨, en: a storm}, attributes: {case_id: text}}
promises:
  solve: {of: case, after: opened, expect: {all: [solved, "opened where case_id = 'solved'"]}, within: 4 h, excused by: storm}
  first: {of: case, at: solved, needs: [storm]}
"""


@pytest.fixture
def labelled(tmp_path: Path) -> Charter:
    (tmp_path / "charter.yaml").write_text(LABELLED, encoding="utf-8")
    return read_charter(tmp_path)


def test_events_and_subjects_are_called_by_their_labels(labelled: Charter) -> None:
    events = [event("opened", "2024-02-07 16:30:00"), event("storm", "2024-02-07 17:00:00")]
    _, text = told(labelled, events, "solve")
    assert "业务对象：工单 C1" in text
    assert "原因：免责事由成立：暴风雨（storm）。" in text
    assert "  e-opened：工单已登记（opened），2024-02-07 16:30:00+08:00，工单（case_id） = C1" in text
    _, text = told(labelled, events[:1], "solve", "en")
    assert "Subject: ticket C1" in text
    assert "Missing: solved for good (solved), ticket opened (opened) where case_id = 'solved'" in text
    _, text = told(labelled, [event("solved", "2024-02-07 17:00:00")], "first", "en")
    assert "Reason: The event needed before was not seen: a storm (storm)." in text


def test_what_should_never_happen_is_told_in_a_sentence() -> None:
    told = reason_in_words("condition_false", because={"what": "false"})
    assert (told.zh, told.en) == ("这件事不应发生。", "This should not have happened.")
    assert reason_in_words("condition_false", because={"what": "fare > 0"}).zh == "要求不满足：fare > 0。"


def test_a_reason_fills_its_words_and_an_unknown_code_is_shown_as_it_is() -> None:
    assert reason_in_words("source_gap", because={"source": "a{b}\u202e"}).zh == ("业务记录有缺口，来源：a{b}\\u202e。")
    assert reason_in_words("no_such_reason", because={}).en == "no_such_reason"


def test_chinese_and_english_say_the_same_lines(charter: Charter) -> None:
    for promise in charter.promises:
        finding, text = told(charter, [OPENED, WAITED, WENT_ON, SOLVED], promise)
        english = explain_finding(finding, charter=charter, events={}).en
        assert len(text.splitlines()) == len(english.splitlines())
        assert not re.search(r"[\u3400-\u9fff]", english), english


def test_no_path_is_needed(tmp_path: Path, charter: Charter) -> None:
    finding = judged(charter, [OPENED, SOLVED], "wall")
    assert explain_finding(finding, charter=charter, events={}).zh.splitlines()[-1] == f"  {finding.evidence[-1]}"


def test_a_bare_condition_is_no_lack() -> None:
    assert lacks_of(["false"]) == []
    assert lacks_of(("photo", "false", "not signed")) == ["photo", "not signed"]
