"""Kinds of problem met on the way from files to events: L0 files, L1 rows, L2 mappings.

L3 stand in `result_problems`, and what only JSON lines or XES can have in `format_problems`.
"""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

# --- files: the whole file is refused, nothing of it is used

FILE_EMPTY = ProblemKind(
    "L001",
    Text(zh="文件 {file} 是空的。", en="The file {file} is empty."),
    Text(zh="请检查导出是否成功，再给出有内容的文件。", en="Check the export and name a file that holds rows."),
)
GZIP_BROKEN = ProblemKind(
    "L002",
    Text(
        zh="压缩文件 {file} 不完整或已损坏，整个文件都没有使用。",
        en="The compressed file {file} breaks off or is damaged; nothing of it was used.",
    ),
    Text(
        zh="请重新复制或导出该文件；可用 gzip -t 检查。",
        en="Copy or export the file again; gzip -t tells whether it is whole.",
    ),
)
NOT_PARQUET = ProblemKind(
    "L003",
    Text(zh="文件 {file} 不是完整的 Parquet 文件。", en="The file {file} is not a whole Parquet file."),
    Text(
        zh="请重新复制该文件，或在映射文件的 format 下写明 kind: csv。",
        en="Copy the file again, or say `kind: csv` under `format` of the mapping.",
    ),
)
ENCODING_WRONG = ProblemKind(
    "L004",
    Text(
        zh="文件 {file} 不是 {encoding} 编码：{failed} 行无法解码（首次在第 {row} 行）。",
        en="The file {file} is not written in {encoding}; rows that cannot be decoded: {failed}, the first is row {row}.",
    ),
    Text(
        zh="请在映射文件的 format 下写明 encoding，例如 utf-8、gb18030、cp1252、utf-16。",
        en="Name the `encoding` under `format` of the mapping, such as utf-8, gb18030, cp1252 or utf-16.",
    ),
)
COLUMN_MISSING = ProblemKind(
    "L005",
    Text(zh="文件 {file} 没有“{column}”列。", en="The file {file} has no column `{column}`."),
    Text(zh="现有的列：{columns}。{similar}", en="Its columns are: {columns}.{similar}"),
)
COLUMN_TWICE = ProblemKind(
    "L006",
    Text(
        zh="文件 {file} 有 {count} 列都叫“{column}”。",
        en="The file {file} has {count} columns named `{column}`.",
    ),
    Text(
        zh="请写明是第几列，例如 {column}#1 或 {column}#2。",
        en="Say which one is meant: {column}#1 or {column}#2.",
    ),
)
TOO_MANY_COLUMNS = ProblemKind(
    "L007",
    Text(
        zh="文件 {file} 有 {count} 列，超过上限 {limit} 列。",
        en="The file {file} has {count} columns, more than the limit of {limit}.",
    ),
    Text(zh="请检查分隔符，或只导出需要的列。", en="Check the separator, or export only the columns that are needed."),
)
EXPANDS_TOO_MUCH = ProblemKind(
    "L008",
    Text(
        zh="压缩文件 {file} 解压后已达原大小的 {ratio} 倍以上，读取已停止。",
        en="The compressed file {file} has grown to more than {ratio} times its size; reading was stopped.",
    ),
    Text(
        zh="请确认来源可靠，解压后再给出未压缩的文件。",
        en="Make sure where it comes from, unpack it and name the unpacked file.",
    ),
)
KIND_UNKNOWN = ProblemKind(
    "L009",
    Text(
        zh="从文件名 {file} 看不出格式。",
        en="The name {file} does not tell the kind of file.",
    ),
    Text(
        zh="请使用 .csv、.parquet、.jsonl 或 .xes 文件名（除 Parquet 外可加 .gz），或在映射文件的 format 下写明 kind。",
        en="Name it .csv, .parquet, .jsonl or .xes (all but Parquet also with .gz), or state the `kind` under `format`.",
    ),
)
NAME_TWICE = ProblemKind(
    "L010",
    Text(
        zh="有两个文件都叫 {file}，其中的业务记录无法区分编号。",
        en="Two files are named {file}, so that the ids of their events could not be told apart.",
    ),
    Text(
        zh="请给文件改名，或在每条规则下用 id 指定编号列。",
        en="Rename one of them, or name the column of the `id` in every rule.",
    ),
)
ZONE_MISSING = ProblemKind(
    "L011",
    Text(
        zh="文件 {file} 的“{column}”列的时间没有时区，例如“{value}”。",
        en="The times in the column `{column}` of {file} have no zone, for example {value}.",
    ),
    Text(
        zh="请在映射文件的 mapping 下写明 zone，例如 zone: Asia/Shanghai。",
        en="State the `zone` under `mapping` of the mapping file, such as zone: Asia/Shanghai.",
    ),
)
QUOTES_BROKEN = ProblemKind(
    "L012",
    Text(
        zh="文件 {file} 有 {count} 行以上的引号不成对（首次在第 {row} 行），读取已停止。",
        en="More than {count} rows of {file} have quotes that do not pair, the first is row {row}; reading was stopped.",
    ),
    Text(
        zh="如果该文件不用引号，请在映射文件的 format 下写 quote: none。",
        en="If the file uses no quotes, say `quote: none` under `format` of the mapping.",
    ),
)
TOO_MANY_ROWS = ProblemKind(
    "L013",
    Text(
        zh="文件 {file} 的行数超过上限 {limit}。",
        en="The file {file} has more rows than the limit of {limit}.",
    ),
    Text(zh="请把文件按时间或业务对象拆开，分几次判定。", en="Split the log by time or subject and audit the parts."),
)
FILE_UNREADABLE = ProblemKind(
    "L014",
    Text(zh="无法读取文件 {file}：{reason}。", en="The file {file} cannot be read: {reason}."),
    Text(zh="请检查路径和权限。", en="Check the path and the permissions."),
)
TOO_MANY_TYPES = ProblemKind(
    "L020",
    Text(
        zh="日志中有 {count} 种业务记录，超过上限 {limit} 种。",
        en="The log has {count} types of event, more than the limit of {limit}.",
    ),
    Text(
        zh="请检查映射文件中给出业务记录类型的列，或用 names 写明需要的类型。",
        en="Check which column of the mapping gives the type, or name the types that are needed under `names`.",
    ),
)

# --- rows: one row, or one event of it, is set aside; all others are used

_CORRECT_ROW = Text(zh="请在来源中更正这一行后重新导出。", en="Correct the row at its source and export it again.")

FIELD_COUNT = ProblemKind(
    "L101",
    Text(zh="这一行有 {found} 个字段，应有 {expected} 个。", en="The row has {found} fields instead of {expected}."),
    _CORRECT_ROW,
)
BYTES_UNDECODABLE = ProblemKind(
    "L102",
    Text(zh="这一行含有不属于 {encoding} 编码的字节。", en="The row holds bytes that are not {encoding}."),
    Text(
        zh="请更正这一行，或在映射文件的 format 下写明 encoding。",
        en="Correct the row, or name the `encoding` under `format` of the mapping.",
    ),
)
LINE_TOO_LONG = ProblemKind(
    "L103",
    Text(zh="这一行超过 {limit} 个字符。", en="The line is longer than {limit} characters."),
    _CORRECT_ROW,
)
QUOTE_UNPAIRED = ProblemKind(
    "L104",
    Text(zh="这一行的引号不成对。", en="The quotes of the row do not pair."),
    Text(
        zh="字段内的引号请写两次；如果该文件不用引号，请在映射文件的 format 下写 quote: none。",
        en="Write a quote within a field twice; if the file uses no quotes, say `quote: none` under `format`.",
    ),
)
SUBJECT_MISSING = ProblemKind(
    "L110",
    Text(zh="缺少业务对象的编号“{attribute}”。", en="The id of the subject, `{attribute}`, is missing."),
    _CORRECT_ROW,
)
TIME_MISSING = ProblemKind(
    "L111",
    Text(zh="缺少时间。", en="The time is missing."),
    Text(
        zh="如果这一行本来就不是业务记录，请在规则中写 when: {column} is not null。",
        en="If such a row is no event at all, say `when: {column} is not null` in the rule.",
    ),
)
TIME_UNREADABLE = ProblemKind(
    "L112",
    Text(zh="“{value}”不是“{format}”格式的时间。", en="`{value}` is not a time of the form `{format}`."),
    Text(
        zh="请更正这一行，或在映射文件中写明时间的 format。",
        en="Correct the row, or state the `format` of the time in the mapping.",
    ),
)
TIME_WITHOUT_ZONE = ProblemKind(
    "L113",
    Text(zh="时间“{value}”没有时区。", en="The time `{value}` has no zone."),
    Text(
        zh="请在映射文件的 mapping 下写明 zone，例如 zone: Asia/Shanghai。",
        en="State the `zone` under `mapping` of the mapping file, such as zone: Asia/Shanghai.",
    ),
)
LOCAL_TIME_SKIPPED = ProblemKind(
    "L114",
    Text(
        zh="当地时间“{value}”在时区 {zone} 不存在：时钟在此拨快。",
        en="The local time `{value}` does not exist in the zone {zone}: the clock was put forward over it.",
    ),
    _CORRECT_ROW,
)
EVENT_UNKNOWN = ProblemKind(
    "L115",
    Text(zh="不认识的业务记录类型“{value}”。", en="`{value}` is not a known type of event."),
    Text(
        zh="请在映射文件的 names 下给它一个类型，或列入 ignore。{similar}",
        en="Give it a type under `names` of the mapping, or list it under `ignore`.{similar}",
    ),
)
EVENT_MISSING = ProblemKind(
    "L116",
    Text(zh="缺少业务记录类型。", en="The type of the event is missing."),
    _CORRECT_ROW,
)
VALUE_OUTSIDE_TYPE = ProblemKind(
    "L117",
    Text(
        zh="“{value}”不符合属性 {attribute} 的类型：{type}。",
        en="`{value}` is not of the type of the attribute {attribute}: {type}.",
    ),
    Text(
        zh="请更正这一行，或更正制度中声明的类型。",
        en="Correct the row, or the type that the charter declares.",
    ),
)
ID_TAKEN = ProblemKind(
    "L118",
    Text(
        zh="编号“{value}”已用于内容不同的业务记录（{other}）。",
        en="The id `{value}` is taken by an event with other content ({other}).",
    ),
    Text(
        zh="请给更正记录新的编号，并用 supersedes 指明它取代哪一条。",
        en="Give a superseding event an id of its own and name in `supersedes` what it replaces.",
    ),
)
SUPERSEDES_UNKNOWN = ProblemKind(
    "L119",
    Text(zh="它要取代的业务记录“{value}”不在其中。", en="The event `{value}` that it supersedes is not there."),
    Text(zh="请把原来的业务记录也一并给出。", en="Supply the original event as well."),
)
SUPERSEDES_RING = ProblemKind(
    "L120",
    Text(zh="业务记录“{value}”的更正首尾相接。", en="The corrections of the event `{value}` form a ring."),
    Text(
        zh="请更正 supersedes，使每条更正记录只指向更早的业务记录。",
        en="Correct `supersedes` so that it names earlier events only.",
    ),
)
ID_MISSING = ProblemKind("L121", Text(zh="缺少业务记录的编号。", en="The id of the event is missing."), _CORRECT_ROW)
SEQUENCE_UNREADABLE = ProblemKind(
    "L122",
    Text(zh="“{value}”不是给业务记录排序用的整数。", en="`{value}` is not a whole number to order events by."),
    _CORRECT_ROW,
)
LENGTH_UNREADABLE = ProblemKind(
    "L123",
    Text(zh="“{value}”不是可以加到时间上的数。", en="`{value}` is not a number that can be added to a time."),
    _CORRECT_ROW,
)

TIME_OUT_OF_RANGE = ProblemKind(
    "L124",
    Text(
        zh="时间“{value}”超出可计算的年份 {first} 至 {last}。",
        en="The time `{value}` lies outside the years {first} to {last} that can be reckoned with.",
    ),
    Text(
        zh="请更正这一行；如果它表示没有时间，请列入 nulls。",
        en="Correct the row; if it stands for no time at all, list it under `nulls`.",
    ),
)

VALUE_MISSING = ProblemKind(
    "L125",
    Text(zh="缺少必填的属性“{attribute}”。", en="The attribute `{attribute}`, which must have a value, is missing."),
    Text(
        zh="请补上该值；如果可以没有，请在制度中将它标为 optional。",
        en="Supply the value; if there may be none, mark the attribute optional in the charter.",
    ),
)

VALUE_TAKEN = ProblemKind(
    "L126",
    Text(
        zh="属性 {attribute} 的值“{value}”只能出现一次，已用于先入库的业务记录（{other}）。",
        en="The attribute {attribute} may hold `{value}` once; an event recorded before it has it ({other}).",
    ),
    Text(
        zh="请更正这一行；如果它是更正记录，请用 supersedes 指明它取代哪一条。",
        en="Correct the row; if it is a superseding event, name in `supersedes` what it replaces.",
    ),
)

# --- mappings

EVENT_TYPE_UNDECLARED = ProblemKind(
    "L201",
    Text(
        zh="制度没有声明业务记录类型“{event}”。",
        en="The charter declares no type of event `{event}`.",
    ),
    Text(
        zh="请改用制度中已有的类型，或在制度的 events 下声明它。{similar}",
        en="Use a type that the charter has, or declare it under `events` of the charter.{similar}",
    ),
)
ATTRIBUTE_UNDECLARED = ProblemKind(
    "L202",
    Text(
        zh="业务记录类型 {events} 没有属性“{attribute}”。",
        en="There is no attribute `{attribute}` in {events}.",
    ),
    Text(
        zh="请改用已声明的属性，或在制度中声明它。{similar}",
        en="Use an attribute that is declared, or declare it in the charter.{similar}",
    ),
)
SUBJECT_UNMAPPED = ProblemKind(
    "L203",
    Text(
        zh="业务记录 {event} 属于业务对象 {kind}，但规则没有给出它的编号“{attribute}”。",
        en="{event} belongs to the subject {kind}, but the rule does not supply its id, `{attribute}`.",
    ),
    Text(
        zh="请在规则的 attributes 下写明“{attribute}”来自哪一列。",
        en="Name the column of `{attribute}` under `attributes` of the rule.",
    ),
)
SOURCE_DIFFERS = ProblemKind(
    "L204",
    Text(
        zh="映射文件说业务记录 {event} 来自 {mapped}，制度说来自 {declared}。",
        en="The mapping says that {event} comes from {mapped}, the charter that it comes from {declared}.",
    ),
    Text(
        zh="请在这条规则下写 source: {declared}，或更正制度。",
        en="Say `source: {declared}` in this rule, or correct the charter.",
    ),
)
CASE_MISSING = ProblemKind(
    "L205",
    Text(
        zh="规则写了 changes，但没有写 case：不知道要与哪一行比较。",
        en="The rule says `changes` but no `case`: it is not said which rows belong together.",
    ),
    Text(zh="请写 case，例如 case: number。", en="Add `case`, such as `case: number`."),
)
ORDER_MISSING = ProblemKind(
    "L206",
    Text(
        zh="规则写了 changes，但映射文件没有写 sequence：同一时刻的各行没有先后。",
        en="The rule says `changes`, but the mapping has no `sequence`: rows of one instant have no order.",
    ),
    Text(
        zh="如果文件中行的先后有意义，请写 sequence: row；否则在 sequence 下用 column 写明排序的列。",
        en="Write `sequence: row` if the order of the rows is meaningful, else name the `column` that orders them under `sequence`.",
    ),
)
NO_HISTORY = ProblemKind(
    "L207",
    Text(
        zh="映射文件的条件不能使用 {function}：它只看当前一行。",
        en="A condition of a mapping cannot use {function}: it looks at one row only.",
    ),
    Text(zh="请把这个条件写在制度的承诺里。", en="Say this in a promise of the charter."),
)
CONDITION_UNTYPED = ProblemKind(
    "L208",
    Text(
        zh="条件把不同类型的值放在一起：{reason}。",
        en="The condition cannot be computed: {reason}.",
    ),
    Text(
        zh="CSV 的列都是文字；请在 columns 下写明类型，例如 hours: {{type: number}}。",
        en="The columns of a CSV file are texts; state a type under `columns`, such as hours: {{type: number}}.",
    ),
)
NOT_A_CHARACTER = ProblemKind(
    "L209",
    Text(zh="“{value}”不是单个字符。", en="`{value}` is not a single character."),
    Text(zh='请写一个字符，例如 ";"，或写 tab。', en='Write one character such as ";", or the word tab.'),
)
ENCODING_UNKNOWN = ProblemKind(
    "L210",
    Text(zh="没有名为“{value}”的编码。", en="There is no encoding named `{value}`."),
    Text(zh="请写 utf-8、gb18030、cp1252、utf-16 等。", en="Write utf-8, gb18030, cp1252, utf-16 or the like."),
)
TIME_FORMAT_UNKNOWN = ProblemKind(
    "L211",
    Text(zh="“{value}”不是时间的写法。", en="`{value}` is no way to write times."),
    Text(
        zh="请写 iso、epoch s、epoch ms、epoch us，或 %d/%m/%Y %H:%M 这样的格式。",
        en="Write iso, epoch s, epoch ms, epoch us, or a pattern such as %d/%m/%Y %H:%M.",
    ),
)
NOT_A_TIME_UNIT = ProblemKind(
    "L212",
    Text(zh="“{value}”不是一般时间的单位。", en="`{value}` is not a unit of elapsed time."),
    Text(zh="请写 s、min 或 h。", en="Write s, min or h."),
)
NOT_A_FACTOR = ProblemKind(
    "L213",
    Text(zh="“{value}”不是可以相乘或相除的数。", en="`{value}` is not a number to multiply or divide by."),
    Text(zh="请写不为零的数，例如 10 或 0.1。", en="Write a number other than zero, such as 10 or 0.1."),
)
COLUMN_OR_CONSTANT = ProblemKind(
    "L214",
    Text(zh="值的来源须是 column 或 constant 之一。", en="A value comes from either a column or a constant."),
    Text(zh="请写其中一个，且只写一个。", en="Write exactly one of `column` and `constant`."),
)
ATTRIBUTE_UNMAPPED = ProblemKind(
    "L215",
    Text(
        zh="规则没有给出业务记录 {event} 的必填属性“{attribute}”。",
        en="The rule does not supply the attribute `{attribute}` of {event}, which must have a value.",
    ),
    Text(
        zh="请在规则的 attributes 下写明它来自哪一列，或在制度中将它标为 optional。",
        en="Name its column under `attributes` of the rule, or mark it optional in the charter.",
    ),
)
CONSTANT_NEVER_OCCURS = ProblemKind(
    "L220",
    Text(
        zh="制度中的“{value}”在业务记录的 {attribute} 中从未出现。",
        en="`{value}`, which the charter compares with {attribute}, never occurs in the log.",
    ),
    Text(
        zh="请核对写法；如果来源使用另一个词，请在映射文件的 names 下改名。",
        en="Check the spelling; if the source uses another word, rename it under `names` of the mapping.",
    ),
    severity="warning",
)
EVENT_NEVER_OCCURS = ProblemKind(
    "L221",
    Text(
        zh="承诺 {promise} 用到的业务记录类型 {event} 从未出现。",
        en="No event of the type {event}, which the promise {promise} names, occurs in the log.",
    ),
    Text(
        zh="请在映射文件中为它写一条规则，或确认确实没有发生。",
        en="Add a rule for it to the mapping, or make sure that there was none.",
    ),
    severity="warning",
)
SERIES_BROKEN = ProblemKind(
    "L222",
    Text(
        zh="业务记录 {event} 的编号 {attribute} 应当连续，从 {first} 到 {last} 缺 {count} 个：{missing}。",
        en="The numbers {attribute} of {event} should have no gap; from {first} to {last} there are missing: {count} ({missing}).",
    ),
    Text(
        zh="请补上缺少的业务记录；作废的编号请用业务记录写明，并把它列入 unique in。",
        en="Supply the events that are missing; tell numbers that were made void by events, and name these in `unique in`.",
    ),
    severity="warning",
)
