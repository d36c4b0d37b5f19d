"""What is wrong, where, and how to cure it: the one form of every foreseen refusal and warning.

Each room lists its kinds of problem in a module `problems.py`; a kind has a stable code, a message and a cure
in both languages. A `Problem` is one occurrence of a kind; a `Refusal` is the exception that carries problems.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from jiannuo.core.values.texts import Language, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: `line` and `column` count from 1; `row` is a record's number in a table of data."""

    file: str
    line: int | None = None
    column: int | None = None
    source_line: str | None = None
    width: int = 1

    def __str__(self) -> str:
        """Return `file:line:column` as far as known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: stable `code`, a message template (what, the value, the limit) and a cure template."""

    code: str
    message: Text
    cure: Text
    severity: Severity = "error"

    def at(self, place: Place | None = None, *, span: tuple[int, int] | None = None, **values: object) -> "Problem":
        """Make one occurrence; `span` is the offset and width within the text being read, if there is no place yet."""
        return Problem(kind=self, place=place, span=span, values=values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a kind of problem."""

    kind: ProblemKind
    place: Place | None = None
    span: tuple[int, int] | None = None
    values: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the stable code of the kind."""
        return self.kind.code

    @property
    def is_error(self) -> bool:
        """Tell whether the problem refuses the input, as against a warning."""
        return self.kind.severity == "error"

    def message(self, language: Language) -> str:
        """Return the sentence that says what is wrong."""
        return self.kind.message.filled(**self.values).within(language)

    def cure(self, language: Language) -> str:
        """Return the sentence that says what to do."""
        return self.kind.cure.filled(**self.values).within(language)

    def placed(self, place: Place) -> "Problem":
        """Return the same problem at a place."""
        return replace(self, place=place)


class Refusal(Exception):
    """A foreseen refusal: it carries the problems, in both languages, for the person who must act."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.code} {p.message('en')} {p.cure('en')}" for p in problems))
        self.problems = problems


# The kinds of this room. The rooms above list theirs in a `problems.py` of their own.

DURATION_UNREADABLE = ProblemKind(
    "V001",
    Text(zh="“{text}”不是时长。", en="`{text}` is not a duration."),
    Text(
        zh="请写数值和单位，例如 45 min、24 h、8 working h、3 natural days、2 working days、2 weeks、3 months 或 PT45M。",
        en="Write a number and a unit, such as 45 min, 24 h, 8 working h, 3 natural days, 2 working days, "
        "2 weeks, 3 months or PT45M.",
    ),
)
DURATION_AMBIGUOUS = ProblemKind(
    "V002",
    Text(
        zh="“{text}”没有说明是自然日还是工作日。",
        en="`{text}` does not say whether natural or working days are meant.",
    ),
    Text(
        zh="请改写为 {count} natural days（自然日）、{count} working days（工作日）或 {hours} h（小时）。",
        en="Write {count} natural days, {count} working days or {hours} h.",
    ),
)
DURATION_NEGATIVE = ProblemKind(
    "V003",
    Text(
        zh="时长“{text}”带有正负号，此处不允许。", en="The duration `{text}` carries a sign, which is not allowed here."
    ),
    Text(
        zh="请去掉正负号；只有预警时刻可以写正负号，而且只能用于分钟、小时等，例如 -10 min、+4 h。",
        en="Leave the sign out; only a warning offset may carry one, and only in minutes, hours and the like: "
        "-10 min, +4 h.",
    ),
)
DURATION_MIXED = ProblemKind(
    "V004",
    Text(zh="时长“{text}”混用了不同种类的单位。", en="The duration `{text}` adds up units of different kinds."),
    Text(
        zh="请只用一种单位：一般时间、工作时间、自然日、工作日、周或月。",
        en="Keep to one kind: elapsed time, working time, natural days, working days, weeks or months.",
    ),
)
DURATION_FRACTION = ProblemKind(
    "V005",
    Text(
        zh="时长“{text}”不是整数：日、周、月须为整数，一般时间与工作时间须为整微秒。",
        en="The duration `{text}` is not whole: days, weeks and months are counted whole, time in whole microseconds.",
    ),
    Text(zh="请改用整数或更小的单位。", en="Write a whole number or a smaller unit."),
)
DURATION_TOO_LONG = ProblemKind(
    "V006",
    Text(zh="时长“{text}”超过上限 {limit} 年。", en="The duration `{text}` is longer than the limit of {limit} years."),
    Text(zh="请检查数值和单位。", en="Check the number and the unit."),
)
INSTANT_UNREADABLE = ProblemKind(
    "V010",
    Text(zh="“{text}”不是时刻。", en="`{text}` is not an instant."),
    Text(
        zh="请写日期，或日期加时刻，例如 2024-07-15、2024-07-15 14:30、2024-07-15T14:30:00+08:00。",
        en="Write a date or a date with a time, such as 2024-07-15, 2024-07-15 14:30 or 2024-07-15T14:30:00+08:00.",
    ),
)
INSTANT_WITHOUT_ZONE = ProblemKind(
    "V011",
    Text(zh="时刻“{text}”没有时区。", en="The instant `{text}` has neither an offset nor a zone."),
    Text(
        zh="请在时刻后加偏移，例如 +08:00，或声明时区，例如 Asia/Shanghai。",
        en="Add an offset such as +08:00, or declare a zone such as Asia/Shanghai.",
    ),
)
LOCAL_TIME_MISSING = ProblemKind(
    "V012",
    Text(
        zh="当地时间 {text} 在时区 {zone} 不存在：时钟在此拨快。",
        en="The local time {text} does not exist in the zone {zone}: the clock was put forward over it.",
    ),
    Text(zh="请更正该时刻，或写明偏移。", en="Correct the time or write it with its offset."),
)
INSTANT_OUT_OF_RANGE = ProblemKind(
    "V013",
    Text(
        zh="时刻 {value} 超出可计算的年份 {first} 至 {last}。",
        en="The instant {value} lies outside the years {first} to {last} that can be reckoned with.",
    ),
    Text(zh="请更正该时刻。", en="Correct the instant."),
)
ZONE_UNKNOWN = ProblemKind(
    "V014",
    Text(zh="没有名为“{zone}”的时区。", en="There is no zone named `{zone}`."),
    Text(
        zh="请写时区名，例如 Asia/Shanghai、Europe/Rome、UTC。{similar}",
        en="Write a zone such as Asia/Shanghai, Europe/Rome or UTC. {similar}",
    ),
)
REGION_UNKNOWN = ProblemKind(
    "V020",
    Text(zh="没有地区“{region}”的节假日。", en="There are no public holidays for the region `{region}`."),
    Text(
        zh="请写两位字母的国家或地区代码，必要时加下级地区，例如 CN、IT、US-NY，或在日历的 except 下逐日写明。",
        en="Write a country code of two letters, with a subdivision where needed, such as CN, IT or US-NY, "
        "or list the days under `except` of the calendar.",
    ),
)
HOLIDAY_YEAR_MISSING = ProblemKind(
    "V021",
    Text(
        zh="{region}的节假日只收录 {first} 至 {last} 年，没有 {year} 年。",
        en="The public holidays of {region} are known for {first} to {last}, not for {year}.",
    ),
    Text(
        zh="请更新 jiannuo，或按官方通知在节假日数据中加入 {year} 年。",
        en="Update jiannuo, or add the year {year} to the holiday data from the official notice.",
    ),
)
CALENDAR_EMPTY = ProblemKind(
    "V022",
    Text(zh="日历没有任何服务时段。", en="The calendar is never open."),
    Text(
        zh='请在 week 下至少写一个时段，例如 mon-fri: ["09:00-18:00"]，或写 24x7。',
        en='Give at least one interval under `week`, such as mon-fri: ["09:00-18:00"], or write 24x7.',
    ),
)
CALENDAR_RUNS_OUT = ProblemKind(
    "V023",
    Text(
        zh="日历只计算 {first} 至 {last} 年，不足以算出结果。",
        en="The calendar is reckoned for the years {first} to {last}, which do not reach far enough.",
    ),
    Text(zh="请检查时刻、时限和日历的时段。", en="Check the instant, the limit and the hours of the calendar."),
)
INTERVAL_UNREADABLE = ProblemKind(
    "V024",
    Text(zh="“{text}”不是时段。", en="`{text}` is not an interval of the day."),
    Text(
        zh="请写起止时刻，例如 09:00-18:00；止于午夜写 24:00，跨午夜写 22:00-06:00。",
        en="Write from and until, such as 09:00-18:00; until midnight is 24:00, over midnight 22:00-06:00.",
    ),
)
INTERVALS_OVERLAP = ProblemKind(
    "V025",
    Text(
        zh="同一天的时段 {first} 与 {second} 重叠，或顺序不对。",
        en="The intervals {first} and {second} of one day overlap or are out of order.",
    ),
    Text(zh="请合并时段，或按先后顺序写。", en="Join them, or write them in order."),
)
CALENDAR_NEEDED = ProblemKind(
    "V026",
    Text(
        zh="单位“{unit}”需要日历，但没有给出。",
        en="The unit `{unit}` needs a calendar, and none is given.",
    ),
    Text(zh="请给出 calendar。", en="Give a `calendar`."),
)
