"""The forms of promises: the keys that all verbs share, and those of each verb."""

from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, MapOf, OneOf, Plain, Reserved, Variants
from jiannuo.core.charters.forms.shared_forms import EQUAL_PERIODS, PERIODS, TITLE, single_or_list
from jiannuo.core.values.texts import Text

PAUSE = Variants(
    Text(zh="暂停", en="a pause"),
    (
        Form(
            "pause between events",
            Text(zh="由业务记录起止的暂停", en="a pause between events"),
            (
                Key(
                    "from",
                    single_or_list("selector"),
                    Text(zh="从哪些业务记录起暂停。", en="the events that begin it"),
                    required=True,
                ),
                Key(
                    "until",
                    single_or_list("selector"),
                    Text(zh="到哪些业务记录恢复计时。", en="the events that end it"),
                    default="never",
                ),
                Key(
                    "reason",
                    Either((Plain("text"), Inner(TITLE))),
                    Text(zh="暂停原因。", en="why the clock may stop"),
                    required=True,
                ),
                Key(
                    "max",
                    Plain("duration"),
                    Text(zh="每次最长多久，按钟表时间。", en="how long each may last, in wall time"),
                    default="no limit",
                ),
            ),
            signs=("from", "until"),
        ),
        Form(
            "pause during a state",
            Text(zh="状态暂停", en="a pause during a state"),
            (
                Key(
                    "while",
                    Plain("name"),
                    Text(zh="在哪个状态期间暂停。", en="the state during which the clock stops"),
                    required=True,
                ),
                Key(
                    "reason",
                    Either((Plain("text"), Inner(TITLE))),
                    Text(zh="暂停原因。", en="why the clock may stop"),
                    required=True,
                ),
            ),
            signs=("while",),
        ),
    ),
)

GROUND = Form(
    "ground",
    Text(zh="免责事由", en="a ground"),
    (
        Key("event", Plain("selector"), Text(zh="构成免责的业务记录。", en="the event that excuses"), required=True),
        Key(
            "late",
            OneOf(("ignore", "heal")),
            Text(
                zh="截止之后才发生时：ignore 不计，heal 仍免责。",
                en="whether it counts after the breach: ignore or heal",
            ),
            default="ignore",
        ),
    ),
)

PARTS = Form(
    "parts",
    Text(zh="由多种业务记录组成的目标", en="a target of several events"),
    (
        Key(
            "all",
            ListOf(single_or_list("selector"), strict=True),
            Text(
                zh="须全部发生的业务记录；某项可为任选其一的列表。",
                en="the events that must all happen; an item may be a list, any of which will do",
            ),
            required=True,
        ),
        Key(
            "in order",
            Plain("boolean"),
            Text(zh="是否须按所列顺序发生。", en="whether they must happen in this order"),
            default="false",
        ),
    ),
)

WARNING = Form(
    "warning",
    Text(zh="预警", en="a warning"),
    (
        Key("at", ListOf(Plain("warning")), Text(zh="何时预警。", en="when to warn"), required=True),
        Key("to", Plain("party"), Text(zh="预警通知谁。", en="whom to warn"), default="owner"),
    ),
)

_FOR_EACH = Key(
    "for each",
    Either((Plain("name"), MapOf(ListOf(Plain("constant")), keys="name"))),
    Text(
        zh="按列表属性、业务对象种类或列出的取值逐一要求。",
        en="multiplies it by a list attribute, a subject kind, or the listed values of an attribute",
    ),
    default="none",
)
_PER = Text(zh="按哪种周期判定。", en="the period that a finding covers")

COMMON = (
    Key("clauses", ListOf(Plain("id")), Text(zh="所落实的条款。", en="the clauses that it executes"), default="none"),
    Key("title", Inner(TITLE), Text(zh="承诺的名称。", en="its title"), default="none"),
    Key(
        "of",
        ListOf(Plain("name")),
        Text(
            zh="针对哪种业务对象，或哪些属性的组合。",
            en="the subject kind, or the combination of attributes, that it is about",
        ),
        required=True,
    ),
    Key(
        "where",
        Plain("condition"),
        Text(zh="对哪些业务对象有效，起算时判断。", en="which subjects, looked at when it opens"),
        default="all",
    ),
    Key("owed by", Plain("party"), Text(zh="承诺方。", en="who owes it"), default="the organisation"),
    Key("to", Plain("party"), Text(zh="服务对象。", en="who is owed"), default="none"),
    Key("owner", Plain("party"), Text(zh="内部责任人或责任单位。", en="who answers for it inside"), default="none"),
    Key(
        "unless",
        Plain("condition"),
        Text(zh="起算时符合则不产生履约项。", en="a condition at opening under which nothing opens"),
        default="never",
    ),
    Key(
        "excused by",
        ListOf(Either((Plain("selector"), Inner(GROUND)))),
        Text(zh="免责事由。", en="the grounds that excuse it"),
        default="none",
    ),
    Key(
        "ends with",
        single_or_list("selector"),
        Text(
            zh="哪些业务记录发生后不再欠付，不作判定。",
            en="the events after which nothing is owed any more, without a verdict",
        ),
        default="none",
    ),
    Key(
        "owner excused by",
        single_or_list("selector"),
        Text(zh="只免除责任人、不免除承诺的事由。", en="what clears the owner, not the promise"),
        default="none",
    ),
    Key(
        "calendar",
        Plain("calendar"),
        Text(zh="计时所用的日历，或查表得出。", en="the calendar of its clock, or a lookup of one"),
        default="always",
    ),
    Key(
        "owner at",
        OneOf(("breach", "opened")),
        Text(zh="责任人按何时认定。", en="when the owner is determined"),
        default="breach",
    ),
    Key(
        "ours",
        Either((Plain("boolean"), ListOf(Plain("text"), strict=True))),
        Text(
            zh="本单位自定：true，或原文没有规定的数值。",
            en="set by us: true, or the figures that the source text does not state",
        ),
        default="false",
    ),
    Key(
        "source",
        ListOf(Plain("name")),
        Text(zh="除所涉业务记录的来源外还需要的数据来源。", en="sources needed beside those of its events"),
        default="none",
    ),
    Key(
        "warn",
        ListOf(Either((Plain("warning"), Inner(WARNING)))),
        Text(
            zh="何时预警：80 %、-10 min、due、+4 h（预警由后续版本执行）。",
            en="when to warn: 80 %, -10 min, due, +4 h (a later version warns)",
        ),
        default="none",
    ),
    Key(
        "tested if",
        Plain("condition"),
        Text(
            zh="何种条件下才算经过检验；作出判定的时刻不成立则无法判定。",
            en="when it counts as tested, read at the instant of the verdict; unknown if it is not",
        ),
        default="always",
    ),
    Key("enforce", Reserved(), Text(zh="判定、拒绝或询问。", en="judge, refuse or ask")),
)

_EXPECT = Form(
    "expect",
    Text(zh="expect 承诺（限时发生）", en="an expect promise"),
    (
        Key(
            "expect",
            Either((Plain("selector"), single_or_list("selector"), Inner(PARTS))),
            Text(zh="应当发生的业务记录。", en="what must happen"),
            required=True,
        ),
        Key(
            "after",
            single_or_list("selector"),
            Text(zh="由哪些业务记录起算。", en="the events that open it"),
            default="every",
        ),
        Key(
            "every",
            Plain("every"),
            Text(
                zh="按周期起算：周期、时长、属性，或 interval of 日历。",
                en="opens it periodically: a period, a duration, an attribute, or interval of a calendar",
            ),
            default="after",
        ),
        Key(
            "within",
            Plain("limit"),
            Text(zh="时限：时长、参数或表达式。", en="the limit: a duration, a parameter or an expression"),
            default="none",
        ),
        Key(
            "by", Plain("moment"), Text(zh="截止时间：最迟时刻。", en="the instant by which it is due"), default="none"
        ),
        Key(
            "before",
            single_or_list("selector"),
            Text(zh="须在哪些业务记录之前。", en="the events before which it must happen"),
            default="none",
        ),
        Key("times", Plain("integer"), Text(zh="须发生几次。", en="how many times"), default="1"),
        Key(
            "complete",
            ListOf(Plain("name")),
            Text(zh="须填写的属性。", en="attributes of the target that must be filled"),
            default="none",
        ),
        Key(
            "open",
            OneOf(("each", "first", "again")),
            Text(
                zh="每次起算、仅首次，或前一个未结时不再起算。",
                en="each trigger opens one; only the first; or none while one is open",
            ),
            default="each",
        ),
        _FOR_EACH,
        Key(
            "already",
            Plain("boolean"),
            Text(zh="起算前已发生的是否计入。", en="whether what happened before counts"),
            default="false",
        ),
        Key("pause", ListOf(PAUSE), Text(zh="何时暂停计时。", en="when the clock stops"), default="none"),
        Key(
            "reopened by",
            single_or_list("selector"),
            Text(zh="由哪些业务记录重新打开。", en="the events that reopen it"),
            default="none",
        ),
        Key(
            "on reopen",
            OneOf(("new", "continue", "restart")),
            Text(zh="重新打开后：新起、续计或重计。", en="what reopening does"),
            default="new",
        ),
        Key(
            "missing",
            OneOf(("unknown", "none")),
            Text(
                zh="缺少计划时间时：无法判定，或不产生履约项。", en="without a planned time: unknown, or no obligation"
            ),
            default="unknown",
        ),
        Key(
            "late moves",
            OneOf(("ignore", "heal")),
            Text(zh="截止之后才改期：不计，或计入。", en="whether moves after the due time count"),
            default="ignore",
        ),
    ),
    signs=("expect",),
)
_NEVER = Form(
    "never",
    Text(zh="never 承诺（不得发生）", en="a never promise"),
    (
        Key(
            "never",
            single_or_list("selector"),
            Text(zh="不得发生的业务记录。", en="what must not happen"),
            required=True,
        ),
        Key(
            "from",
            single_or_list("selector"),
            Text(zh="从哪些业务记录起。", en="the events that open the span"),
            default="the subject's life",
        ),
        Key(
            "until",
            single_or_list("selector"),
            Text(zh="到哪些业务记录止。", en="the events that end it"),
            default="the subject's life",
        ),
        Key("for", Plain("limit"), Text(zh="持续多久。", en="how long it lasts"), default="no limit"),
        Key("per", OneOf(PERIODS), _PER, default="none"),
    ),
    signs=("never",),
)
_REQUIRE = Form(
    "require",
    Text(zh="require 承诺（发生时须符合）", en="a require promise"),
    (
        Key(
            "at",
            single_or_list("selector"),
            Text(zh="在哪些业务记录发生时检查。", en="the events at which it is checked"),
            required=True,
        ),
        Key(
            "require",
            Plain("condition"),
            Text(zh="须符合的条件。", en="the condition that must be true"),
            default="none",
        ),
        Key(
            "needs",
            single_or_list("selector"),
            Text(zh="此前须已发生的业务记录。", en="what must have happened before"),
            default="none",
        ),
        Key(
            "complete",
            ListOf(Plain("name")),
            Text(zh="须填写的属性。", en="attributes that must be filled"),
            default="none",
        ),
        Key("by", Plain("who"), Text(zh="须由谁办理。", en="who must do it"), default="anyone"),
        Key(
            "not by",
            ListOf(Plain("excluded who")),
            Text(zh="不得由谁办理；可写此前的业务记录。", en="who must not do it; an event type means who did that"),
            default="none",
        ),
        Key(
            "excused if",
            Plain("condition"),
            Text(zh="符合则免责的条件。", en="a condition that excuses"),
            default="never",
        ),
    ),
    signs=("at", "require", "needs"),
)
_HOLD = Form(
    "hold",
    Text(zh="hold 承诺（持续保持）", en="a hold promise"),
    (
        Key(
            "hold",
            Plain("condition"),
            Text(zh="须一直成立的条件。", en="the condition that must stay true"),
            required=True,
        ),
        Key(
            "while",
            Plain("name"),
            Text(zh="只在该状态期间要求。", en="the state during which it is demanded"),
            default="always",
        ),
        _FOR_EACH,
        Key(
            "tolerate",
            Plain("duration"),
            Text(zh="允许的每次中断时长。", en="how long a shortfall may last"),
            default="0",
        ),
        Key("per", OneOf(PERIODS), _PER, default="day"),
    ),
    signs=("hold",),
)


def _target(name: str, means: Text) -> Key:
    return Key(name, Plain("target"), means, default="another comparison")


_OWN_OF_REACH = ("clauses", "title", "owed by", "to", "owner", "ours", "source", "enforce")
"""The keys shared by all verbs that say something of a figure, too."""
_REACH = Form(
    "reach",
    Text(zh="reach 承诺（指标达标）", en="a reach promise"),
    (
        *(key for key in COMMON if key.name in _OWN_OF_REACH),
        Key(
            "reach", Plain("name"), Text(zh="须达标的指标。", en="the indicator that must meet a target"), required=True
        ),
        _target("at least", Text(zh="目标：不低于。", en="the target: no less than this")),
        _target("at most", Text(zh="目标：不高于。", en="the target: no more than this")),
        _target("more than", Text(zh="目标：高于。", en="the target: more than this")),
        _target("less than", Text(zh="目标：低于。", en="the target: less than this")),
        _target("equals", Text(zh="目标：等于。", en="the target: exactly this")),
        Key(
            "of",
            ListOf(Plain("name")),
            Text(
                zh="按指标的哪些分组判定；写业务对象则整个周期都存在的每个对象都判定。",
                en="the dimensions by which it is judged; a subject kind judges every subject alive throughout a period",
            ),
            default="every group of the indicator that has data",
        ),
        Key(
            "per",
            Either((OneOf(PERIODS), Inner(EQUAL_PERIODS))),
            Text(zh="按哪种周期判定。", en="the periods for which it is judged"),
            default="those of the indicator",
        ),
        Key(
            "for",
            Plain("periods"),
            Text(zh="连续几期未达目标才算未兑现。", en="how many periods running must miss the target for a breach"),
            default="1 period",
        ),
        Key(
            "min n",
            Plain("integer"),
            Text(zh="至少要有几项才判定。", en="how many observations there must be for a verdict"),
            default="that of the indicator",
        ),
        Key(
            "closes after",
            Plain("duration"),
            Text(zh="周期结束多久之后才判定。", en="how long after the end of a period it is judged"),
            default="at once",
        ),
        Key(
            "calendar",
            Plain("calendar"),
            Text(zh="closes after 所用的日历。", en="the calendar of closes after"),
            default="always",
        ),
        Key(
            "coverage",
            Plain("percent"),
            Text(
                zh="周期和其中各项至少多大比例须有记录才判定。",
                en="the least share of the period, and of what happened in it, that must be known for a verdict",
            ),
            default="that of the indicator",
        ),
    ),
    signs=("reach",),
)

PROMISE = Variants(
    Text(zh="承诺", en="a promise"),
    (
        *(Form(form.id, form.name, (*COMMON, *form.keys), form.signs) for form in (_EXPECT, _NEVER, _REQUIRE, _HOLD)),
        _REACH,
    ),
)
