"""The forms of a mapping file: one table that drives reading, refusals and the reference."""

from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, MapOf, OneOf, Plain
from jiannuo.core.charters.forms.shared_forms import TITLE
from jiannuo.core.engines.mapping.mapping import EPOCHS
from jiannuo.core.values.texts import Text

_COLUMNS = ListOf(Plain("text"))
_FORMAT_OF_TIMES = Text(
    zh=f"时间的写法：iso、{'、'.join(EPOCHS)}，或 %d/%m/%Y %H:%M 这样的格式。",
    en=f"how times are written: iso, {', '.join(EPOCHS)}, or a pattern such as %d/%m/%Y %H:%M",
)
_ZONE = Key(
    "zone",
    Plain("zone"),
    Text(zh="没有偏移的时间属于哪个时区。", en="the zone of times that carry no offset"),
    default="the mapping's",
)
_TWICE = Key(
    "twice",
    OneOf(("first", "second")),
    Text(zh="当地时间出现两次时取哪一次。", en="which one is meant where a local time occurs twice"),
    default="first",
)

MAPPING = Form(
    "mapping",
    Text(zh="映射说明", en="the mapping's own entry"),
    (
        Key("id", Plain("id"), Text(zh="映射的编号。", en="the mapping's id"), required=True),
        Key("title", Inner(TITLE), Text(zh="映射的名称。", en="its title"), default="id"),
        Key(
            "zone",
            Plain("zone"),
            Text(zh="没有偏移的时间属于哪个时区。", en="the zone of times that carry no offset"),
            default="none: such times are refused",
        ),
        Key(
            "source",
            Plain("name"),
            Text(zh="这些业务记录的数据来源。", en="the source these events come from"),
            default="what the charter declares for each event type",
        ),
    ),
)

ORIGIN = Form(
    "origin",
    Text(zh="数据出处", en="where the log comes from"),
    (
        Key(
            "title",
            Inner(TITLE),
            Text(zh="这些数据的名称。", en="what the data is called"),
            default="the mapping's title",
        ),
        Key(
            "source",
            Plain("text"),
            Text(zh="由谁提供，或在何处取得。", en="who provides it, or where it was got"),
            default="not told",
        ),
        Key(
            "licence", Plain("text"), Text(zh="按什么许可使用。", en="the licence it is used under"), default="not told"
        ),
        Key("attribution", Inner(TITLE), Text(zh="应当注明的署名。", en="the credit to be given"), default="none"),
        Key(
            "simulated",
            Plain("boolean"),
            Text(zh="true 表示业务记录由程序模拟生成。", en="true if the events were made up by a program"),
            default="false",
        ),
    ),
)

FORMAT = Form(
    "format",
    Text(zh="文件格式", en="the format of the files"),
    (
        Key(
            "kind",
            OneOf(("csv", "parquet", "jsonl", "xes")),
            Text(
                zh="文件的种类；jsonl 是每行一个 JSON 对象。",
                en="the kind of file; jsonl has one JSON object on each line",
            ),
            default="what the file's name tells",
        ),
        Key(
            "separator",
            Plain("text"),
            Text(zh="字段之间的一个字符，或 tab。", en="the character between fields, or tab"),
            default="a comma",
        ),
        Key("quote", Plain("text"), Text(zh="引号字符，或 none。", en="the quoting character, or none"), default='"'),
        Key("encoding", Plain("text"), Text(zh="文字编码。", en="the encoding of the text"), default="utf-8"),
        Key(
            "nulls",
            _COLUMNS,
            Text(
                zh="除空字段外，哪些写法表示缺失。",
                en="the texts that stand for a missing value, besides the empty field",
            ),
            default="none",
        ),
        Key("times", Plain("text"), _FORMAT_OF_TIMES, default="iso"),
        _TWICE,
        Key(
            "columns",
            _COLUMNS,
            Text(zh="没有标题行的文件的列名。", en="the names of the columns of a file without a header row"),
            default="the header row",
        ),
    ),
)

ADDITION = Form(
    "addition",
    Text(zh="时间的加数", en="an addition to a time"),
    (
        Key("column", Plain("text"), Text(zh="加上哪一列的数。", en="the column whose number is added"), required=True),
        Key(
            "unit",
            Plain("text"),
            Text(zh="数的单位，例如 s、min、h。", en="the unit of the number, such as s, min or h"),
            required=True,
        ),
    ),
)

TIME = Form(
    "time",
    Text(zh="时间的来源", en="where a time comes from"),
    (
        Key(
            "column",
            _COLUMNS,
            Text(zh="哪一列；几列以空格相连。", en="the column; several are joined by a blank"),
            required=True,
        ),
        Key("format", Plain("text"), _FORMAT_OF_TIMES, default="`times` of the format"),
        _ZONE,
        _TWICE,
        Key(
            "add",
            ListOf(Inner(ADDITION)),
            Text(zh="再加上其他列的时长。", en="lengths of time in other columns that are added"),
            default="none",
        ),
    ),
)

VALUE = Form(
    "mapped value",
    Text(zh="值的来源", en="where a value comes from"),
    (
        Key(
            "column",
            _COLUMNS,
            Text(zh="哪一列；位置写两列：纬度、经度。", en="the column; a point takes two, latitude and longitude"),
        ),
        Key("constant", Plain("text"), Text(zh="每一行都相同的值。", en="the same value for every row")),
        Key(
            "names",
            MapOf(Plain("text"), keys="text"),
            Text(zh="把原值改称什么；未列出的不变。", en="what values are renamed to; others stay as they are"),
            default="none",
        ),
        Key(
            "split",
            Plain("text"),
            Text(zh="列表各项之间的字符。", en="the character between the items of a list"),
            default="none",
        ),
        Key("multiply by", Plain("text"), Text(zh="数值乘以多少。", en="what numbers are multiplied by"), default="1"),
        Key("divide by", Plain("text"), Text(zh="数值除以多少。", en="what numbers are divided by"), default="1"),
        Key(
            "unit",
            Plain("text"),
            Text(
                zh="数值的单位或币种，例如 min、mg/kg、CNY。",
                en="the unit or currency of numbers, such as min, mg/kg or CNY",
            ),
            default="none",
        ),
        Key("format", Plain("text"), _FORMAT_OF_TIMES, default="`times` of the format"),
        _ZONE,
        _TWICE,
    ),
)

ALIAS = Form(
    "column",
    Text(zh="列", en="a column"),
    (
        Key("column", Plain("text"), Text(zh="文件中的列名。", en="its name in the file"), default="the same name"),
        Key(
            "type",
            Plain("type"),
            Text(zh="条件把它读作什么类型。", en="the type that conditions read it as"),
            default="what a Parquet file holds; text in all others",
        ),
        Key("format", Plain("text"), _FORMAT_OF_TIMES, default="`times` of the format"),
        _ZONE,
        _TWICE,
    ),
)

EVENT_NAMES = Form(
    "event by column",
    Text(zh="按列取业务记录类型", en="event types by a column"),
    (
        Key(
            "column",
            Plain("text"),
            Text(zh="哪一列说明业务记录类型。", en="the column that tells the type of the event"),
            required=True,
        ),
        Key(
            "names",
            MapOf(Plain("name"), keys="text"),
            Text(zh="每个值是哪种业务记录。", en="the event type of each value"),
            default="the values are the names",
        ),
        Key(
            "ignore",
            ListOf(Plain("text")),
            Text(
                zh="哪些值不算业务记录；others 表示其余全部。",
                en="the values that are no event; `others` means all that have no name",
            ),
            default="none",
        ),
    ),
)

_TIME = Either((Plain("text"), ListOf(Plain("text"), strict=True), Inner(TIME)))
_VALUE = Either((Plain("text"), Inner(VALUE)))
_VALUES = MapOf(_VALUE, keys="name")
RULE = Form(
    "rule",
    Text(zh="规则", en="a rule"),
    (
        Key(
            "event",
            Either((Plain("name"), Inner(EVENT_NAMES))),
            Text(zh="产生哪种业务记录。", en="the type of the event it makes"),
            required=True,
        ),
        Key("at", _TIME, Text(zh="发生时间在哪一列。", en="the column of the instant it happened"), required=True),
        Key(
            "when",
            Plain("condition"),
            Text(zh="只看符合条件的行。", en="only rows of which this is true"),
            default="every row",
        ),
        Key(
            "changes",
            _COLUMNS,
            Text(
                zh="只在这些列与同一 case 的前一行不同时产生。",
                en="only where one of these columns differs from the row before of the same case",
            ),
            default="none",
        ),
        Key(
            "case",
            _COLUMNS,
            Text(zh="哪些列相同的行属于一组。", en="the columns that rows of one case share"),
            default="none",
        ),
        Key(
            "once per",
            _COLUMNS,
            Text(
                zh="这些列与时间都相同的各行只产生一条业务记录。",
                en="one event for all rows that agree in these columns and in the instant",
            ),
            default="every row",
        ),
        Key(
            "keep",
            OneOf(("first", "last")),
            Text(zh="once per 取其中哪一行。", en="which of the rows `once per` takes"),
            default="first",
        ),
        Key(
            "id",
            _COLUMNS,
            Text(zh="业务记录编号所在的列。", en="the column of the event's id"),
            default="source, file, row and event",
        ),
        Key(
            "recorded_at",
            _TIME,
            Text(zh="入库时间在哪一列。", en="the column of the instant it was recorded"),
            default="the instant it happened",
        ),
        Key("actor", _VALUE, Text(zh="由谁做的。", en="who did it"), default="unknown"),
        Key(
            "actor_kind",
            _VALUE,
            Text(zh="是 person 还是 system。", en="whether a person or a system did it"),
            default="unknown",
        ),
        Key("unit", _VALUE, Text(zh="哪个单位。", en="the unit of the organisation"), default="unknown"),
        Key(
            "supersedes", _VALUE, Text(zh="取代哪一条业务记录。", en="the id of the event it replaces"), default="none"
        ),
        Key(
            "source",
            Plain("name"),
            Text(zh="这种业务记录的数据来源。", en="the source of these events"),
            default="the mapping's",
        ),
        Key("attributes", _VALUES, Text(zh="各属性的来源。", en="where its attributes come from"), default="none"),
    ),
)

FILE = Form(
    "mapping file",
    Text(zh="映射文件", en="a mapping file"),
    (
        Key("mapping", Inner(MAPPING), Text(zh="映射的编号、时区和数据来源。", en="the mapping's id, zone and source"), required=True),
        Key("origin", Inner(ORIGIN), Text(zh="数据从哪里来，按什么条件使用。", en="where the data comes from, and on what terms"), default="not told"),
        Key("format", Inner(FORMAT), Text(zh="文件的格式。", en="how the files are written"), default="what the files' names tell"),
        Key("complete until", Plain("instant"), Text(zh="业务记录完整到何时。", en="until when the log is complete"), default="its last instant"),
        Key(
            "sequence",
            Either((OneOf(("row",)), Inner(Form("sequence", Text(zh="先后", en="the sequence"), (Key("column", Plain("text"), Text(zh="哪一列排定业务记录的先后。", en="the column that orders the events"), required=True),))))),
            Text(zh="row 表示文件中行的先后有意义，或指定排序的列。", en="`row` if the order of rows in a file is meaningful, or the column that orders them"),
            default="none: events of one instant are simultaneous",
        ),
        Key("columns", MapOf(Either((Plain("text"), Inner(ALIAS))), keys="name"), Text(zh="条件中使用的列名和类型。", en="names and types of columns for conditions"), default="the columns' own names"),
        Key("attributes", _VALUES, Text(zh="每条规则都有的属性。", en="attributes that every rule has"), default="none"),
        Key("events", ListOf(Inner(RULE)), Text(zh="产生业务记录的规则。", en="the rules that make events of rows"), required=True),
    ),
)  # fmt: skip
