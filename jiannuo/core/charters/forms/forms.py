"""The forms of the charter language: one table that drives reading, refusals, the editor schema and the reference.

A charter is a folder of YAML files; the keys of `FOLDER` may be spread over them in any order.
"""

from jiannuo.core.charters.charter import LEAST_GROUP
from jiannuo.core.charters.executors import EXECUTORS
from jiannuo.core.charters.forms.attribute_forms import OF_EVENTS, OF_SUBJECTS
from jiannuo.core.charters.forms.indicator_forms import INDICATOR
from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, MapOf, OneOf, Plain, Reserved, Variants
from jiannuo.core.charters.forms.promise_forms import PROMISE
from jiannuo.core.charters.forms.shared_forms import TITLE, single_or_list
from jiannuo.core.charters.forms.signal_forms import SIGNAL
from jiannuo.core.values.texts import Text

CHARTER = Form(
    "charter",
    Text(zh="制度说明", en="the charter's own entry"),
    (
        Key("id", Plain("id"), Text(zh="制度的编号。", en="the charter's id"), required=True),
        Key("title", Inner(TITLE), Text(zh="制度的名称。", en="its title"), default="id"),
        Key(
            "zone",
            Plain("zone"),
            Text(zh="时区，日期和自然日按它计算。", en="the time zone of dates and natural days"),
            required=True,
        ),
        Key("edition", Plain("id"), Text(zh="版本号。", en="the name of this edition"), required=True),
        Key(
            "effective",
            Plain("date"),
            Text(zh="生效日期，当日 00:00 起。", en="the day it takes effect, from 00:00"),
            required=True,
        ),
        Key(
            "until", Plain("date"), Text(zh="失效日期，当日 00:00 止。", en="the day it ends, at 00:00"), default="open"
        ),
        Key(
            "least group",
            Plain("integer"),
            Text(
                zh="分组的指标对外给出时，每组至少要有几项；不足的组不给出，1 表示全部给出。",
                en="how many observations a group must have for its figures to be told to others; with 1 all are told",
            ),
            default=str(LEAST_GROUP),
        ),
    ),
)

CALENDAR = Form(
    "calendar",
    Text(zh="日历", en="a calendar"),
    (
        Key("zone", Plain("zone"), Text(zh="日历的时区。", en="the calendar's time zone"), default="the charter's"),
        Key(
            "holidays",
            Plain("holidays"),
            Text(
                zh="采用哪个国家或地区的公休日，例如 CN。",
                en="the country or region whose public holidays it keeps, such as CN",
            ),
            default="none",
        ),
        Key(
            "week",
            MapOf(ListOf(Plain("hours")), keys="days"),
            Text(
                zh='一周各日的工作时段，例如 mon-fri: ["09:00-12:00", "13:00-18:00"]；可跨零点。',
                en='the open hours of each weekday, such as mon-fri: ["09:00-12:00", "13:00-18:00"]; they may cross midnight',
            ),
            required=True,
        ),
        Key(
            "except",
            MapOf(Either((OneOf(("closed",)), ListOf(Plain("hours"), strict=True))), keys="date"),
            Text(
                zh="某日例外：closed 或当日的工作时段。", en="dated exceptions: closed, or the open hours of that day"
            ),
            default="none",
        ),
    ),
)

SOURCE = Form(
    "source",
    Text(zh="数据来源", en="a source"),
    (
        Key(
            "silent after",
            Plain("duration"),
            Text(zh="超过该时长没有业务记录即视为中断。", en="how long it may stay silent before that is a gap"),
            default="never",
        ),
        Key(
            "complete from",
            Plain("instant"),
            Text(zh="自何时起记录完整。", en="from when its record is complete"),
            default="its first event",
        ),
        Key(
            "complete until",
            Plain("instant"),
            Text(zh="至何时止记录完整。", en="until when its record is complete"),
            default="the last instant of its log",
        ),
        Key("label", Inner(TITLE), Text(zh="界面上的名称。", en="the word for it on screen"), default="its name"),
    ),
)

PARAMETER = Form(
    "parameter",
    Text(zh="参数", en="a parameter"),
    (
        Key("type", Plain("type"), Text(zh="参数的类型。", en="its type"), required=True),
        Key(
            "default",
            Plain("constant"),
            Text(zh="本单位未另行设定时的值。", en="its value where an organisation sets none"),
            required=True,
        ),
        Key(
            "ours",
            Plain("boolean"),
            Text(zh="原文没有规定该数值，由本单位自定。", en="the source text does not state the figure"),
            default="false",
        ),
        Key("title", Inner(TITLE), Text(zh="参数的名称。", en="its title"), default="none"),
    ),
)

SUBJECT = Form(
    "subject",
    Text(zh="业务对象", en="a subject kind"),
    (
        Key(
            "id", ListOf(Plain("name")), Text(zh="识别它的属性。", en="the attributes that identify it"), required=True
        ),
        Key("label", Inner(TITLE), Text(zh="界面上的名称。", en="the word for it on screen"), default="none"),
        Key(
            "begins",
            single_or_list("selector"),
            Text(zh="从哪些业务记录开始存在。", en="the events that begin its life"),
            default="its first event",
        ),
        Key(
            "ends",
            single_or_list("selector"),
            Text(zh="到哪些业务记录为止。", en="the events that end its life"),
            default="never",
        ),
        Key(
            "attributes",
            OF_SUBJECTS,
            Text(
                zh="属性及其来源，取最近一条业务记录的值。",
                en="its attributes; each has the value of the latest of the listed events",
            ),
            default="none",
        ),
    ),
)

EVENT = Form(
    "event",
    Text(zh="业务记录类型", en="an event type"),
    (
        Key("of", Plain("name"), Text(zh="属于哪种业务对象。", en="the subject kind it belongs to"), default="none"),
        Key(
            "also",
            ListOf(Plain("name")),
            Text(zh="还涉及哪些业务对象。", en="further subject kinds that it touches"),
            default="none",
        ),
        Key("source", Plain("name"), Text(zh="来自哪个数据来源。", en="the source it comes from"), default="any"),
        Key("label", Inner(TITLE), Text(zh="界面上的名称。", en="the word for it on screen"), default="none"),
        Key(
            "attributes",
            OF_EVENTS,
            Text(
                zh="属性及其类型；也可写成 =: 表达式。",
                en="its attributes with their types, or computed by =: expression",
            ),
            default="the ids of its subjects",
        ),
        Key("claim", Reserved(), Text(zh="只是单方陈述。", en="it is only claimed"), default="false"),
    ),
)

_OF_STATE = Key(
    "of",
    ListOf(Plain("name")),
    Text(zh="业务对象，或作为键的属性。", en="a subject kind, or the attributes of its key"),
    required=True,
)
_STATE_LABEL = Key("label", Inner(TITLE), Text(zh="界面上的名称。", en="the word for it on screen"), default="its name")
STATE = Variants(
    Text(zh="状态", en="a state"),
    (
        Form(
            "interval state",
            Text(zh="区间状态", en="an interval state"),
            (
                _OF_STATE,
                _STATE_LABEL,
                Key(
                    "from",
                    single_or_list("selector or moment"),
                    Text(zh="从哪些业务记录或其中的时刻开始。", en="the events, or instants in them, that begin it"),
                    required=True,
                ),
                Key(
                    "until",
                    single_or_list("selector or moment"),
                    Text(zh="到哪些业务记录或其中的时刻为止。", en="the events, or instants in them, that end it"),
                    default="never",
                ),
                Key(
                    "for",
                    Plain("duration"),
                    Text(zh="最多持续多久。", en="how long it lasts at most"),
                    default="no limit",
                ),
            ),
            signs=("from",),
        ),
        Form(
            "count level",
            Text(zh="计数量", en="a counting level"),
            (
                _OF_STATE,
                _STATE_LABEL,
                Key(
                    "count",
                    Plain("name"),
                    Text(zh="计哪个状态下的对象数。", en="the state whose keys are counted"),
                    required=True,
                ),
                Key(
                    "per",
                    Plain("name"),
                    Text(zh="按哪个属性分组。", en="the attribute that groups them"),
                    required=True,
                ),
            ),
            signs=("count",),
        ),
        Form(
            "last level",
            Text(zh="最近读数", en="a last reading"),
            (
                _OF_STATE,
                _STATE_LABEL,
                Key(
                    "last",
                    Plain("attribute of event"),
                    Text(zh="取哪个属性最近的值。", en="the attribute whose latest value it is"),
                    required=True,
                ),
            ),
            signs=("last",),
        ),
        Form(
            "sum level",
            Text(zh="累计量", en="a running sum"),
            (
                _OF_STATE,
                _STATE_LABEL,
                Key(
                    "plus",
                    ListOf(Plain("attribute of event")),
                    Text(zh="累加哪些属性。", en="the attributes that are added"),
                    required=True,
                ),
                Key(
                    "minus",
                    ListOf(Plain("attribute of event")),
                    Text(zh="扣减哪些属性。", en="the attributes that are taken off"),
                    default="none",
                ),
            ),
            signs=("plus", "minus"),
        ),
    ),
)

TABLE = Form(
    "table",
    Text(zh="决策表", en="a decision table"),
    (
        Key(
            "in",
            MapOf(Plain("type"), keys="name"),
            Text(zh="输入及其类型。", en="its inputs with their types"),
            required=True,
        ),
        Key(
            "out",
            MapOf(Plain("type"), keys="name"),
            Text(zh="输出及其类型。", en="its outputs with their types"),
            required=True,
        ),
        Key(
            "hit",
            OneOf(("unique", "first", "collect")),
            Text(zh="几行同时符合时如何取值。", en="what counts where several rows match"),
            default="unique",
        ),
        Key(
            "rows",
            ListOf(ListOf(Plain("cell"), strict=True), strict=True),
            Text(zh="各行：先输入条件，后输出值。", en="its rows: tests of the inputs, then values of the outputs"),
        ),
        Key(
            "rows from",
            Plain("name"),
            Text(
                zh="行取自哪种业务记录，自其发生时起有效。",
                en="the event type whose records are its rows, each from its instant",
            ),
        ),
        Key(
            "otherwise",
            ListOf(Plain("constant")),
            Text(zh="没有一行符合时的输出值。", en="the outputs where no row matches"),
            default="none",
        ),
    ),
)


def _executor_keys() -> tuple[Key, ...]:
    flags = {"attested", "prose", "planned"}
    return tuple(
        Key(
            executor.name,
            Plain("boolean") if executor.name in flags else ListOf(Plain("id")),
            Text(zh=f"由{executor.label.zh}落实。", en=f"executed by {executor.label.en}"),
        )
        for executor in EXECUTORS
        if executor.written
    )


CLAUSE = Form(
    "clause",
    Text(zh="条款", en="a clause"),
    (
        Key(
            "text",
            Inner(TITLE),
            Text(zh="用我们自己的话写出的条款内容。", en="what it says, in our own words"),
            required=True,
        ),
        *_executor_keys(),
        Key(
            "proof",
            Plain("id"),
            Text(zh="证明它确已落实的测试。", en="the test that proves that it is executed"),
            default="none",
        ),
    ),
)


FOLDER = Form(
    "folder",
    Text(zh="制度文件", en="a charter file"),
    (
        Key(
            "charter",
            Inner(CHARTER),
            Text(zh="制度的编号、时区和版本。", en="the charter's id, zone and edition"),
            required=True,
        ),
        Key(
            "calendars",
            MapOf(Either((OneOf(("24x7",)), Inner(CALENDAR))), keys="name"),
            Text(zh="日历，或 24x7。", en="calendars, or 24x7"),
        ),
        Key("sources", MapOf(Inner(SOURCE), keys="name"), Text(zh="业务记录的数据来源。", en="where events come from")),
        Key(
            "parameters",
            MapOf(Inner(PARAMETER), keys="name"),
            Text(
                zh="可由本单位另行设定的数值，写作 param.名称。",
                en="figures that an organisation may set, written param.name",
            ),
        ),
        Key("subjects", MapOf(Inner(SUBJECT), keys="name"), Text(zh="业务对象的种类。", en="the kinds of subject")),
        Key("events", MapOf(Inner(EVENT), keys="name"), Text(zh="业务记录类型。", en="the types of event")),
        Key("states", MapOf(STATE, keys="name"), Text(zh="状态和数量。", en="states and levels")),
        Key("tables", MapOf(Inner(TABLE), keys="dotted"), Text(zh="决策表。", en="decision tables")),
        Key(
            "clauses",
            MapOf(Inner(CLAUSE), keys="id"),
            Text(zh="条款及其落实方式。", en="the clauses and what executes them"),
        ),
        Key(
            "signals",
            MapOf(SIGNAL, keys="name"),
            Text(zh="信号：把某种情形变成一条业务记录。", en="signals, which turn a pattern into an event"),
        ),
        Key("promises", MapOf(PROMISE, keys="id"), Text(zh="承诺。", en="the promises")),
        Key("roles", Reserved(), Text(zh="岗位与权限。", en="roles")),
        Key("consequences", Reserved(), Text(zh="处置规则。", en="consequence rules")),
        Key("indicators", MapOf(INDICATOR, keys="name"), Text(zh="指标。", en="indicators: figures per period")),
        Key("flows", Reserved(), Text(zh="流程。", en="flows")),
        Key("forms", Reserved(), Text(zh="表单。", en="forms")),
        Key("texts", Reserved(), Text(zh="文案。", en="texts")),
        Key("surveys", Reserved(), Text(zh="问卷。", en="surveys")),
        Key("reports", Reserved(), Text(zh="报表。", en="report definitions")),
    ),
)
