"""What is named must be declared: subjects, events, attributes, states, tables, calendars, sources, clauses."""

from collections.abc import Collection, Iterable

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.building import taken_from, type_of
from jiannuo.core.charters.building.clause_building import executors_of
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.charter import AttributeOf, Every, IntervalState
from jiannuo.core.charters.checking.condition_checks import expression_of, triggers_of
from jiannuo.core.charters.checking.scopes import Scopes, looked_up
from jiannuo.core.charters.executors import LATER
from jiannuo.core.charters.parsing.blocks import Block, Leaf
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.syntax import Call
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import AttributeType, OneOf, Plain, Type, read_type
from jiannuo.core.expressions.typing_rules import kind_of_type
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text, listed

KIND = Text(zh="业务对象", en="subject kind")
EVENT = Text(zh="业务记录类型", en="event type")
SOURCE = Text(zh="数据来源", en="source")
STATE = Text(zh="状态", en="state")
TABLE = Text(zh="决策表", en="table")
CALENDAR = Text(zh="日历", en="calendar")
CLAUSE = Text(zh="条款", en="clause")
INDICATOR = Text(zh="指标", en="indicator")
PROMISE = Text(zh="承诺", en="promise")
_INSTANT = Plain("instant")
_NUMBER = Plain("number")


def check_references(draft: Draft, scopes: Scopes) -> None:
    """Note every name that nothing declares, and attributes of the wrong type."""
    checker = _Checker(draft, scopes)
    checker.types()
    for block in draft.blocks("subjects").values():
        checker.subject(block)
    for block in draft.blocks("events").values():
        checker.event(block)
    for block in draft.blocks("states").values():
        checker.state(block)
    for block in draft.blocks("tables").values():
        checker.table(block)
    for block in draft.blocks("clauses").values():
        checker.clause(block)
    for block in draft.blocks("signals").values():
        checker.keyed(block)
    for block in draft.blocks("promises").values():
        checker.promise(block)


class _Checker:
    def __init__(self, draft: Draft, scopes: Scopes) -> None:
        self.draft = draft
        self.scopes = scopes
        self.names = scopes.everywhere
        self.carried = scopes.carried

    # --- declarations ---

    def types(self) -> None:
        """Read every type again, now that the kinds of subject are known."""
        for leaf in self._type_leaves():
            try:
                read_type(leaf.text, kinds=self.draft.named("subjects").keys)
            except Refusal as refusal:
                self.draft.problems.extend(p.placed(leaf.node.place(p.span)) for p in refusal.problems)
            if isinstance(leaf.value, AttributeType):
                for event in leaf.value.unique_in:
                    self._unique_in(leaf, event)

    def _unique_in(self, leaf: Leaf, event: str) -> None:
        if event not in self.names.events:
            hint = did_you_mean(event, self.names.events)
            place = leaf.node.place((leaf.text.rfind(event), len(event)))
            self.draft.problems.append(kinds.UNDECLARED.at(place, name=event, what=EVENT, hint=hint))

    def _type_leaves(self) -> Iterable[Leaf]:
        blocks = {key: self.draft.blocks(key).values() for key in ("events", "tables", "parameters")}
        named = [block.named("attributes") for block in blocks["events"]]
        named += [block.named(key) for block in blocks["tables"] for key in ("in", "out")]
        reads = [read for one in named for read in one.items.values()]
        reads += [read for block in blocks["parameters"] if (read := block.leaf("type"))]
        return [leaf for read in reads if (leaf := type_of(read))]

    def subject(self, block: Block) -> None:
        for name, read in block.named("attributes").items.items():
            found: Type | None = None
            for leaf in taken_from(read):
                type_ = self._attribute(leaf)
                if found is not None and type_ is not None and kind_of_type(found) != kind_of_type(type_):
                    words = type_in_words(found), type_in_words(type_)
                    problem = kinds.TYPES_DIFFER.at(leaf.node.place(), name=name, first=words[0], second=words[1])
                    self.draft.problems.append(problem)
                found = found or type_

    def event(self, block: Block) -> None:
        self._all_declared(block, ("of", "also"), self.draft.named("subjects").keys, KIND)
        self._all_declared(block, ("source",), self.draft.named("sources").keys, SOURCE)
        for attribute in block.named("attributes").items.values():
            if isinstance(attribute, Block):
                self._values(attribute)

    def _values(self, attribute: Block) -> None:
        """Hold the values that have labels to the options of their attribute, where it has such."""
        leaf = type_of(attribute)
        type_ = leaf.value.type if leaf is not None and isinstance(leaf.value, AttributeType) else None
        options = type_.options if isinstance(type_, OneOf) else ()
        for value, node in attribute.named("values").keys.items() if options else ():
            if value not in options:
                hint = did_you_mean(value, options)
                problem = kinds.NOT_AN_OPTION.at(node.place(), value=value, options=listed(options), hint=hint)
                self.draft.problems.append(problem)

    def state(self, block: Block) -> None:
        self.keyed(block)
        for leaf in (*block.leaves("from"), *block.leaves("until")):
            self._attribute(leaf, wanted=_INSTANT)
        for leaf in (*block.leaves("plus"), *block.leaves("minus"), *block.leaves("last")):
            self._attribute(leaf, wanted=None if leaf is block.leaf("last") else _NUMBER)
        intervals = [name for name, state in self.draft.states.items() if isinstance(state, IntervalState)]
        self._all_declared(block, ("count",), intervals, STATE)
        self._grouping(block)

    def _grouping(self, block: Block) -> None:
        """Hold `per` to an attribute of the events that begin the counted state."""
        counted = self.draft.states.get(block.value("count", str) or "")
        leaf = block.leaf("per")
        if leaf is None or not isinstance(counted, IntervalState):
            return
        for begin in counted.from_:
            if begin.event in self.names.events:
                self._on_event(leaf, begin.event, leaf.text)

    def table(self, block: Block) -> None:
        self._all_declared(block, ("rows from",), self.names.events, EVENT)
        event = block.leaf("rows from")
        if event is not None and event.text in self.names.events:
            for key in ("in", "out"):
                for name in block.named(key).keys:
                    self._on_event(event, event.text, name)

    # --- clauses and promises ---

    def clause(self, block: Block) -> None:
        named = executors_of(block)
        if len(named) > 1:
            problem = kinds.TWO_EXECUTORS.at(block.place(named[1]), first=named[0], second=named[1])
            self.draft.problems.append(problem)
        self._all_declared(block, ("promise",), self.draft.named("promises").keys, PROMISE)
        self._all_declared(block, ("table",), self.draft.named("tables").keys, TABLE)
        self._all_declared(block, ("indicator",), self.draft.named("indicators").keys, INDICATOR)
        for name in named:
            if name in LATER:
                self.draft.problems.append(kinds.NOT_YET.at(block.place(name), what=name))

    def promise(self, block: Block) -> None:
        self.keyed(block)
        states = [name for name, state in self.draft.states.items() if isinstance(state, IntervalState)]
        self._all_declared(block, ("clauses",), self.draft.named("clauses").keys, CLAUSE)
        self._all_declared(block, ("source",), self.draft.named("sources").keys, SOURCE)
        self._all_declared(block, ("while",), states, STATE)
        for pause in block.blocks("pause"):
            self._all_declared(pause, ("while",), states, STATE)
        calendar = block.leaf("calendar")
        if calendar is not None and isinstance(calendar.value, str):
            self.draft.has(calendar, self.draft.named("calendars").keys, CALENDAR)
        elif calendar is not None:
            self._looked_up_calendar(calendar)
        self._every(block)
        self._parties(block)

    def _looked_up_calendar(self, leaf: Leaf) -> None:
        """Hold what a table may give for a calendar to the declared ones."""
        expression = expression_of(leaf)
        if isinstance(expression, Call) and expression.function == "lookup":
            for name in dict.fromkeys(looked_up(expression, self.draft)):
                self.draft.has(leaf, self.draft.named("calendars").keys, CALENDAR, name=str(name))

    def _parties(self, block: Block) -> None:
        """Hold `trigger.x` to the attributes of the events that open the promise."""
        for leaf in (leaf for key in ("owner", "to", "owed by") for leaf in block.leaves(key)):
            name = leaf.text.removeprefix("trigger.")
            for trigger in triggers_of(block) if name != leaf.text else ():
                if trigger.event in self.names.events:
                    self._on_event(leaf, trigger.event, name)

    def _every(self, block: Block) -> None:
        leaf, every = block.leaf("every"), block.value("every", Every)
        if leaf is None or every is None:
            return
        if every.interval_of is not None:
            self.draft.has(leaf, self.draft.named("calendars").keys, CALENDAR, name=every.interval_of)
        if every.attribute is not None:
            known = self.scopes.of_keys(block.values_of("of", str)).own
            hint = did_you_mean(every.attribute, (*known, "minute", "hour", "day", "week", "month", "quarter", "year"))
            if every.attribute not in known:
                problem = kinds.UNDECLARED.at(leaf.node.place(), name=every.attribute, what=_PERIOD, hint=hint)
                self.draft.problems.append(problem)
            elif kind_of_type(known[every.attribute].type) not in ("duration", "any"):
                self._wrong_type(leaf, Plain("duration"), known[every.attribute].type)

    # --- single names ---

    def keyed(self, block: Block) -> None:
        """Hold `of` to one subject kind, or to attributes that events carry."""
        leaves = block.leaves("of")
        subjects = self.draft.named("subjects").keys
        for leaf in leaves:
            if leaf.text in self.carried or (len(leaves) == 1 and leaf.text in subjects):
                continue
            hint = did_you_mean(leaf.text, (*subjects, *self.carried))
            self.draft.problems.append(kinds.NOBODY_CARRIES.at(leaf.node.place(), name=leaf.text, hint=hint))

    def _attribute(self, leaf: Leaf, *, wanted: Type | None = None) -> Type | None:
        """Hold `event.attribute` to a declared attribute; return its type."""
        if not isinstance(leaf.value, AttributeOf):
            return None
        source = leaf.value
        if not self.draft.has(leaf, self.names.events, EVENT, name=source.event):
            return None
        found = self._on_event(leaf, source.event, source.attribute)
        if found is not None and wanted is not None and not _fits(found, wanted):
            self._wrong_type(leaf, wanted, found)
        return found

    def _wrong_type(self, leaf: Leaf, wanted: Type, found: Type) -> None:
        words = type_in_words(wanted), type_in_words(found)
        problem = kinds.WRONG_ATTRIBUTE_TYPE.at(leaf.node.place(), name=leaf.text, wanted=words[0], found=words[1])
        self.draft.problems.append(problem)

    def _on_event(self, leaf: Leaf, event: str, name: str) -> Type | None:
        attributes = self.names.of_event(event)
        if name in attributes:
            return attributes[name].type
        hint = did_you_mean(name, attributes)
        self.draft.problems.append(kinds.NO_ATTRIBUTE.at(leaf.node.place(), event=event, name=name, hint=hint))
        return None

    def _all_declared(self, block: Block, keys: Iterable[str], declared: Collection[str], what: Text) -> None:
        for key in keys:
            for leaf in block.leaves(key):
                if isinstance(leaf.value, str):
                    self.draft.has(leaf, declared, what)


_PERIOD = Text(zh="周期或属性", en="period or attribute")


def _fits(found: Type, wanted: Type) -> bool:
    if wanted == _NUMBER:
        return kind_of_type(found) in ("number", "duration", "money", "quantity", "any")
    return kind_of_type(found) in (kind_of_type(wanted), "any")
