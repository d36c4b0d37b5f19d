from dataclasses import replace

from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.terminal import align, pad, shorten, write_summary
from jiannuo.core.values.texts import Text
from jiannuo.core.values.widths import width_of


def test_padding_and_cutting_go_by_columns() -> None:
    assert pad("承诺", 6) == "承诺  "
    assert pad("承诺", 6, right=True) == "  承诺"
    assert shorten("一小时内首次响应", 9) == "一小时内…"
    assert shorten("一小时内首次响应", 10) == "一小时内…"
    assert shorten("一小时内首次响应", 16) == "一小时内首次响应"


def test_columns_are_aligned_whatever_stands_in_them() -> None:
    assert align([["承诺", "已兑现"], ["first", "1,234"], ["二", "5"]]) == [
        "承诺   已兑现",
        "first   1,234",
        "二          5",
    ]


def test_the_summary_names_the_worst_promise_first_in_both_languages(synthetic: Result) -> None:
    chinese, english = (write_summary(synthetic, language=language) for language in ("zh", "en"))
    assert chinese.splitlines()[0] == "运行维护服务承诺"
    assert "【模拟数据】业务记录由程序模拟生成，不是真实发生的事。" in chinese
    assert "兑现最差的是“八个工作小时内办结”" in chinese
    table = [line for line in chinese.splitlines() if line.startswith(("承诺 ", "八个", "热线", "一小时", "办结"))]
    assert table[0].split() == [
        "承诺", "已兑现", "未兑现", "免责", "无法判定", "履行中", "兑现率", "保守兑现率", "数据覆盖率", "超时中位数",
    ]  # fmt: skip
    assert table[1].startswith("八个工作小时内办结")
    assert len({width_of(line) for line in table}) == 1
    # A state that must hold falls short; it is never early or late.
    assert [line.split()[-1] for line in table if line.startswith("热线")] == ["—"]
    assert "Completed within eight working hours" in english
    assert "搁置的数据行：12" in chinese
    assert "Openings and pauses that could not be decided: 4" in english


def test_promises_of_which_nothing_arose_are_counted_and_not_listed(synthetic: Result) -> None:
    idle = [replace(synthetic.promises[0], id=f"idle-{n}", title=Text(zh="闲置", en="idle")) for n in range(3)]
    shown = write_summary(replace(synthetic, promises=(*synthetic.promises, *idle)), language="zh")
    assert "没有形成履约项的承诺：3 项" in shown
    assert "闲置" not in shown
    nothing = replace(synthetic, findings=synthetic.findings.slice(0, 0))
    assert "一小时内首次响应" in write_summary(nothing, language="zh")


def test_foreign_signs_cannot_steer_the_terminal(synthetic: Result) -> None:
    evil = "\x1b[2J\u202e\r"
    card = replace(synthetic.promises[0], title=Text(zh=evil, en=evil))
    shown = write_summary(replace(synthetic, promises=(card,), title=Text(zh=evil, en=evil)), language="en")
    assert not set("\x1b\u202e\r") & set(shown)
