"""What is planted at the desk: penalties and who verifies them, cases of lost property and their ends, pages of orders."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import AT_DUE, CORRECTION, MICRO, Deed, Outcome, Theme, deed, mixed
from jiannuo.core.values.texts import Text

ANOTHER, VERIFIED = "penalty-verified-by-another", "penalty-after-verification"
ANSWERED, RETURNED = "lost-item-answered-before-closing", "found-item-returned-before-closing"
FREE, PAGE = "return-is-free", "order-page-complete"
DESK_THEMES = (
    Theme(
        PAGE,
        "6.3.3.3a",
        Text(zh="订单详情有投诉按钮和客服电话", en="order page shows button and telephone"),
        (CORRECTION,),
        shape="event",
    ),
    Theme(
        ANSWERED, "6.3.5.6c", Text(zh="失物查清后才办结", en="lost property: an answer before the end"), shape="event"
    ),
    Theme(RETURNED, "6.3.5.7a", Text(zh="归还之后才办结", en="found item returned before the end"), shape="event"),
    Theme(
        FREE,
        "6.3.5.7a",
        Text(zh="归还不收费", en="the return costs nothing"),
        (AT_DUE, CORRECTION),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(
        ANOTHER,
        "6.3.6.2a",
        Text(zh="违规处理由风控专员核实", en="the risk officer verifies the penalty"),
        shape="event",
    ),
    Theme(VERIFIED, "6.3.6.2a", Text(zh="核实之前不作违规处理", en="no penalty before verification"), shape="event"),
)

VERIFYING_DEEDS = (
    deed("by-officer", "kept", ANOTHER),
    deed("entered-at-once", "kept", ANOTHER, boundary=AT_DUE),
    deed("micro-after-entry", "kept", ANOTHER, boundary=MICRO),
    deed("micro-before-entry", "broken", ANOTHER, boundary=MICRO),
    deed("before-entry", "broken", ANOTHER),
    deed("by-the-same", "broken", ANOTHER),
    deed("by-another-agent", "broken", ANOTHER),
    deed("by-former-officer", "broken", ANOTHER),
    deed("by-machine", "broken", ANOTHER),
    deed("put-right", "kept", ANOTHER, boundary=CORRECTION),
    deed("found-out", "broken", ANOTHER, boundary=CORRECTION),
    replace(deed("actor-not-told", "unknown", ANOTHER, boundary="missing-value"), least=25),
)
PENALTY_DEEDS = (
    deed("after-verification", "kept", VERIFIED),
    deed("at-once", "kept", VERIFIED, boundary=AT_DUE),
    deed("micro-after", "kept", VERIFIED, boundary=MICRO),
    deed("micro-before", "broken", VERIFIED, boundary=MICRO),
    deed("before", "broken", VERIFIED),
    deed("found-false", "broken", VERIFIED),
    deed("put-right", "kept", VERIFIED, boundary=CORRECTION),
    deed("found-out", "broken", VERIFIED, boundary=CORRECTION),
    replace(deed("not-told", "unknown", VERIFIED, boundary="missing-value"), least=25),
)
CLOSING_DEEDS = (
    deed("after-return", "kept", ANSWERED, RETURNED),
    mixed("at-return", Outcome(ANSWERED, "kept"), Outcome(RETURNED, "kept", AT_DUE)),
    mixed("micro-after-return", Outcome(ANSWERED, "kept"), Outcome(RETURNED, "kept", MICRO)),
    mixed("micro-before-return", Outcome(ANSWERED, "kept"), Outcome(RETURNED, "broken", MICRO)),
    mixed("at-check", Outcome(ANSWERED, "kept", AT_DUE), Outcome(RETURNED, "broken")),
    mixed("micro-after-check", Outcome(ANSWERED, "kept", MICRO), Outcome(RETURNED, "broken")),
    mixed("micro-before-check", Outcome(ANSWERED, "broken", MICRO), Outcome(RETURNED, "kept")),
    mixed("before-check", Outcome(ANSWERED, "broken"), Outcome(RETURNED, "kept")),
    deed("put-right", "kept", ANSWERED, RETURNED, boundary=CORRECTION),
    replace(
        mixed("looked-twice", Outcome(ANSWERED, "broken"), Outcome(RETURNED, "unknown", "missing-value")), least=25
    ),
    Deed("hidden", (Outcome(ANSWERED, "unknown", "source-gap"), Outcome(RETURNED, "kept")), 1.0, 0, is_hidden=True),
)
RETURN_DEEDS = (
    deed("not-charged", "kept", FREE),
    deed("nothing-charged", "kept", FREE, boundary=AT_DUE),
    deed("one-fen", "broken", FREE),
    deed("charged", "broken", FREE),
    deed("put-right", "kept", FREE, boundary=CORRECTION),
    deed("found-out", "broken", FREE, boundary=CORRECTION),
)
PAGE_DEEDS = (
    deed("complete", "kept", PAGE),
    deed("no-button", "broken", PAGE),
    deed("no-telephone", "broken", PAGE),
    deed("no-button-and-not-told", "broken", PAGE, boundary="missing-value"),
    deed("put-right", "kept", PAGE, boundary=CORRECTION),
    deed("found-out", "broken", PAGE, boundary=CORRECTION),
    deed("not-told", "unknown", PAGE, boundary="missing-value"),
)
