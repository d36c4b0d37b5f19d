"""`reach`: its indicator must be declared, its target be of the same kind, and its periods have what it speaks of."""

from collections.abc import Iterator
from dataclasses import replace

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters import reach_problems
from jiannuo.core.charters.building.building import duration, per_of
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.reach_building import SIGNS, About
from jiannuo.core.charters.charter import Indicator
from jiannuo.core.charters.checking.condition_checks import expression_of
from jiannuo.core.charters.checking.indicator_types import made_of
from jiannuo.core.charters.checking.indicator_unit_checks import go_together
from jiannuo.core.charters.checking.reference_checks import INDICATOR
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.checking import check_expression
from jiannuo.core.expressions.names import PERIOD
from jiannuo.core.expressions.syntax import Call, Expression, Name
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import AttributeType, Nothing, QuantityOf
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.problems import Problem

_OF_THE_PAST = ("seen", "count", "sum", "first", "last")


def check_reaches(draft: Draft, scopes: Scopes) -> None:
    """Note every problem with the promises about figures, and with figures made of their findings."""
    for block in draft.blocks("promises").values():
        if block.form.id == "reach":
            _Checker(draft, scopes, block).check()
        draft.problems.extend(_held_figures(block))
    for name, indicator in draft.indicators.items():
        promise = draft.blocks("promises").get(indicator.promise or "")
        if promise is not None and promise.form.id == "reach":
            place = draft.named("indicators").keys[name].place()
            problem = reach_problems.FIGURE_OF_FIGURES.at(place, name=name, promise=indicator.promise)
            draft.problems.append(problem)


def _held_figures(block: Block) -> Iterator[Problem]:
    leaf = block.leaf("hold")
    condition = expression_of(leaf)
    for node, _ in walk(condition) if condition is not None else ():
        if leaf is not None and isinstance(node, Call) and node.function == "figure":
            yield reach_problems.FIGURE_IN_HOLD.at(leaf.node.place((node.at, len("figure"))))


class _Checker:
    def __init__(self, draft: Draft, scopes: Scopes, block: Block) -> None:
        self.draft, self.scopes, self.block = draft, scopes, block
        self.indicator = draft.indicators.get(block.value("reach", str) or "")

    def check(self) -> None:
        """Note what is wrong with one promise."""
        self.draft.has(self.block.leaf("reach"), self.draft.named("indicators").keys, INDICATOR)
        self.draft.problems.extend(self._one_target())
        self.draft.problems.extend(self._closing())
        if self.indicator is not None:
            for sign in SIGNS:
                self._target(self.block.leaf(sign), self.indicator)
            self.draft.problems.extend(self._dimensions(self.indicator))
            self.draft.problems.extend(self._periods(self.indicator))

    def _one_target(self) -> Iterator[Problem]:
        present = [sign for sign in SIGNS if sign in self.block.keys]
        if not present:
            yield reach_problems.NO_TARGET.at(self.block.place("reach"))
        for other in present[1:]:
            yield reach_problems.TWO_TARGETS.at(self.block.place(other), first=present[0], second=other)

    # The target.

    def _target(self, leaf: Leaf | None, indicator: Indicator) -> None:
        """Hold a target to the kind of figure that it is for."""
        expression = expression_of(leaf)
        if leaf is None or expression is None:
            return
        names = replace(self.scopes.everywhere, own=self._own(indicator), period=PERIOD)
        found, problems = check_expression(expression, names)
        self.draft.problems.extend(problem.placed(leaf.node.place(problem.span)) for problem in problems)
        self._of_nobody(leaf, expression)
        wanted = names.indicators[indicator.name].value
        is_part_of_a_count = indicator.kind == "count" and isinstance(found, QuantityOf)
        if is_part_of_a_count or not go_together(found, wanted):
            words = type_in_words(found), type_in_words(wanted)
            problem = reach_problems.OTHER_TARGET_TYPE.at(
                leaf.node.place(), found=words[0], name=indicator.name, wanted=words[1]
            )
            self.draft.problems.append(problem)

    def _of_nobody(self, leaf: Leaf, expression: Expression) -> None:
        """Refuse a look at the past of a subject: a target is read of none, where nothing has ever happened."""
        for node, _ in walk(expression):
            match node:
                case Call(function=function, at=at) if function in _OF_THE_PAST:
                    place = leaf.node.place((at, len(function)))
                    self.draft.problems.append(reach_problems.TARGET_OF_THE_PAST.at(place, what=function))
                case Name(parts=(event, _), at=at) if event in self.draft.events:
                    place = leaf.node.place((at, len(node.dotted)))
                    self.draft.problems.append(reach_problems.TARGET_OF_THE_PAST.at(place, what=node.dotted))

    def _own(self, indicator: Indicator) -> dict[str, AttributeType]:
        """Return the bare names of a target: that of the only dimension, if it has one."""
        by = About(self.block, indicator, self.draft.subjects).dimensions
        names = [name.parts[0] for name in by if len(name.parts) == 1]
        return (
            {names[0]: self.scopes.carried.get(names[0], AttributeType(Nothing()))}
            if len(by) == len(names) == 1
            else {}
        )

    # Dimensions and periods.

    def _dimensions(self, indicator: Indicator) -> Iterator[Problem]:
        by = [name.dotted for name in indicator.by]
        about = About(self.block, indicator, self.draft.subjects)
        for leaf in self.block.leaves("of"):
            is_kind = about.everyone and (by == [about.everyone] or tuple(by) == self.draft.subjects[about.everyone].id)
            if not is_kind and (about.everyone or leaf.text not in by):
                yield reach_problems.NOT_ITS_DIMENSION.at(leaf.node.place(), value=leaf.text, name=indicator.name)

    def _periods(self, indicator: Indicator) -> Iterator[Problem]:
        per = per_of(self.block) or indicator.per
        against = {self.block.value(sign, str) for sign in SIGNS}
        if per == "total":
            listed = [("for", self.block.has("for")), ("closes after", self.block.has("closes after"))]
            for what in (key for key, is_there in listed if is_there and "stated" not in against):
                yield reach_problems.NOTHING_BEFORE.at(self.block.place(what), what=what)
            if "previous" in against:
                sign = next(sign for sign in SIGNS if self.block.value(sign, str) == "previous")
                yield reach_problems.NOTHING_BEFORE.at(self.block.place(sign), what="previous")
        if "stated" in against and not _is_stated(indicator, self.draft):
            sign = next(sign for sign in SIGNS if self.block.value(sign, str) == "stated")
            yield reach_problems.NOTHING_STATED.at(self.block.place(sign), name=indicator.name)
        elif "stated" in against and per == "total" and not self._is_counted(indicator):
            sign = next(sign for sign in SIGNS if self.block.value(sign, str) == "stated")
            yield kinds.NOT_YET.at(self.block.place(sign), what=f"{sign}: stated")

    def _is_counted(self, indicator: Indicator) -> bool:
        """Tell whether an indicator is made of events and findings alone, so that it can be told as of any instant."""
        parts = made_of(indicator, self.draft.indicators)
        return all(each.over in ("events", "findings") for each in parts if each.formula is None)

    def _closing(self) -> Iterator[Problem]:
        leaf = self.block.leaf("closes after")
        length = duration(self.block, "closes after", parameters=self.draft.parameters)
        if self.block.has("calendar") and (length is None or not length.unit.needs_calendar):
            yield kinds.CALENDAR_IDLE.at(self.block.place("calendar"))
        if leaf is not None and length is not None and length.unit.needs_calendar and not self.block.has("calendar"):
            yield kinds.CALENDAR_MISSING.at(leaf.node.place(), limit=leaf.text)


def _is_stated(indicator: Indicator, draft: Draft) -> bool:
    return draft.blocks("indicators")[indicator.name].has("stated")
