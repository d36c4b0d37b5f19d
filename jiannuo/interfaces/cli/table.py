"""The command table: every command with its arguments, in both languages; nothing here loads a command."""

from dataclasses import dataclass, replace
from keyword import iskeyword

from jiannuo.core.values.texts import Text


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument; a name beginning with `--` is an option. `shown` stands for its value in the help."""

    name: str
    help: Text
    shown: str = ""
    choices: tuple[str, ...] = ()
    is_flag: bool = False
    is_repeated: bool = False
    is_required: bool = False

    @property
    def is_option(self) -> bool:
        """Tell whether the argument is named on the command line."""
        return self.name.startswith("--")

    @property
    def stored_as(self) -> str:
        """Return the name of its value among the parsed arguments."""
        name = self.name.removeprefix("--").replace("-", "_")
        return f"{name}_" if iskeyword(name) else name


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name of one or two words, and the module in `commands` that runs it."""

    name: str
    module: str
    summary: Text
    description: Text
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def all_arguments(self) -> tuple[Argument, ...]:
        """Return its own arguments and those that every command has."""
        return (*self.arguments, *COMMON)


LANG = Argument(
    "--lang",
    Text(
        zh="显示的语言：zh 中文，en 英文；默认随系统语言",
        en="language shown: zh Chinese, en English; the locale's by default",
    ),
    choices=("zh", "en"),
)
FORMAT = Argument(
    "--format",
    Text(
        zh="输出的形式：text 供人阅读（默认），json 供程序读取",
        en="form of the output: text for people (default), json for machines",
    ),
    choices=("text", "json"),
)
HELP = Argument("--help", Text(zh="显示本说明", en="show this help"), is_flag=True)
VERSION = Argument("--version", Text(zh="显示版本号", en="show the version"), is_flag=True)
COMMON = (LANG, FORMAT, HELP)
GLOBAL = (LANG, FORMAT, HELP, VERSION)

_CHARTER = Argument("charter", Text(zh="制度所在的文件夹", en="folder of the charter"), shown="DIR", is_required=True)
_OWN_COPY = Argument(
    "--own-copy",
    Text(
        zh="结果只供自己留存：指标不略去项数很少的组，也不遮盖个人信息",
        en="the result is for your own keeping: figures leave out no small group and mask no person",
    ),
    is_flag=True,
)
_PARAMETERS = Argument(
    "--parameters",
    Text(
        zh="本单位的参数文件，其中的数值代替制度中的默认值",
        en="the organization's parameters; its figures take the place of the charter's own",
    ),
    shown="FILE",
)
_EVENTS = Argument(
    "--events",
    Text(
        zh="业务记录文件：CSV、Parquet、JSON 行或 XES；除 Parquet 外可为 .gz",
        en="files of events: CSV, Parquet, JSON lines or XES; all but Parquet also as .gz",
    ),
    shown="FILE",
    is_repeated=True,
    is_required=True,
)
_AS_OF = Argument(
    "--as-of",
    Text(
        zh="数据截至的时间；不写时差时按制度的时区；默认是业务记录的最后时刻",
        en="judge as of this time, in the charter's zone unless it has an offset; the log's last instant by default",
    ),
    shown="TIME",
)
_PROGRESS = Argument(
    "--progress",
    Text(zh="即使输出不是终端也显示进度", en="show progress even when the output is no terminal"),
    is_flag=True,
)

GROUPS: dict[str, Text] = {
    "charter": Text(zh="检查和说明制度", en="check and explain charters"),
    "log": Text(zh="检查业务记录的读取", en="check how logs of events are read"),
    "simulate": Text(zh="编造业务记录，用来检验判定", en="make logs up, to try judging out"),
}

COMMANDS: tuple[Command, ...] = (
    Command(
        "charter new",
        "start_charter",
        Text(zh="新建一份带注释的制度", en="start a charter from a commented one"),
        Text(
            zh="在新的或空的文件夹中写入一份带中英文注释的小制度、映射文件和模拟的业务记录，原样即可检查和判定。",
            en="Writes a small charter with comments in both languages, a mapping and a made-up log into a new or empty folder; all can be checked and audited as they stand.",
        ),
        (Argument("folder", Text(zh="新的或空的文件夹", en="a new or empty folder"), shown="DIR", is_required=True),),
        ("jiannuo charter new charters/complaints",),
    ),
    Command(
        "charter check",
        "check_charter",
        Text(zh="检查一份制度", en="check a charter"),
        Text(
            zh="读取一份制度，一次列出全部错误和警告。",
            en="Reads a charter and lists all its errors and warnings in one run.",
        ),
        (_CHARTER, _PARAMETERS),
        ("jiannuo charter check charters/ride-hailing",),
    ),
    Command(
        "charter explain",
        "explain_charter",
        Text(zh="用文字说明承诺和指标", en="explain promises and indicators in words"),
        Text(
            zh="用文字和时间线说明一份制度的全部承诺和指标，或其中一项。",
            en="Explains all promises and indicators of a charter, or one, in words, promises with a timeline.",
        ),
        (
            _CHARTER,
            Argument(
                "promise",
                Text(zh="只说明这一项承诺或指标", en="explain this promise or indicator only"),
                shown="PROMISE",
            ),
            _PARAMETERS,
        ),
        (
            "jiannuo charter explain charters/ride-hailing",
            "jiannuo charter explain charters/ride-hailing not-late",
        ),
    ),
    Command(
        "charter schema",
        "show_schema",
        Text(zh="输出供编辑器使用的 JSON Schema", en="print the JSON Schema for editors"),
        Text(
            zh="输出制度文件的 JSON Schema，编辑器用它补全和检查。",
            en="Prints the JSON Schema of charter files, with which editors complete and check them.",
        ),
        (),
        ("jiannuo charter schema > charter.schema.json",),
    ),
    Command(
        "charter clauses",
        "list_clauses",
        Text(zh="列出条款及其落实方式", en="list the clauses and what executes each"),
        Text(
            zh="列出一份制度的全部条款，说明每一条的落实方式和依据。",
            en="Lists all clauses of a charter with what executes each and the proof of it.",
        ),
        (
            _CHARTER,
            Argument(
                "--missing",
                Text(zh="只列出尚无落实方式的条款", en="list only clauses that nothing executes yet"),
                is_flag=True,
            ),
            _PARAMETERS,
        ),
        ("jiannuo charter clauses charters/ride-hailing --missing",),
    ),
    Command(
        "charter diff",
        "compare_charters",
        Text(zh="比较一份制度的两个版本", en="compare two editions of a charter"),
        Text(
            zh="说明两个版本之间对谁变了什么：承诺、时限、日历、参数和条款，以及更严还是更宽。没有不同时退出码为 0，有不同时为 1，任何一份无法读取时为 2。",
            en="Tells what changes for whom between two editions: promises, limits, calendars, parameters and clauses, and whether it is stricter or looser. The exit code is 0 without a difference, 1 with any, and 2 if one of them could not be read.",
        ),
        (
            Argument(
                "old", Text(zh="旧版本所在的文件夹", en="folder of the old edition"), shown="OLD", is_required=True
            ),
            Argument(
                "new", Text(zh="新版本所在的文件夹", en="folder of the new edition"), shown="NEW", is_required=True
            ),
            _PARAMETERS,
        ),
        ("jiannuo charter diff charters/ride-hailing-1 charters/ride-hailing-2",),
    ),
    Command(
        "log check",
        "check_log",
        Text(zh="检查业务记录文件能否读取", en="check that files of events can be read"),
        Text(
            zh="按映射文件读取业务记录，报告行数、时间范围、业务记录类型，以及哪些行被搁置和原因。",
            en="Reads files of events by a mapping and reports counts, span, event types, and which rows were set aside and why.",
        ),
        (
            Argument("mapping", Text(zh="映射文件", en="the mapping file"), shown="MAPPING", is_required=True),
            replace(_EVENTS, name="files"),
            Argument(
                "--charter",
                Text(
                    zh="制度所在的文件夹；按它声明的类型检查",
                    en="folder of a charter, to whose types the log is held",
                ),
                shown="DIR",
            ),
            _PARAMETERS,
            Argument(
                "--rejects",
                Text(
                    zh="把搁置的行连同行号和原因写入这个文件",
                    en="write the rows set aside, with number and reason, to this file",
                ),
                shown="FILE",
            ),
            _PROGRESS,
        ),
        (
            "jiannuo log check mapping.yaml incidents.csv.gz",
            "jiannuo log check mapping.yaml a.csv b.csv --charter charters/service-desk --rejects rejects.csv",
        ),
    ),
    Command(
        "audit",
        "audit",
        Text(zh="按制度判定业务记录", en="judge a log by a charter"),
        Text(
            zh="按制度判定业务记录中的每一项承诺，给出判定、截止时间、原因和依据。",
            en="Judges every promise of a charter on the events of a log: verdict, due time, reason and evidence.",
        ),
        (
            _CHARTER,
            Argument("--log", Text(zh="映射文件", en="the mapping file"), shown="MAPPING", is_required=True),
            _EVENTS,
            _AS_OF,
            Argument(
                "--out",
                Text(
                    zh="把 findings.parquet、summary.json、rejects.csv 和 report.html 写入这个文件夹",
                    en="write findings.parquet, summary.json, rejects.csv and report.html to this folder",
                ),
                shown="DIR",
            ),
            Argument(
                "--xlsx",
                Text(
                    zh="另写工作簿 report.xlsx：摘要、承诺、各期、指标、判定，供 WPS 表格和 Excel 打开",
                    en="also write report.xlsx for spreadsheets: summary, promises, periods, indicators, findings",
                ),
                is_flag=True,
            ),
            Argument(
                "--csv",
                Text(
                    zh="另写 findings.csv、promises.csv、periods.csv、agenda.csv，有指标时还有 indicators.csv，并指定其编码",
                    en="also write findings.csv, promises.csv, periods.csv, agenda.csv and, with indicators, indicators.csv, in this encoding",
                ),
                choices=("utf-8", "gb18030"),
            ),
            Argument(
                "--engine",
                Text(
                    zh="由谁判定：kernel 为编译执行的内核（默认），reference 为对照实现，结果相同但慢得多，"
                    "spark://HOST:PORT 为 Spark 集群，local-cluster[N,CORES,MB] 为本机上的 Spark 集群",
                    en="who judges: kernel, compiled (default); reference, for comparison: the same findings, much slower; "
                    "spark://HOST:PORT, a Spark cluster; local-cluster[N,CORES,MB], one on this machine",
                ),
                shown="ENGINE",
            ),
            _OWN_COPY,
            _PARAMETERS,
            _PROGRESS,
        ),
        (
            "jiannuo audit charters/service-desk --log mapping.yaml --events incidents.csv.gz --out out/service-desk",
            "jiannuo audit charters/service-desk --log mapping.yaml --events a.csv b.csv --as-of 2016-03-01T00:00:00Z",
            "jiannuo audit charters/service-desk --log mapping.yaml --events log.csv --out out --xlsx --csv gb18030",
        ),
    ),
    Command(
        "judge",
        "judge_files",
        Text(zh="在有限的内存中判定很大的业务记录", en="judge a large log within limited memory"),
        Text(
            zh="按制度判定 Parquet 业务记录，其列名须与制度一致；一边判定一边写出，按承诺显示各种判定的数目。",
            en="Judges Parquet files whose columns are named as in the charter, writes findings as they are made, and shows how many there are of each verdict.",
        ),
        (
            _CHARTER,
            Argument(
                "--events",
                Text(
                    zh="Parquet 文件，含 event、at 两列和制度声明的属性，可另有 id、source 等列",
                    en="Parquet files with the columns event and at and the attributes that the charter declares; id, source and others may be there",
                ),
                shown="FILE",
                is_repeated=True,
                is_required=True,
            ),
            Argument(
                "--out",
                Text(
                    zh="把 findings.parquet、counts.json 和制度写入这个文件夹",
                    en="write findings.parquet, counts.json and the charter to this folder",
                ),
                shown="DIR",
                is_required=True,
            ),
            Argument(
                "--full",
                Text(
                    zh="写出与 jiannuo audit 相同的全部列；不写时只有判定、原因和各时间",
                    en="write all columns that jiannuo audit writes; without it verdicts, reasons and instants only",
                ),
                is_flag=True,
            ),
            Argument(
                "--without-indicators",
                Text(
                    zh="不计算制度中的指标；计算指标须一次读入全部业务记录",
                    en="leave the charter's indicators out, for which all events are read at once",
                ),
                is_flag=True,
            ),
            _OWN_COPY,
            Argument(
                "--memory-limit",
                Text(
                    zh="最多占用的内存，例如 2GB；默认不限",
                    en="the most memory to take, such as 2GB; no limit by default",
                ),
                shown="SIZE",
            ),
            _AS_OF,
            _PARAMETERS,
            _PROGRESS,
        ),
        ("jiannuo judge charters/ride-hailing --events 2025.parquet 2026.parquet --out out/rides --memory-limit 2GB",),
    ),
    Command(
        "what-if",
        "ask_what_if",
        Text(zh="测算改动一处会有多少判定改变", en="ask what a change would have come to"),
        Text(
            zh="按现行制度和改动后的制度各判定一遍同一份业务记录，说明有多少项会改为已兑现或未兑现、涉及谁、哪些判定改变，并列出离改后限值最近的十项。不改动任何文件。",
            en="Judges the same log by the charter and by the charter changed, and tells how many more would have been kept or broken, for whom, which verdicts move, and the ten nearest to the changed limit. No file is changed.",
        ),
        (
            _CHARTER,
            Argument(
                "--set",
                Text(
                    zh="要作的改动：承诺.键=内容，参数写成 param.名称=内容；可写多次",
                    en="what to change: promise.key=value, for a parameter param.name=value; may be given several times",
                ),
                shown="CHANGE",
                is_repeated=True,
                is_required=True,
            ),
            Argument(
                "--log",
                Text(
                    zh="映射文件；不写时，业务记录须是列名与制度一致的 Parquet 文件，与 jiannuo judge 相同",
                    en="the mapping file; without it the events are Parquet files named as in the charter, as for jiannuo judge",
                ),
                shown="MAPPING",
            ),
            _EVENTS,
            _AS_OF,
            _PARAMETERS,
            _PROGRESS,
        ),
        (
            "jiannuo what-if charters/ride-hailing --set first-contact.within=45min --events rides.parquet",
            "jiannuo what-if charters/service-desk --set answer.within='8 working h' --set param.most=5 --log mapping.yaml --events incidents.csv.gz --format json",
        ),
    ),
    Command(
        "explain",
        "explain_finding",
        Text(zh="说明一项判定的由来", en="explain how a finding came about"),
        Text(
            zh="说明一项判定的由来：用到的每一次相加、每一段暂停和每一行日历。",
            en="Explains a finding: every addition, pause and row of the calendar that was used.",
        ),
        (
            Argument("finding", Text(zh="判定的编号", en="id of the finding"), shown="FINDING", is_required=True),
            Argument(
                "--in",
                Text(zh="jiannuo audit --out 写入结果的文件夹", en="folder that jiannuo audit --out wrote to"),
                shown="DIR",
                is_required=True,
            ),
        ),
        ("jiannuo explain 3f2a9c0d41b7e865 --in out/service-desk",),
    ),
    Command(
        "simulate ride-hailing",
        "simulate_ride_hailing",
        Text(zh="编造一座城市的网约接送订单", en="make up the ride-hailing orders of a city"),
        Text(
            zh="编造一座城市的网约接送订单，其中埋设未兑现、貌似未兑现的情形和无法判定的情形；写入业务记录、对每项承诺的本意、映射文件和说明，并列出各有多少。同样的订单数和随机种子得到同样的文件。",
            en="Makes up the ride-hailing orders of a city with breaches, innocent look-alikes and unknowable cases planted; writes the events, what was intended for each promise, the mapping to audit them by and a page about them, and lists how many of each there are. The same number of orders and seed make the same files.",
        ),
        (
            Argument(
                "--orders",
                Text(
                    zh="订单数；不少于 5000 时，每种情形都有足够的数量",
                    en="how many orders; from 5000 on there is enough of everything",
                ),
                shown="N",
                is_required=True,
            ),
            Argument("--seed", Text(zh="随机种子，默认为 1", en="seed of the dice; 1 by default"), shown="S"),
            Argument(
                "--out",
                Text(
                    zh="把 events.parquet、truth.parquet、mapping.yaml 和 README.md 写入这个文件夹",
                    en="write events.parquet, truth.parquet, mapping.yaml and README.md to this folder",
                ),
                shown="DIR",
                is_required=True,
            ),
        ),
        ("jiannuo simulate ride-hailing --orders 5000 --seed 1 --out out/city",),
    ),
)


def commands_within(group: str) -> tuple[Command, ...]:
    """Return the commands of a group, or those without a group for the empty name."""
    return tuple(command for command in COMMANDS if command.name.rpartition(" ")[0] == group)
