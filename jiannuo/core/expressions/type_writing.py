"""A type in the words of its declaration, and in words for a person."""

from jiannuo.core.expressions.types import AttributeType, ListOf, Nothing, OneOf, Plain, QuantityOf, SubjectOf, Type
from jiannuo.core.values.texts import Text, listed

_WORDS: dict[str, Text] = {
    "text": Text(zh="文本", en="text"),
    "integer": Text(zh="整数", en="an integer"),
    "number": Text(zh="数字", en="a number"),
    "boolean": Text(zh="是或否", en="true or false"),
    "instant": Text(zh="时刻", en="an instant"),
    "date": Text(zh="日期", en="a date"),
    "duration": Text(zh="时长", en="a duration"),
    "period": Text(zh="期间", en="a period"),
    "money": Text(zh="金额", en="money"),
    "point": Text(zh="地点", en="a point"),
    "party": Text(zh="相关方", en="a party"),
}
_QUANTITY = Text(zh="以 {unit} 计量的数量", en="a quantity in {unit}")
_ONE_OF = Text(zh="以下之一：{options}", en="one of {options}")
_LIST = Text(zh="列表（{element}）", en="a list of {element}")
_SUBJECT = Text(zh="业务对象 {kind}", en="a subject of kind {kind}")
_NULL = Text(zh="空值", en="null")


def type_in_words(found: Type) -> Text:
    """Say a type to a person."""
    match found:
        case Plain():
            return _WORDS[found.kind]
        case QuantityOf():
            return _QUANTITY.filled(unit=found.unit)
        case OneOf():
            return _ONE_OF.filled(options=listed(found.options))
        case ListOf():
            return _LIST.filled(element=type_in_words(found.element))
        case SubjectOf():
            return _SUBJECT.filled(kind=found.kind)
        case Nothing():
            return _NULL


def write_type(attribute: AttributeType) -> str:
    """Write a type as `read_type` reads it."""
    parts = [_written(attribute.type)]
    parts += [word for word in ("optional", "personal") if getattr(attribute, word)]
    if attribute.unique:
        parts.append(f"unique in {_listed(attribute.unique_in)}" if attribute.unique_in else "unique")
    if attribute.series:
        parts.append("series")
    return " ".join(parts)


def _written(found: Type) -> str:
    match found:
        case Plain():
            bounds = "" if found.low is None else f" {found.low}..{found.high}"
            return f"{found.kind}{bounds}"
        case QuantityOf():
            return f"quantity {found.unit}"
        case OneOf():
            return f"one of {_listed(found.options)}"
        case ListOf():
            return f"list of {_written(found.element)}"
        case SubjectOf():
            return found.kind
        case Nothing():
            return "null"


def _listed(options: tuple[str, ...]) -> str:
    return "[" + ", ".join(_option(option) for option in options) + "]"


def _option(option: str) -> str:
    is_plain = option and " ".join(option.split()) == option and ".." not in option and not set(option) & set("[],'")
    return option if is_plain else "'" + option.replace("'", "''") + "'"
