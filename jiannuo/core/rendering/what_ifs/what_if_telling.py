"""What a change of a charter would have come to, as a person reads it in a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiannuo.core.charters.explaining.diffing import Change, Detail
from jiannuo.core.engines.what_ifs.verdict_moves import SIDES, Example, Moves
from jiannuo.core.rendering.findings.masking import shown_member, shown_subject
from jiannuo.core.rendering.results import PromiseCard, SetAside
from jiannuo.core.rendering.terminal import SIMULATED, align, shorten, tell_rejects
from jiannuo.core.rendering.what_ifs.what_if import Question, coming, moves_at_all, vanishing
from jiannuo.core.rendering.what_ifs.what_if_parties import ROLES, Concerned, PartyRow
from jiannuo.core.rendering.writing.wording import (
    MINUTE,
    Style,
    visible,
    write_count,
    write_instant,
    write_percent,
)
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.texts import Language, Text

_HEADING = Text(zh="假设测算：{title}", en="What if: {title}")
_CHANGE = Text(zh="  {id} {label}：{old} → {new}{effect}", en="  {id} {label}: {old} → {new}{effect}")
_DECLARED = Text(zh="  {id} {label}：有改动", en="  {id} {label}: changed")
_EFFECTS = {"stricter": Text(zh="（更严）", en=" (stricter)"), "looser": Text(zh="（更宽）", en=" (looser)")}
_NOTHING_SAID = Text(zh="（无）", en="(none)")
_NO_CHANGE = Text(zh="  与现行制度没有不同。", en="  The charter is as it was.")
_HEAD = Text(
    zh="业务记录 {events} 条，数据截至 {as_of}；两份制度都由内核逐项判定，不是估算。",
    en="Events: {events}; as of {as_of}. Both charters were judged by the kernel; nothing is estimated.",
)
_NOTHING_MOVES = Text(zh="没有哪一项判定会改变。", en="No verdict would be another.")
_NOTHING_JUDGED = Text(
    zh="两份制度都没有从这些业务记录形成履约项，无从比较；请核对业务记录的类型和列名是否与制度一致。",
    en="By neither charter did these events make an obligation, so there is nothing to compare; see whether the types and "
    "columns of the events are those of the charter.",
)
_FIGURES = Text(
    zh="已兑现 {kept_before} → {kept}（{kept_more}），未兑现 {broken_before} → {broken}（{broken_more}），兑现率 {rate_before} → {rate}",
    en="kept {kept_before} → {kept} ({kept_more}), broken {broken_before} → {broken} ({broken_more}), "
    "fulfilment rate {rate_before} → {rate}",
)
_OWN_FIGURES = Text(
    zh="对责任人（单位）的判定：已兑现 {kept_before} → {kept}，未兑现 {broken_before} → {broken}，免责 {excused_before} → {excused}",
    en="Verdicts on who answers for it: kept {kept_before} → {kept}, broken {broken_before} → {broken}, "
    "excused {excused_before} → {excused}",
)
_OWN = Text(zh="{verdicts}（责任人：{own}）", en="{verdicts} (who answers: {own})")
_NOW_AND_THEN = Text(zh="现行 \\ 改后", en="now \\ then")
_NOT_THERE = Text(zh="不存在", en="not there")
_COMING = Text(zh="新产生履约项 {n} 个。", en="Obligations that come to exist: {n}.")
_VANISHING = Text(zh="不再产生履约项 {n} 个。", en="Obligations that vanish: {n}.")
_FOR_WHOM = Text(zh="{role}（{attribute}）", en="{role} ({attribute})")
_CONCERNED = Text(zh="{whom}：涉及 {n} 个。", en="{whom}: {n} of them concerned.")
_PERSONS = Text(zh="{whom}：涉及 {n} 人，不逐一列出。", en="{whom}: {n} persons concerned, never told apart.")
_NOBODY = Text(
    zh="{whom}：另有 {n} 项判定改变，但没有记录是谁。", en="{whom}: {n} more verdicts move with none on record."
)
_FEW = Text(zh="不足 {n}", en="fewer than {n}")
_MOVED = Text(zh="改变", en="moved")
_OTHERS = Text(zh="其余 {n} 个合并", en="the other {n} together")
_NEAREST = Text(zh="离改后限值最近的 {n} 项：", en="The {n} nearest to the changed limit:")
_EXAMPLE_HEAD = (
    WORDS["finding_id"],
    Text(zh="业务对象", en="Subject"),
    WORDS["opened"],
    Text(zh="截止时间：现行 → 改后", en="Due: now → then"),
    Text(zh="完成时间", en="Done"),
    Text(zh="判定：现行 → 改后", en="Verdict: now → then"),
)
_WIDEST_TITLE = 60
_OWN_TOLD = ("kept", "broken", "excused")


def write_what_if(question: Question, *, aside: Sequence[SetAside], language: Language) -> str:
    """Return what was asked and what would have been otherwise, as lines of plain text; `aside` was not judged."""
    told = _Told(question, aside, language)
    moved = any(map(moves_at_all, question.moving))
    still = _NOTHING_MOVES if question.answer.judged else _NOTHING_JUDGED
    parts = [told.head(), *([] if moved else [[still.within(language)]])]
    parts += [list(told.promise(moves)) for moves in question.moving]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Told:
    """Writes in one language."""

    question: Question
    aside: Sequence[SetAside]
    language: Language

    def head(self) -> list[str]:
        answer, charter = self.question.answer, self.question.charter
        as_of = write_instant(answer.as_of, zone=charter.zone)
        changes = [_detail(change, each) for change in self.question.changes for each in change.details]
        events = write_count(answer.events)
        title = Text(zh=visible(charter.title.zh), en=visible(charter.title.en))
        mark = [SIMULATED] if answer.simulated else []
        told = _HEAD.filled(events=events, as_of=as_of)
        lines = [_HEADING.filled(title=title), *mark, *(changes or [_NO_CHANGE]), told, *tell_rejects(self.aside)]
        return [line.within(self.language) for line in lines]

    def promise(self, moves: Moves) -> Iterator[str]:
        """Yield the figures of a promise, how its verdicts move, for whom, and the nearest examples."""
        card, roles = self.question.told(moves)
        yield f"{card.id} {shorten(visible(card.title.within(self.language)), _WIDEST_TITLE)}"
        yield f"  {_figures(moves.before, moves.after).within(self.language)}"
        if moves.own_counts and (moves.own_before, moves.own_after) != (moves.before, moves.after):
            yield f"  {_own_figures(moves.own_before, moves.own_after).within(self.language)}"
        if not moves_at_all(moves):
            return
        yield from (f"  {line}" for line in align(self._matrix(moves)))
        for text, number in ((_COMING, coming(moves)), (_VANISHING, vanishing(moves))):
            if number:
                yield f"  {text.filled(n=write_count(number)).within(self.language)}"
        for role in roles:
            yield from self._role(role)
        yield f"  {_NEAREST.filled(n=len(moves.examples)).within(self.language)}"
        rows = [[text.within(self.language) for text in _EXAMPLE_HEAD]]
        rows += [self._example(example, card, _style(moves.examples)) for example in moves.examples]
        yield from (f"    {line}" for line in align(rows))

    def _matrix(self, moves: Moves) -> list[list[str]]:
        rows = [side for side in SIDES if any(old == side for old, _ in moves.counts)]
        columns = [side for side in SIDES if any(new == side for _, new in moves.counts)]
        heading = [_NOW_AND_THEN.within(self.language), *map(self._side, columns)]
        return [
            heading,
            *([self._side(row), *(write_count(moves.counts.get((row, c), 0)) for c in columns)] for row in rows),
        ]

    def _side(self, side: str | None) -> str:
        return (_NOT_THERE if side is None else WORDS[side]).within(self.language)

    def _role(self, role: Concerned) -> Iterator[str]:
        whom = _FOR_WHOM.filled(role=ROLES[role.role], attribute=visible(role.attribute))
        few = _FEW.filled(n=self.question.charter.least_group)
        count = few if role.count is None else write_count(role.count)
        yield f"  {(_PERSONS if role.personal else _CONCERNED).filled(whom=whom, n=count).within(self.language)}"
        if role.nobody:
            yield f"  {_NOBODY.filled(whom=whom, n=write_count(role.nobody)).within(self.language)}"
        if role.rows:
            heading = ["", WORDS["kept"].within(self.language), WORDS["broken"].within(self.language)]
            rows = [[*heading, _MOVED.within(self.language)], *(self._party(row) for row in role.rows)]
            yield from (f"    {line}" for line in align(rows))

    def _party(self, row: PartyRow) -> list[str]:
        name = _OTHERS.filled(n=row.parties).within(self.language) if row.name is None else visible(row.name)
        before, after = row.before, row.after
        moves = (f"{write_count(old)} → {write_count(new)}" for old, new in _pairs(before, after))
        return [name, *moves, write_count(row.moved)]

    def _example(self, example: Example, card: PromiseCard, style: Style) -> list[str]:
        zone = self.question.charter.zone
        due = [write_instant(instant, zone=zone, style=style) for instant in (example.due_before, example.due_after)]
        return [
            example.id,
            " · ".join(_subject(example, card)),
            write_instant(example.start, zone=zone, style=style),
            " → ".join(due),
            write_instant(example.done, zone=zone, style=style),
            self._verdicts(example),
        ]

    def _verdicts(self, example: Example) -> str:
        """Return the verdicts on both sides, and those on the owner where they are others."""
        sides, own = (example.before, example.after), (example.own_before, example.own_after)
        told = self._from_to(sides)
        if own in (sides, (None, None)):
            return told
        return _OWN.filled(verdicts=told, own=self._from_to(own)).within(self.language)

    def _from_to(self, sides: tuple[str | None, str | None]) -> str:
        return " → ".join(map(self._side, sides))


def _style(examples: Sequence[Example]) -> Style:
    """Return how finely instants are written: to the second, or what is done just after due looks done in time."""
    instants = [
        instant
        for each in examples
        for instant in (each.start, each.due_before, each.due_after, each.done)
        if instant is not None
    ]
    return "minute" if all(instant % MINUTE == 0 for instant in instants) else "second"


def _pairs(before: Tally, after: Tally) -> tuple[tuple[int, int], tuple[int, int]]:
    return (before.kept, after.kept), (before.broken, after.broken)


def _subject(example: Example, card: PromiseCard) -> list[str]:
    member = shown_member(example.member, card)
    return [*shown_subject(example.subject, card), *([] if member is None else [member])]


def _detail(change: Change, detail: Detail) -> Text:
    if detail.old is None and detail.new is None:
        return _DECLARED.filled(id=change.id, label=detail.label)
    effect = _EFFECTS[detail.effect] if detail.effect else ""
    old, new = detail.old or _NOTHING_SAID, detail.new or _NOTHING_SAID
    return _CHANGE.filled(id=change.id, label=detail.label, old=old, new=new, effect=effect)


def _figures(before: Tally, after: Tally) -> Text:
    return _FIGURES.filled(
        kept_before=write_count(before.kept),
        kept=write_count(after.kept),
        kept_more=write_difference(after.kept - before.kept),
        broken_before=write_count(before.broken),
        broken=write_count(after.broken),
        broken_more=write_difference(after.broken - before.broken),
        rate_before=write_percent(before.fulfilment),
        rate=write_percent(after.fulfilment),
    )


def _own_figures(before: Tally, after: Tally) -> Text:
    sides = {"_before": before, "": after}
    counts = {f"{name}{end}": getattr(tally, name) for end, tally in sides.items() for name in _OWN_TOLD}
    return _OWN_FIGURES.filled(**{name: write_count(count) for name, count in counts.items()})


def write_difference(number: int) -> str:
    """Write how many more there are, with the sign of it."""
    return f"+{write_count(number)}" if number > 0 else f"\N{MINUS SIGN}{write_count(-number)}" if number else "±0"
