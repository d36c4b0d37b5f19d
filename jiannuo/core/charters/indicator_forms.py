"""The forms of indicators: one for each sort of figure, which its first key names."""

from jiannuo.core.charters.keys import Either, Form, Inner, Key, OneOf, Plain, Reserved, Value, Variants
from jiannuo.core.charters.shared_forms import PERIODS, TITLE, single_or_list
from jiannuo.core.values.texts import Text

UNITS = ("%", "‰", "1", "s", "min", "h")
LATER_OVER = ("states", "subjects")

_EVERY = Form(
    "equal periods",
    Text(zh="等长周期", en="periods of equal length"),
    (
        Key(
            "every",
            Plain("duration"),
            Text(zh="每个周期多长，以自然日、周或月计。", en="how long each is, in natural days, weeks or months"),
            required=True,
        ),
        Key(
            "from",
            Plain("date"),
            Text(zh="第一个周期从哪天开始。", en="the day on which the first begins"),
            required=True,
        ),
    ),
)
_OF = Key(
    "of",
    Plain("name"),
    Text(zh="条件可以查看哪种业务对象的经过。", en="the subject kind whose past conditions may look at"),
    default="that of the events",
)
_WHERE = Key(
    "where",
    Plain("condition"),
    Text(zh="哪些业务记录或判定计入。", en="which events or findings belong"),
    default="all",
)
_OVER = Key(
    "over",
    OneOf(("events", "findings", *LATER_OVER)),
    Text(zh="按业务记录还是按判定计算。", en="whether events or findings are looked at"),
    default="events",
)
_SHARED = (
    Key("title", Inner(TITLE), Text(zh="指标的名称。", en="its title"), default="its name"),
    Key(
        "per",
        Either((OneOf(PERIODS), Inner(_EVERY))),
        Text(zh="按哪种周期计算。", en="the periods for which it is computed"),
        required=True,
    ),
    Key(
        "by",
        single_or_list("name path"),
        Text(
            zh="按哪些属性或业务对象分组：业务记录取当时的值，判定取起算时的值。",
            en="the attributes or subject kinds by which it is told apart: of events as they are then, of findings as they "
            "were at the opening",
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
        Text(zh="至少多大比例须已知，数值才可采信。", en="the least share that must be known for the figure to count"),
        default="100 %",
    ),
    Key(
        "min n",
        Plain("integer"),
        Text(zh="至少要有几项，数值才可采信。", en="how many observations there must be for the figure to count"),
        default="none",
    ),
)
_BOUND = Key(
    "bound",
    OneOf(("lower 95 %",)),
    Text(zh="同时给出威尔逊区间的下限。", en="the lower end of the Wilson interval beside it"),
    default="none",
)
_STATED = Key("stated", Reserved(), Text(zh="来源自己公布的数值。", en="the figure that the source itself states"))
_MEASURED = Text(
    zh="计算哪个属性的值；按判定计算时是“承诺.took”、“承诺.margin”或“承诺.late”。",
    en="the attribute whose values it is about; over findings promise.took, promise.margin or promise.late",
)


def _figure(sign: str, name: Text, *keys: Key) -> Form:
    """Return the form of a sort of figure, which its sign names and which has some keys of its own."""
    return Form(f"{sign.replace('_', '-')} indicator", name, (*keys, *_SHARED, _STATED), signs=(sign,))


def _measure(sign: str, name: Text, value: Value) -> Form:
    return _figure(sign, name, Key(sign, value, _MEASURED, required=True), _OVER, _OF, _WHERE)


_COUNT = _figure(
    "count",
    Text(zh="计数指标", en="a count"),
    Key(
        "count",
        single_or_list("events or promise"),
        Text(
            zh="计哪些业务记录；按判定计算时是哪项承诺。",
            en="the events that are counted; over findings the promise",
        ),
        required=True,
    ),
    _OVER,
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
                zh="分母：哪些业务记录；按判定计算时是哪项承诺。", en="the denominator: events; over findings a promise"
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


def _later(sign: str, name: Text, means: Text) -> Form:
    """Return the form of a sort of figure that a later version computes."""
    return _figure(sign, name, Key(sign, Reserved(), means, required=True), _OF, _WHERE)


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
        _later(
            "time", Text(zh="时间指标", en="a time"), Text(zh="处于某状态的时间。", en="how long a state was in force")
        ),
        _later(
            "age",
            Text(zh="时龄指标", en="an age"),
            Text(zh="某状态已持续多久。", en="how long a state has been in force"),
        ),
    ),
)
