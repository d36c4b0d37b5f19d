import json
from pathlib import Path

import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import SMALL_CHARTER, Desk

Shown = pytest.CaptureFixture[str]


def asking(desk: Desk, *changes: str) -> list[str]:
    sets = [word for change in changes for word in ("--set", change)]
    return ["what-if", str(desk.charter), *sets, "--log", str(desk.mapping), "--events", str(desk.log)]


def asked(desk: Desk, capsys: Shown, *changes: str) -> dict:
    assert main([*asking(desk, *changes), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_tells_in_english_what_would_have_been(desk: Desk, capsys: Shown) -> None:
    """Under 45 min T1, answered after an hour, is broken as well, and T4, open for an hour, is due."""
    desk.with_rows(
        "T1,Open,2024-07-15 09:00", "T1,Answer,2024-07-15 10:00", "T2,Open,2024-07-15 09:00",
        "T2,Answer,2024-07-15 12:00", "T4,Open,2024-07-15 11:00",
    )  # fmt: skip
    assert main([*asking(desk, "answer.within=45min"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    finding = next(line.split()[0] for line in shown.splitlines() if " T1 " in line)
    other = next(line.split()[0] for line in shown.splitlines() if " T4 " in line)
    assert shown == (
        "What if: Service desk\n"
        "  answer limit: 2 hours → 45 minutes (stricter)\n"
        "Events: 5; as of 2024-07-15 12:00. Both charters were judged by the kernel; nothing is estimated.\n"
        "\n"
        "answer answer\n"
        "  kept 1 → 0 (−1), broken 1 → 3 (+2), fulfilment rate 50.0% → 0.0%\n"
        "  now \\ then  broken\n"
        "  kept             1\n"
        "  broken           1\n"
        "  pending          1\n"
        "  The 2 nearest to the changed limit:\n"
        "    Finding id        Subject            Opened                      Due: now → then              Done  Verdict: now → then\n"
        f"    {finding}       T1  2024-07-15 09:00  2024-07-15 11:00 → 2024-07-15 09:45  2024-07-15 10:00        kept → broken\n"
        f"    {other}       T4  2024-07-15 11:00  2024-07-15 13:00 → 2024-07-15 11:45                 —     pending → broken\n"
    )


def test_it_tells_in_chinese_what_would_have_been(desk: Desk, capsys: Shown) -> None:
    assert main([*asking(desk, "answer.within=3 h"), "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "假设测算：服务台制度",
        "  answer 时限：2 小时 → 3 小时（更宽）",
        "业务记录 6 条，数据截至 2024-07-15 12:00；两份制度都由内核逐项判定，不是估算。",
    ]
    assert lines[5] == "  已兑现 1 → 2（+1），未兑现 2 → 0（−2），兑现率 33.3% → 100.0%"
    assert [line.split() for line in lines[6:10]] == [
        ["现行", "\\", "改后", "已兑现", "履行中"],
        ["已兑现", "1", "0"],
        ["未兑现", "1", "1"],
        ["履行中", "0", "1"],
    ]


@pytest.mark.parametrize("value", ["45min", "45 min", "PT45M"])
def test_the_figures_are_those_of_the_changed_files(desk: Desk, tmp_path: Path, capsys: Shown, value: str) -> None:
    told = asked(desk, capsys, f"answer.within={value}")
    assert main(desk.audit("--format", "json")) == 1
    before = json.loads(capsys.readouterr().out)["total"]["verdicts"]
    edited = tmp_path / "edited"
    edited.mkdir()
    (edited / "charter.yaml").write_text(SMALL_CHARTER.replace("within: 2 h", "within: 45 min"), encoding="utf-8")
    command = ["audit", str(edited), "--log", str(desk.mapping), "--events", str(desk.log), "--format", "json"]
    assert main(command) == 1
    after = json.loads(capsys.readouterr().out)["total"]["verdicts"]
    (promise,) = told["promises"]
    assert {name: promise["before"][name] for name in before} == before
    assert {name: promise["after"][name] for name in after} == after


def test_json_tells_all_in_both_languages(desk: Desk, capsys: Shown) -> None:
    told = asked(desk, capsys, "answer.within=45min")
    assert told["as_of"] == "2024-07-15T12:00:00+08:00"
    assert told["changes"] == [
        {
            "section": "promises",
            "id": "answer",
            "key": "within",
            "old": {"zh": "2 小时", "en": "2 hours"},
            "new": {"zh": "45 分钟", "en": "45 minutes"},
            "effect": "stricter",
        }
    ]
    (promise,) = told["promises"]
    assert (promise["moved"], promise["come"], promise["vanish"]) == (2, 0, 0)
    assert promise["owner_verdicts"] is None
    assert promise["moves"] == [
        {"from": "kept", "to": "broken", "count": 1},
        {"from": "pending", "to": "broken", "count": 1},
    ]
    nearest = promise["nearest"][0]
    assert (nearest["subject"], nearest["before"], nearest["after"]) == (["T1"], "kept", "broken")
    assert nearest["due_after"] == "2024-07-15T09:45:00+08:00"


def test_rows_set_aside_are_told_with_the_reasons(desk: Desk, capsys: Shown) -> None:
    """Both answers lack a readable time: without this note the breaches would look as if nobody had answered."""
    desk.with_rows(
        "T1,Open,2024-07-15 09:00", "T1,Answer,soon", "T2,Open,2024-07-15 09:00", "T2,Answer,later", "T3,Call,",
        "T3,Open,2024-07-15 12:00",
    )  # fmt: skip
    told = asked(desk, capsys, "answer.within=1 h")
    assert main([*desk.audit("--format", "json")]) == 1
    audited = json.loads(capsys.readouterr().out)["log"]["set_aside"]
    assert told["set_aside"] == audited and audited["count"] == sum(audited["by_code"].values()) == 3
    assert main([*asking(desk, "answer.within=1 h"), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = lines.index("Rows set aside: 3")
    assert [line.split(": ")[0] for line in lines[place + 1 : place + 3]] == ["  2", "  1"]
    assert lines[place + 3] == ""


def test_what_is_asked_of_simulated_events_says_so(desk: Desk, capsys: Shown) -> None:
    assert asked(desk, capsys, "answer.within=45min")["simulated"] is False
    desk.mapping.write_text(desk.mapping.read_text("utf-8") + "origin: {simulated: true}\n", encoding="utf-8")
    assert asked(desk, capsys, "answer.within=45min")["simulated"] is True
    assert main([*asking(desk, "answer.within=45min"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("[Simulated data] These events were made up")


def test_several_changes_are_made_together(desk: Desk, capsys: Shown) -> None:
    told = asked(desk, capsys, "answer.within=4 h", "answer.open=first")
    assert [change["key"] for change in told["changes"]] == ["open", "within"]
    assert main([*asking(desk, "answer.within=4 h")[:2], "--set", "answer.within=4 h", "answer.open=first",
                 *asking(desk, "x.y=1")[4:], "--format", "json"]) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out) == told


OWNED = (
    SMALL_CHARTER.replace("ticket_id: text}", "ticket_id: text, team: text optional}")
    .replace("id: ticket_id}", "id: ticket_id, attributes: {team: [opened.team]}}")
    .replace("of: ticket, expect", "of: ticket, owner: team, owner excused by: storm, expect")
    .replace("promises:", "  storm: {of: ticket}\npromises:")
)


def test_who_answers_inside_is_told_by_a_verdict_of_his_own(desk: Desk, capsys: Shown) -> None:
    """T1 is answered after 3 h, a storm coming after 100 min: that is before 2 h, but after 90 min."""
    (desk.charter / "charter.yaml").write_text(OWNED, encoding="utf-8")
    desk.mapping.write_text(desk.mapping.read_text("utf-8").replace("{Open:", "{Storm: storm, Open:"), encoding="utf-8")
    desk.with_rows(
        "T1,Open,2024-07-15 09:00", "T1,Storm,2024-07-15 10:40", "T1,Answer,2024-07-15 12:00",
        "T2,Open,2024-07-15 09:00", "T2,Answer,2024-07-15 10:00",
    )  # fmt: skip
    assert main([*asking(desk, "answer.within=90min"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "  kept 1 → 1 (±0), broken 1 → 1 (±0), fulfilment rate 50.0% → 50.0%\n" in shown
    assert "  Verdicts on who answers for it: kept 1 → 1, broken 0 → 1, excused 1 → 0\n" in shown
    assert "broken → broken (who answers: excused → broken)\n" in shown
    assert "No verdict would be another." not in shown
    (promise,) = asked(desk, capsys, "answer.within=90min")["promises"]
    assert (promise["moved"], promise["owner_verdicts"]["moved"]) == (0, 1)
    assert promise["owner_verdicts"]["after"]["broken"] == 1
    (nearest,) = promise["nearest"]
    assert (nearest["owner_before"], nearest["owner_after"]) == ("excused", "broken")


def test_nothing_that_moves_is_said_to_move(desk: Desk, capsys: Shown) -> None:
    assert main([*asking(desk, "answer.within=121 min"), "--lang", "en"]) == 0
    assert "No verdict would be another." in capsys.readouterr().out
    assert main([*asking(desk, "answer.within=2 h"), "--lang", "en"]) == 0
    assert "The charter is as it was." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "code", "hint"),
    [
        ("anser.within=1 h", "C242", "Did you mean answer?"),
        ("answer.wthin=1 h", "C201", "Did you mean within?"),
        ("answer.within=3 days", "V002", "natural"),
        ("answer.within", "C241", "promise.key=value"),
        ("answer=1 h", "C243", "answer.within=45min"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(
    desk: Desk, capsys: Shown, change: str, code: str, hint: str
) -> None:
    before = (desk.charter / "charter.yaml").read_bytes()
    assert main([*asking(desk, change), "--lang", "en"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"error {code}  --set" in shown.err
    assert hint in shown.err
    assert (desk.charter / "charter.yaml").read_bytes() == before


def test_a_charter_that_is_wrong_itself_is_refused_as_in_an_audit(
    desk: Desk, wrong_charter: Path, capsys: Shown
) -> None:
    assert main(asking(desk, "answer.within=1 h")) == 1
    assert "C201" in capsys.readouterr().err


def test_an_empty_log_ends_with_3(desk: Desk, capsys: Shown) -> None:
    desk.with_rows()
    assert main([*asking(desk, "answer.within=1 h"), "--format", "json"]) == 3
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["problems"]] == ["L306"]


def test_without_a_change_it_is_told_what_is_missing(desk: Desk, capsys: Shown) -> None:
    assert main([*asking(desk), "--format", "json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], "--set" in problem["message"]["en"]) == ("T003", True)


PARTIES = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
subjects:
  ticket: {id: ticket_id, attributes: {team: opened.team, agent: opened.agent}}
events:
  opened: {of: ticket, attributes: {ticket_id: text personal, team: text optional, agent: text personal}}
  answered: {of: ticket, attributes: {ticket_id: text personal}}
promises:
  answer: {of: ticket, owner: team, to: agent, expect: answered, after: opened, within: 2 h}
"""
PARTY_MAPPING = """\
mapping: {id: desk-log, zone: Asia/Shanghai}
events:
  - event: {column: what}
    at: when
    attributes: {ticket_id: ticket, team: team, agent: agent}
"""


def with_teams(desk: Desk, *sizes: int) -> Desk:
    """Write a log in which teams have so many tickets, each answered after 90 minutes by an agent of its own."""
    rows = ["ticket,what,when,team,agent"]
    for team, size in enumerate(sizes):
        for number in range(size):
            ticket = f"1390000{team}{number:03}"
            rows.append(f"{ticket},opened,2024-07-15 09:00,team-{team},agent-{team}-{number}")
            rows.append(f"{ticket},answered,2024-07-15 10:30,,")
    (desk.charter / "charter.yaml").write_text(PARTIES, encoding="utf-8")
    desk.mapping.write_text(PARTY_MAPPING, encoding="utf-8")
    desk.log.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return desk


def test_teams_are_told_apart_and_small_ones_lie_together(desk: Desk, capsys: Shown) -> None:
    told = asked(with_teams(desk, 9, 6, 4, 2), capsys, "answer.within=1 h")
    to, owner = told["promises"][0]["for"]
    assert (owner["role"], owner["attribute"], owner["concerned"]) == ("owner", "team", 4)
    found = [(row["name"], row["parties"], row["before"]["kept"], row["after"]["broken"]) for row in owner["parties"]]
    assert found == [("team-0", 1, 9, 9), ("team-1", 1, 6, 6), (None, 2, 6, 6)]
    assert (to["role"], to["personal"], to["concerned"], to["parties"]) == ("to", True, 21, [])


def test_a_single_small_team_takes_another_with_it(desk: Desk, capsys: Shown) -> None:
    told = asked(with_teams(desk, 9, 6, 2), capsys, "answer.within=1 h")
    parties = told["promises"][0]["for"][1]["parties"]
    assert [(row["name"], row["parties"]) for row in parties] == [("team-0", 1), (None, 2)]


def test_moved_verdicts_with_none_on_record_are_counted_and_no_team_without_a_move_is_listed(
    desk: Desk, capsys: Shown
) -> None:
    rows = ["ticket,what,when,team,agent"]
    # Answered after 90 minutes, except by team-1: after 10 minutes, so that nothing moves for it.
    for team, answered in (("team-0", "10:30"), ("team-1", "09:10"), ("", "10:30")):
        for number in range(6):
            rows.append(f"{team}/{number},opened,2024-07-15 09:00,{team},agent-{number}")
            rows.append(f"{team}/{number},answered,2024-07-15 {answered},,")
    with_teams(desk).log.write_text("\n".join([*rows, ""]), encoding="utf-8")
    owner = asked(desk, capsys, "answer.within=1 h")["promises"][0]["for"][1]
    assert (owner["concerned"], owner["moved_with_none_on_record"]) == (1, 6)
    assert [(row["name"], row["moved"]) for row in owner["parties"]] == [("team-0", 6)]
    assert main([*asking(desk, "answer.within=1 h"), "--lang", "en"]) == 0
    assert "Accountable (team): 6 more verdicts move with none on record." in capsys.readouterr().out


def test_a_small_team_without_a_move_is_not_found_by_subtraction(desk: Desk, capsys: Shown) -> None:
    rows = ["ticket,what,when,team,agent"]
    for team, size, answered in (("a", 9, "10:30"), ("b", 6, "10:30"), ("c", 2, "09:10")):
        for number in range(size):
            rows.append(f"{team}/{number},opened,2024-07-15 09:00,{team},agent-{number}")
            rows.append(f"{team}/{number},answered,2024-07-15 {answered},,")
    with_teams(desk).log.write_text("\n".join([*rows, ""]), encoding="utf-8")
    parties = asked(desk, capsys, "answer.within=1 h")["promises"][0]["for"][1]["parties"]
    assert [(row["name"], row["parties"], row["moved"]) for row in parties] == [("a", 1, 9), (None, 2, 6)]


def test_persons_are_masked_and_few_of_them_are_not_counted(desk: Desk, capsys: Shown) -> None:
    told = asked(with_teams(desk, 3), capsys, "answer.within=1 h")
    assert told["promises"][0]["for"][0]["concerned"] is None
    assert {each["subject"][0] for each in told["promises"][0]["nearest"]} == {
        "139****0000",
        "139****0001",
        "139****0002",
    }
    assert main([*asking(desk, "answer.within=1 h"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Owed to (agent): fewer than 5 persons concerned, never told apart." in shown
    assert "agent-0" not in shown
    assert "1390000" not in shown


def test_what_is_done_just_after_due_is_told_to_the_second(desk: Desk, capsys: Shown) -> None:
    """Within 45 min of 09:00:10 is until 09:45:10; T1 comes half a second later."""
    desk.with_rows("T1,Open,2024-07-15 09:00:10", "T1,Answer,2024-07-15 09:45:10.5", "T2,Open,2024-07-15 12:00")
    assert main([*asking(desk, "answer.within=45min"), "--lang", "en"]) == 0
    (row,) = (line.split("  ") for line in capsys.readouterr().out.splitlines() if "  T1  " in line)
    assert [cell.strip() for cell in row if cell.strip()][2:] == [
        "2024-07-15 09:00:10",
        "2024-07-15 11:00:10 → 2024-07-15 09:45:10",
        "2024-07-15 09:45:10.500000",
        "kept → broken",
    ]


def test_where_no_obligation_arose_it_is_not_said_that_nothing_would_move(desk: Desk, capsys: Shown) -> None:
    desk.with_rows("T1,Answer,2024-07-15 10:00")
    assert main([*asking(desk, "answer.within=45min"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "By neither charter did these events make an obligation, so there is nothing to compare" in shown
    assert "No verdict would be another." not in shown
