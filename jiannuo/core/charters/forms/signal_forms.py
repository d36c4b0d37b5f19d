"""The forms of signals: a pattern looked at at events, or at the end of each period."""

from jiannuo.core.charters.forms.keys import Form, Inner, Key, ListOf, OneOf, Plain, Variants
from jiannuo.core.charters.forms.shared_forms import PERIODS, TITLE, single_or_list
from jiannuo.core.values.texts import Text

_OF = Key(
    "of",
    ListOf(Plain("name")),
    Text(
        zh="针对哪种业务对象，或哪些属性的组合；信号只带有这些属性。",
        en="the subject kind or the attributes that it is about; it carries these and nothing else",
    ),
    required=True,
)
_SHARED = (
    Key("when", Plain("condition"), Text(zh="发出信号的条件。", en="the condition that gives it"), required=True),
    Key(
        "for",
        Plain("duration"),
        Text(zh="条件须持续多久才发出。", en="how long it must have been true"),
        default="no time",
    ),
    Key(
        "clears",
        single_or_list("selector"),
        Text(
            zh="哪些业务记录之后可以再次发出；条件中的次数、总和等自那时重新计算。",
            en="the events after which it may be given again; what the condition counts of the past starts anew then",
        ),
        default="never",
    ),
    Key("label", Inner(TITLE), Text(zh="界面上的名称。", en="the word for it on screen"), default="none"),
)

SIGNAL = Variants(
    Text(zh="信号", en="a signal"),
    (
        Form(
            "signal at events",
            Text(zh="按业务记录发出的信号", en="a signal at events"),
            (
                _OF,
                Key(
                    "at",
                    single_or_list("selector"),
                    Text(zh="在哪些业务记录发生时检查。", en="the events at which the condition is read"),
                    required=True,
                ),
                *_SHARED,
            ),
            signs=("at",),
        ),
        Form(
            "signal per period",
            Text(zh="按周期发出的信号", en="a signal per period"),
            (
                _OF,
                Key(
                    "per",
                    OneOf(tuple(period for period in PERIODS if period != "total")),
                    Text(zh="在哪种周期结束时检查。", en="the periods at whose end the condition is read"),
                    required=True,
                ),
                *_SHARED,
            ),
            signs=("per",),
        ),
    ),
)
