"""`jiannuo charter diff`: what changes for whom between two editions of a charter."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.diffing import Change, Detail, diff_charters
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.texts import Text, listed
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.session import Session

_EQUAL = Text(zh="两个版本没有不同。", en="The two editions do not differ.")
_HEADINGS = {
    "charter": Text(zh="制度", en="The charter"),
    "promises": Text(zh="承诺", en="Promises"),
    "parameters": Text(zh="参数", en="Parameters"),
    "calendars": Text(zh="日历", en="Calendars"),
    "clauses": Text(zh="条款", en="Clauses"),
    "sources": Text(zh="数据来源", en="Sources"),
    "subjects": Text(zh="业务对象", en="Subjects"),
    "events": Text(zh="业务记录类型", en="Event types"),
    "states": Text(zh="状态", en="States"),
    "tables": Text(zh="决策表", en="Tables"),
    "signals": Text(zh="信号", en="Signals"),
    "indicators": Text(zh="指标", en="Indicators"),
}
_SIGNS = {
    "added": Text(zh="+ {name}（新增）", en="+ {name} (added)"),
    "removed": Text(zh="- {name}（删除）", en="- {name} (removed)"),
    "changed": Text(zh="~ {name}", en="~ {name}"),
}
_DETAIL = Text(zh="    {label}：{old} → {new}{effect}", en="    {label}: {old} → {new}{effect}")
_DECLARED = Text(zh="    {label}：有改动", en="    {label}: changed")
_NOTHING = Text(zh="（无）", en="(none)")
_EFFECTS = {
    "stricter": Text(zh="（更严）", en=" (stricter)"),
    "looser": Text(zh="（更宽）", en=" (looser)"),
}
_FOR_WHOM = (
    ("owed_by", Text(zh="承诺方 {name}", en="owed by {name}")),
    ("to", Text(zh="服务对象 {name}", en="owed to {name}")),
    ("owner", Text(zh="责任人 {name}", en="accountable {name}")),
)
_WHOM = Text(zh="    对象：{parties}", en="    For: {parties}")
_AFFECTS = Text(zh="    涉及承诺：{promises}", en="    Promises that rest on it: {promises}")
_COMMA = Text(zh="，", en=", ")
_TOTAL = Text(
    zh="承诺：新增 {added} 项，删除 {removed} 项，改动 {changed} 项；更严 {stricter} 处，更宽 {looser} 处。",
    en="Promises: {added} added, {removed} removed, {changed} changed; {stricter} stricter, {looser} looser.",
)


def run(arguments: Namespace, session: Session) -> int:
    """Compare the two editions; one that is refused keeps them from being compared."""
    parameters = Path(arguments.parameters) if arguments.parameters else None
    old, new = (read_charter(Path(folder), parameters=parameters) for folder in (arguments.old, arguments.new))
    changes = diff_charters(old, new)
    if session.form == "json":
        session.write_json(_as_json(old, new, changes))
    else:
        for line in _lines(changes, session) if changes else [_EQUAL]:
            session.say(line)
    return exits.DIFFERENT if changes else exits.ALL_WELL


def _lines(changes: Sequence[Change], session: Session) -> Iterator[Text]:
    for section, within in groupby(changes, attrgetter("section")):
        yield _HEADINGS[section]
        for change in within:
            yield from _of_change(change, session)
    promises = [change for change in changes if change.section == "promises"]
    counts = {how: sum(change.how == how for change in promises) for how in ("added", "removed", "changed")}
    effects = [detail.effect for change in promises for detail in change.details]
    yield _TOTAL.filled(**counts, stricter=effects.count("stricter"), looser=effects.count("looser"))


def _of_change(change: Change, session: Session) -> Iterator[Text]:
    title = f" {change.title.within(session.language)}" if change.title else ""
    sign = _SIGNS[change.how].filled(name=f"{change.id}{title}")
    yield Text(zh=f"  {sign.zh}", en=f"  {sign.en}")
    whom = [said.filled(name=name) for key, said in _FOR_WHOM if (name := getattr(change, key)) is not None]
    if whom:
        yield _WHOM.filled(parties=_joined(whom, _COMMA))
    if change.gist is not None:
        yield Text(zh=f"    {change.gist.zh}", en=f"    {change.gist.en}")
    for detail in change.details:
        yield _of_detail(detail)
    if change.section != "promises" and change.affects:
        yield _AFFECTS.filled(promises=listed(change.affects))


def _of_detail(detail: Detail) -> Text:
    if detail.old is None and detail.new is None:
        return _DECLARED.filled(label=detail.label)
    effect = _EFFECTS[detail.effect] if detail.effect else ""
    old, new = _told_apart(detail.old or _NOTHING, detail.new or _NOTHING)
    return _DETAIL.filled(label=detail.label, old=old, new=new, effect=effect)


def _told_apart(old: Text, new: Text) -> tuple[Text, Text]:
    """Return both so that who reads one language sees what changed in the words of the other only."""
    if old.zh == new.zh and old.en != new.en:
        return Text(zh=old.en, en=old.en), Text(zh=new.en, en=new.en)
    if old.en == new.en and old.zh != new.zh:
        return Text(zh=old.zh, en=old.zh), Text(zh=new.zh, en=new.zh)
    return old, new


def _joined(texts: Sequence[Text], comma: Text) -> Text:
    return Text(zh=comma.zh.join(text.zh for text in texts), en=comma.en.join(text.en for text in texts))


def _as_json(old: Charter, new: Charter, changes: Sequence[Change]) -> dict[str, object]:
    return {
        "old": {"charter": old.id, "edition": old.edition},
        "new": {"charter": new.id, "edition": new.edition},
        "differ": bool(changes),
        "changes": [_change_as_json(change) for change in changes],
    }


def _change_as_json(change: Change) -> dict[str, object]:
    return {
        "section": change.section,
        "id": change.id,
        "change": change.how,
        "title": _text_as_json(change.title),
        "timeline": _text_as_json(change.gist),
        "promises": list(change.affects),
        "owed_by": change.owed_by,
        "to": change.to,
        "owner": change.owner,
        "details": [
            {
                "key": detail.key,
                "label": _text_as_json(detail.label),
                "old": _text_as_json(detail.old),
                "new": _text_as_json(detail.new),
                "effect": detail.effect,
            }
            for detail in change.details
        ],
    }


def _text_as_json(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
