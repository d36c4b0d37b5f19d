"""The words in which problems and the reference speak of what may stand behind a key."""

from collections import abc
from functools import reduce

from jiannuo.core.charters.forms.keys import Either, Inner, Key, ListOf, MapOf, OneOf, Plain, Reserved, Value, Variants
from jiannuo.core.charters.parsing.nodes import Mapping, Node, Scalar, Sequence
from jiannuo.core.values.texts import Text, listed

LANGUAGE_NAMES = {"zh": Text(zh="中文（zh）", en="Chinese (zh)"), "en": Text(zh="英文（en）", en="English (en)")}

SORTS = {
    "name": Text(zh="名称", en="a name"),
    "id": Text(zh="编号", en="an id"),
    "text": Text(zh="文字", en="a text"),
    "boolean": Text(zh=" true 或 false", en="true or false"),
    "integer": Text(zh="整数", en="a whole number"),
    "date": Text(zh="日期", en="a date"),
    "instant": Text(zh="日期或时刻", en="a date or an instant"),
    "zone": Text(zh="时区", en="a time zone"),
    "holidays": Text(zh="国家或地区代码", en="a country or region"),
    "hours": Text(zh='时段（如 "09:00-12:00"）', en='hours such as "09:00-12:00"'),
    "duration": Text(zh="时长", en="a duration"),
    "limit": Text(zh="时长、参数或表达式", en="a duration, a parameter or an expression"),
    "moment": Text(zh="得出时刻的表达式", en="an expression that gives an instant"),
    "condition": Text(zh="条件", en="a condition"),
    "value": Text(zh="表达式", en="an expression"),
    "selector": Text(zh="选择式", en="a selector"),
    "selector or moment": Text(zh="选择式或“记录类型.时刻”", en="a selector or event.instant"),
    "attribute of event": Text(zh="“记录类型.属性”", en="event.attribute"),
    "type": Text(zh="类型", en="a type"),
    "who": Text(zh="由谁（person、system、party 属性）", en="who: person, system or party with an attribute"),
    "excluded who": Text(
        zh="由谁（person、system、party 属性、业务记录类型）",
        en="who: person, system, party with an attribute, or an event type",
    ),
    "party": Text(zh="属性名或 trigger.属性", en="an attribute, or trigger.attribute"),
    "every": Text(
        zh="周期、时长、属性名或 interval of 日历", en="a period, a duration, an attribute, or interval of a calendar"
    ),
    "calendar": Text(zh="日历名或 lookup(…)", en="a calendar, or a lookup of one"),
    "warning": Text(zh="预警时间", en="a time to warn"),
    "constant": Text(zh="常量", en="a constant"),
    "cell": Text(zh="any、比较或常量", en="any, a comparison or a constant"),
    "events or promise": Text(zh="选择式或承诺编号", en="a selector, or a promise"),
    "events or sum": Text(zh="选择式或“记录类型.属性”", en="a selector, or event.attribute"),
    "measured": Text(zh="“记录类型.属性”或“承诺.数值”", en="event.attribute or promise.measure"),
    "percent": Text(zh="百分数（如 95 %）", en="a percentage such as 95 %"),
    "decimals": Text(zh="小数位数（0 至 12）", en="a number of decimals, 0 to 12"),
    "stated": Text(zh="数值，可带单位（如 95.2 %）", en="a value with or without a unit, such as 95.2 %"),
    "name path": Text(zh="属性或业务对象", en="an attribute or a subject kind"),
    "target": Text(
        zh="数值、参数、表达式、previous 或 stated",
        en="a value, a parameter, an expression, previous or stated",
    ),
    "periods": Text(zh="几期（如 3 periods）", en="a number of periods such as 3 periods"),
}

_LIST = Text(zh="{item}或其列表", en="{item} or a list")
_STRICT_LIST = Text(zh="列表（各项为{item}）", en="a list of: {item}")
_NAMED = Text(zh="映射（名称: {item}）", en="a mapping, name: {item}")
_FORM = Text(zh="{name}（映射）", en="{name} (a mapping)")
_OR = Text(zh="{first}，或{second}", en="{first}, or {second}")
_MORE, _EITHER = (
    Text(zh="{first}、{second}", en="{first}, {second}"),
    Text(zh="{first}或{second}", en="{first} or {second}"),
)
_WORDS = Text(zh=" {words}", en="{words}")
_LATER = Text(zh="后续版本的内容", en="something of a later version")
_SHAPES = {
    Scalar: Text(zh="一个词或一段文字", en="a word or text"),
    Sequence: Text(zh="列表", en="a list"),
    Mapping: Text(zh="映射", en="a mapping"),
}
_NOTHING = Text(zh="空", en="nothing")


def any_of(names: abc.Sequence[Text]) -> Text:
    """Return names, at least one, as a choice."""
    *others, last = names
    if not others:
        return last
    told = reduce(lambda first, second: _MORE.filled(first=first, second=second), others)
    return _EITHER.filled(first=told, second=after_chinese(last))


def after_chinese(name: Text) -> Text:
    """Return a name as it stands behind a Chinese character, from which what begins in Latin letters is set apart."""
    return Text(zh=f" {name.zh}" if name.zh[:1].isascii() else name.zh, en=name.en)


def expected(value: Value) -> Text:
    """Return in words what may stand there."""
    match value:
        case Plain(sort):
            return SORTS[sort]
        case OneOf(words):
            return _WORDS.filled(words=listed(words))
        case ListOf(item, strict):
            return (_STRICT_LIST if strict else _LIST).filled(item=expected(item))
        case MapOf(item):
            return _NAMED.filled(item=expected(item))
        case Inner(form):
            return _FORM.filled(name=form.name)
        case Variants(name):
            return _FORM.filled(name=name)
        case Either(options):
            return _joined([expected(option) for option in options])
        case Reserved():
            return _LATER


def _joined(texts: list[Text]) -> Text:
    joined = texts[-1]
    for text in reversed(texts[:-1]):
        joined = _OR.filled(first=text, second=joined)
    return joined


def shape_of(node: Node) -> Text:
    """Return in words whether a node is a word, a list, a mapping or nothing."""
    if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
        return _NOTHING
    return _SHAPES[type(node)]


def shapes(value: Value, *, strictly: bool = False) -> tuple[type[Node], ...]:
    """Return which nodes may stand there; `strictly` without the single values that stand for lists."""
    match value:
        case Plain() | OneOf() | Reserved():
            return (Scalar,)
        case ListOf(item, strict):
            return (Sequence,) if strict or strictly else (Sequence, *shapes(item))
        case MapOf() | Inner() | Variants():
            return (Mapping,)
        case Either(options):
            return tuple(shape for option in options for shape in shapes(option, strictly=strictly))


def key_meaning(key: Key) -> Text:
    """Return what a key means as the end of a sentence."""
    return Text(zh=key.means.zh, en=f"{key.means.en}.")
