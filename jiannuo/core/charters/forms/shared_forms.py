"""Pieces that several forms of the language share."""

from jiannuo.core.charters.forms.keys import Form, Key, ListOf, Plain, Sort
from jiannuo.core.values.texts import Text

PERIODS = ("minute", "hour", "day", "week", "month", "quarter", "half-year", "year", "total")

TITLE = Form(
    "text",
    Text(zh="双语文字", en="a text in both languages"),
    (
        Key("zh", Plain("text"), Text(zh="中文。", en="in Chinese"), required=True),
        Key("en", Plain("text"), Text(zh="英文。", en="in English"), required=True),
    ),
)


def single_or_list(sort: Sort) -> ListOf:
    """Return a list of one sort, for which a single value may stand."""
    return ListOf(Plain(sort))


EQUAL_PERIODS = Form(
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
