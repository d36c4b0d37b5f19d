"""The forms of indicators: one for each sort of figure, which its first key names."""

from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, OneOf, Plain, Value, Variants
from jiannuo.core.charters.forms.shared_forms import EQUAL_PERIODS, PERIODS, TITLE, single_or_list
from jiannuo.core.values.texts import Text

UNITS = ("%", "‰", "1", "s", "min", "h")

_OF = Key(
    "of",
    Plain("name"),
    Text(
        zh="条件可以查看哪种业务对象的经过，via 引到哪种业务对象。",
        en="the subject kind whose past conditions may look at, and to which via leads",
    ),
    default="that of the events",
)
_WHERE = Key(
    "where",
    Plain("condition"),
    Text(zh="哪些业务记录、判定、时段或业务对象计入。", en="which events, findings, stretches or subjects belong"),
    default="all",
)
_OVER = Key(
    "over",
    OneOf(("events", "findings", "states", "subjects")),
    Text(
        zh="按业务记录、判定、状态的各个时段还是业务对象计算。",
        en="whether events, findings, stretches of a state or subjects are looked at",
    ),
    default="events",
)
_CLIP = Key(
    "clip",
    Plain("boolean"),
    Text(
        zh="按状态计算时：只计时段落在本周期内的部分；否则整段计入它开始的周期。",
        en="over states: only the part of a stretch within the period counts; else the whole, in the period it began in",
    ),
    default="true",
)
_SHARED = (
    Key("title", Inner(TITLE), Text(zh="指标的名称。", en="its title"), default="its name"),
    Key(
        "per",
        Either((OneOf(PERIODS), Inner(EQUAL_PERIODS))),
        Text(zh="按哪种周期计算。", en="the periods for which it is computed"),
        required=True,
    ),
    Key(
        "by",
        single_or_list("name path"),
        Text(
            zh="按哪些属性或业务对象分组：业务记录取当时的值，判定取起算时的值，状态的时段取其开始时的值，业务对象取周期末的值。",
            en="the attributes or subject kinds by which it is told apart: of events as they are then, of findings as they "
            "were at the opening, of stretches as at their beginning, of subjects as at the period's end",
        ),
        default="none",
    ),
    Key(
        "unit",
        OneOf(UNITS),
        Text(zh="数值的单位。", en="the unit in which it is told"),
        default="% for shares and rates of fulfilment, else that of the values",
    ),
    Key("decimals", Plain("decimals"), Text(zh="保留几位小数。", en="how many decimals it has"), default="12 digits"),
    Key(
        "rounding",
        OneOf(("half up", "GB/T 8170")),
        Text(zh="修约规则：四舍五入，或按 GB/T 8170。", en="how it is rounded: half up, or by GB/T 8170"),
        default="half up",
    ),
    Key(
        "coverage",
        Plain("percent"),
        Text(
            zh="周期须至少多大比例有记录，其中的业务记录等须至少多大比例已知，数值才可采信。",
            en="the least share of the period that must be on record, and of what happened that must be known, for the "
            "figure to count",
        ),
        default="100 %",
    ),
    Key(
        "min n",
        Plain("integer"),
        Text(zh="至少要有几项，数值才可采信。", en="how many observations there must be for the figure to count"),
        default="none",
    ),
    Key(
        "least group",
        Plain("integer"),
        Text(
            zh="分组的数值对外给出时，每组至少要有几项。只有数值所依据的业务记录都不涉及个人时才宜写 1。",
            en="how many observations a group must have to be told to others; 1 is for figures that rest on nothing about "
            "persons",
        ),
        default="the charter's",
    ),
)
_BOUND = Key(
    "bound",
    OneOf(("lower 95 %",)),
    Text(
        zh="同时给出 95% 威尔逊双侧区间的下限（z = 1.959964）。",
        en="the lower end of the two-sided 95 % interval of Wilson beside it (z = 1.959964)",
    ),
    default="none",
)
_STATED_VALUE = Form(
    "stated",
    Text(zh="来源公布的数值", en="what the source states"),
    (
        Key(
            "value",
            Plain("stated"),
            Text(
                zh="来源公布的数值；不带单位的按指标的单位。",
                en="the value; without a unit it is in that of the figure",
            ),
            required=True,
        ),
        Key(
            "as of",
            Plain("instant"),
            Text(
                zh="数据截至何时：属于在此时结束或包含此时的周期。",
                en="as of when: it is about the period that ends at this instant or holds it",
            ),
            required=True,
        ),
    ),
)
_STATED = Key(
    "stated",
    ListOf(Inner(_STATED_VALUE)),
    Text(zh="来源自己公布的数值，与本指标并列。", en="what the source itself states, set beside the figure"),
    default="none",
)
_MEASURED = Text(
    zh="计算哪个属性的值；按判定计算时是“承诺.took”、“承诺.margin”或“承诺.late”，按状态计算时是“状态.took”或“状态.age”，"
    "按业务对象计算时是它的属性或“业务对象.age”。",
    en="the attribute whose values it is about; over findings promise.took, promise.margin or promise.late, over states "
    "state.took or state.age, over subjects kind.attribute or kind.age",
)


def _figure(sign: str, name: Text, *keys: Key) -> Form:
    """Return the form of a sort of figure, which its sign names and which has some keys of its own."""
    return Form(f"{sign.replace('_', '-')} indicator", name, (*keys, *_SHARED, _STATED), signs=(sign,))


def _measure(sign: str, name: Text, value: Value) -> Form:
    return _figure(sign, name, Key(sign, value, _MEASURED, required=True), _OVER, _CLIP, _OF, _WHERE)


_COUNT = _figure(
    "count",
    Text(zh="计数指标", en="a count"),
    Key(
        "count",
        single_or_list("events or promise"),
        Text(
            zh="计哪些业务记录；按判定、状态或业务对象计算时是哪项承诺、哪个状态或哪种业务对象。",
            en="the events that are counted; over findings, states or subjects the promise, state or kind",
        ),
        required=True,
    ),
    _OVER,
    _CLIP,
    _OF,
    _WHERE,
    Key(
        "distinct",
        Plain("value"),
        Text(zh="相同的值只计一次。", en="what is counted once each"),
        default="every event or finding counts",
    ),
)
_PERCENTILE = Form(
    "percentile",
    Text(zh="百分位数", en="a percentile"),
    (
        Key("of", Plain("measured"), _MEASURED, required=True),
        Key("at", Plain("percent"), Text(zh="第几百分位。", en="which percentile"), required=True),
    ),
)
_SHARE_OF = Form(
    "share",
    Text(zh="占比", en="a share"),
    (
        Key(
            "of",
            single_or_list("events or promise"),
            Text(
                zh="分母：哪些业务记录；按判定、状态或业务对象计算时是哪项承诺、哪个状态或哪种业务对象。",
                en="the denominator: events; over findings, states or subjects a promise, state or kind",
            ),
            required=True,
        ),
        Key(
            "when",
            Plain("condition"),
            Text(zh="分子：其中符合哪个条件的。", en="the numerator: for which of them"),
            required=True,
        ),
    ),
)
_SHARE = _figure(
    "share",
    Text(zh="占比指标", en="a share"),
    Key("share", Inner(_SHARE_OF), Text(zh="何者在何者之中的占比。", en="the share of what in what"), required=True),
    _OVER,
    _CLIP,
    _OF,
    _WHERE,
    _BOUND,
)
_RATIO = Form(
    "rate",
    Text(zh="比率", en="a rate"),
    tuple(
        Key(name, single_or_list("events or sum"), means, required=True)
        for name, means in (
            (
                "of",
                Text(
                    zh="分子：业务记录的件数，或“记录类型.属性”的合计。",
                    en="the numerator: how many events, or the sum of event.attribute",
                ),
            ),
            (
                "to",
                Text(
                    zh="分母：业务记录的件数，或“记录类型.属性”的合计。",
                    en="the denominator: how many events, or the sum of event.attribute",
                ),
            ),
        )
    ),
)
_RATE = _figure(
    "rate",
    Text(zh="比率指标", en="a rate"),
    Key("rate", Inner(_RATIO), Text(zh="何者比何者。", en="what in relation to what"), required=True),
    _OF,
)
_KEPT_RATE = _figure(
    "kept_rate",
    Text(zh="兑现率指标", en="a fulfilment rate"),
    Key(
        "kept_rate",
        Plain("id"),
        Text(zh="哪项承诺的兑现率。", en="the promise whose rate of fulfilment it is"),
        required=True,
    ),
    _WHERE,
    _BOUND,
)


_FORMULA = _figure(
    "formula",
    Text(zh="公式指标", en="a formula"),
    Key(
        "formula",
        Plain("value"),
        Text(zh="由其他指标以加减乘除计算。", en="how it is computed from other indicators, by + - * and /"),
        required=True,
    ),
)


_TIME = _figure(
    "time",
    Text(zh="时间指标", en="a time"),
    Key(
        "time",
        Plain("name"),
        Text(
            zh="处于哪个状态的时间，或哪种业务对象存在的时间，合计各对象在本周期内的部分。",
            en="the state that was in force, or the kind of subject that lived, that long within the period, in total",
        ),
        required=True,
    ),
    Key(
        "calendar",
        Plain("name"),
        Text(zh="只计哪个日历的工作时段。", en="the calendar whose open hours alone count"),
        default="all hours",
    ),
    Key(
        "where",
        Plain("condition"),
        Text(
            zh="只计条件成立期间的时间。",
            en="the condition that must be true at the time; it may change at any instant",
        ),
        default="all",
    ),
)
_AGE = _figure(
    "age",
    Text(zh="时龄指标", en="an age"),
    Key(
        "age",
        Plain("name"),
        Text(
            zh="周期末仍处于哪个状态、仍存在的哪种业务对象，平均已有多久。",
            en="the state still in force, or the kind of subject still alive, at the period's end: how long so far, on "
            "average",
        ),
        required=True,
    ),
    _WHERE,
)


INDICATOR = Variants(
    Text(zh="指标", en="an indicator"),
    (
        _COUNT,
        _measure("sum", Text(zh="合计指标", en="a sum"), Plain("measured")),
        _measure("mean", Text(zh="平均值指标", en="a mean"), Plain("measured")),
        _measure("median", Text(zh="中位数指标", en="a median"), Plain("measured")),
        _measure("percentile", Text(zh="百分位数指标", en="a percentile"), Inner(_PERCENTILE)),
        _SHARE,
        _RATE,
        _KEPT_RATE,
        _FORMULA,
        _TIME,
        _AGE,
    ),
)
