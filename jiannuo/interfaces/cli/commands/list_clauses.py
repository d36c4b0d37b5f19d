"""`jiannuo charter clauses`: every clause with what executes it."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from jiannuo.core.charters.clauses import ListedClause, list_clauses
from jiannuo.core.charters.explaining.explaining import joined
from jiannuo.core.values.texts import Language, Text
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.session import Session

_NONE = Text(zh="没有条款可列。", en="There are no clauses to list.")
_CLAUSE = Text(zh="{id}  [{kind}]{names}", en="{id}  [{kind}]{names}")
_NAMES = Text(zh=" {names}", en=" {names}")
_OURS = Text(zh="{name}（本单位自定）", en="{name} (set by us)")
_PROOF = Text(zh="；依据：{proof}", en="; proof: {proof}")
_TOTAL = Text(zh="条款 {count} 条：{parts}。", en="Clauses: {count}, of these {parts}.")
_PART = Text(zh="{label} {count}", en="{label} {count}")
_BETWEEN = Text(zh="、", en=", ")
_COMMA = Text(zh="，", en=", ")


def run(arguments: Namespace, session: Session) -> int:
    """List the clauses, or only those that nothing executes yet."""
    clauses = list_clauses(load_charter(arguments), only_missing=arguments.missing)
    if session.form == "json":
        session.write_json([clause.as_json() for clause in clauses])
        return exits.ALL_WELL
    for clause in clauses:
        session.say(_head(clause))
        session.say(f"    {clause.text.within(session.language)}")
    session.say(_total(clauses, session.language) if clauses else _NONE)
    return exits.ALL_WELL


def _head(clause: ListedClause) -> Text:
    empty = Text(zh="", en="")
    names = _NAMES.filled(names=joined(_names(clause), _BETWEEN)) if clause.executed_by else empty
    proof = _PROOF.filled(proof=clause.proof) if clause.proof else empty
    head = _CLAUSE.filled(id=clause.id, kind=clause.kind_label, names=names)
    return Text(zh=head.zh + proof.zh, en=head.en + proof.en)


def _names(clause: ListedClause) -> Iterator[Text]:
    for name in clause.executed_by:
        yield _OURS.filled(name=name) if name in clause.ours else Text(zh=name, en=name)


def _total(clauses: list[ListedClause], language: Language) -> str:
    counts = Counter(clause.kind_label for clause in clauses)
    parts = [_PART.filled(label=label, count=count).within(language) for label, count in counts.items()]
    return _TOTAL.filled(count=len(clauses), parts=_COMMA.within(language).join(parts)).within(language)
