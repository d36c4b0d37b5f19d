"""Names and types of every condition and selector of a charter."""

from collections.abc import Iterable
from dataclasses import replace

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.promise_building import EXPRESSIONS
from jiannuo.core.charters.checking.scopes import Scopes, common_attributes
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, leaves_of
from jiannuo.core.expressions.checking import check_condition, check_expression, check_selector, check_who
from jiannuo.core.expressions.names import Names
from jiannuo.core.expressions.problems import NOT_ALLOWED_HERE
from jiannuo.core.expressions.syntax import Expression, Name, Selector, Who
from jiannuo.core.expressions.types import Plain, Type
from jiannuo.core.values.problems import Problem

_BOOLEAN, _DURATION, _INSTANT, _TEXT = Plain("boolean"), Plain("duration"), Plain("instant"), Plain("text")
SELECTOR_KEYS = (
    "after",
    "expect",
    "before",
    "reopened by",
    "never",
    "from",
    "until",
    "at",
    "needs",
    "ends with",
    "owner excused by",
    "excused by",
)


def check_conditions(draft: Draft, scopes: Scopes) -> None:
    """Note every problem with the names and types of conditions."""
    checker = _Checker(draft, scopes)
    checker.subjects()
    checker.events()
    checker.states()
    checker.sources()
    for block in draft.blocks("promises").values():
        checker.promise(block)
    for block in draft.blocks("signals").values():
        checker.signal(block)


class _Checker:
    def __init__(self, draft: Draft, scopes: Scopes) -> None:
        self.draft = draft
        self.scopes = scopes

    # --- declarations ---

    def subjects(self) -> None:
        for name, block in self.draft.blocks("subjects").items():
            names = self.scopes.about((name,))
            for key in ("begins", "ends"):
                self._selectors(block.leaves(key), names)

    def events(self) -> None:
        for name, block in self.draft.blocks("events").items():
            of = block.value("of", str)
            names = self.scopes.about((of,) if of else ()).within(name)
            for read in block.named("attributes").items.values():
                if isinstance(read, Block) and (leaf := read.leaf("=")):
                    self._expression(leaf, names, None)

    def states(self) -> None:
        for block in self.draft.blocks("states").values():
            names = self.scopes.about(block.values_of("of", str))
            for key in ("from", "until"):
                self._selectors(block.leaves(key), names)
            self._parameter(block, "for", names)

    def sources(self) -> None:
        for block in self.draft.blocks("sources").values():
            self._parameter(block, "silent after", self.scopes.everywhere)

    def signal(self, block: Block) -> None:
        of = block.values_of("of", str)
        for key in ("at", "clears"):
            self._selectors(block.leaves(key), self.scopes.about(of))
        is_periodic = block.has("per")
        names = self.scopes.at_opening(of, block.values_of("at", Selector), is_periodic=is_periodic)
        self._condition(block, "when", names)
        self._parameter(block, "for", names)

    # --- promises ---

    def promise(self, block: Block) -> None:
        of = block.values_of("of", str)
        selectors = self.scopes.about(of)
        if block.has("every"):
            selectors = replace(selectors, period=self.scopes.at_opening(of, (), is_periodic=True).period)
        for key in SELECTOR_KEYS:
            self._selectors(selector_leaves(block, key), selectors)
        self._opening(block, of)
        self._demand(block, of)
        self._pauses(block, selectors)

    def _opening(self, block: Block, of: tuple[str, ...]) -> None:
        """Check what is read at the opening: limits also see the trigger by that name."""
        triggers = triggers_of(block)
        names = self.scopes.at_opening(of, triggers, is_periodic=block.has("every"))
        for key in ("where", "unless"):
            self._condition(block, key, names)
        attributes = [self.scopes.everywhere.of_event(trigger.event) for trigger in triggers]
        limited = replace(names, trigger=common_attributes(attributes))
        own = self.scopes.of_keys(of).own
        self._tested(block, replace(limited, own=own))
        for key in ("within", "for"):
            self._typed(block, key, limited, _DURATION)
        self._typed(block, "by", limited, _INSTANT)
        self._typed(block, "calendar", limited, _TEXT)

    def _tested(self, block: Block, names: Names) -> None:
        """Check what must be put to the test, which only a promise with `every` can ask about its period."""
        leaf = block.leaf("tested if")
        expression = expression_of(leaf)
        if leaf is None or expression is None:
            return
        for problem in check_condition(expression, names)[1]:
            name = str(problem.values.get("name"))
            if problem.kind is NOT_ALLOWED_HERE and name.startswith("period.") and block.form.id != "expect":
                problem = kinds.PERIOD_IN_TEST.at(span=problem.span, name=name)
            self._note(leaf, [problem])

    def _demand(self, block: Block, of: tuple[str, ...]) -> None:
        at = block.values_of("at", Selector)
        names = self.scopes.at_opening(of, at, is_periodic=False)
        self._condition(block, "require", names)
        self._condition(block, "excused if", names)
        self._condition(block, "hold", self.scopes.of_keys(of))
        self._parameter(block, "tolerate", names)
        for key in ("by", "not by"):
            for leaf in block.leaves(key):
                if isinstance(leaf.value, Who):
                    self._note(leaf, check_who(leaf.value, names))

    def _pauses(self, block: Block, names: Names) -> None:
        for pause in block.blocks("pause"):
            for key in ("from", "until"):
                self._selectors(pause.leaves(key), names)
            self._parameter(pause, "max", names)

    # --- single texts ---

    def _selectors(self, leaves: Iterable[Leaf], names: Names) -> None:
        for leaf in leaves:
            if isinstance(leaf.value, Selector):
                self._note(leaf, check_selector(leaf.value, names))

    def _condition(self, block: Block, key: str, names: Names) -> None:
        leaf = block.leaf(key)
        expression = expression_of(leaf)
        if leaf is not None and expression is not None:
            self._note(leaf, check_condition(expression, names)[1])

    def _typed(self, block: Block, key: str, names: Names, wanted: Type) -> None:
        leaf = block.leaf(key)
        if leaf is not None:
            self._expression(leaf, names, wanted)

    def _expression(self, leaf: Leaf, names: Names, wanted: Type | None) -> None:
        expression = expression_of(leaf)
        if expression is not None:
            self._note(leaf, check_expression(expression, names, wanted=wanted)[1])

    def _parameter(self, block: Block, key: str, names: Names) -> None:
        """Check a duration that a parameter holds."""
        leaf = block.leaf(key)
        if leaf is not None and isinstance(leaf.value, Name):
            self._note(leaf, check_expression(leaf.value, names, wanted=_DURATION)[1])

    def _note(self, leaf: Leaf, problems: Iterable[Problem]) -> None:
        self.draft.problems.extend(problem.placed(leaf.node.place(problem.span)) for problem in problems)


def expression_of(leaf: Leaf | None) -> Expression | None:
    """Return the expression that a word was read as, if it was."""
    return leaf.value if leaf is not None and isinstance(leaf.value, EXPRESSIONS) else None


def selector_leaves(block: Block, key: str) -> list[Leaf]:
    """Return the selectors behind a key of a promise, those in parts and grounds included."""
    found = list(block.leaves(key))
    inner = block.block(key)
    if inner is not None:
        found += leaves_of(inner.values.get("all"))
    listed = block.values.get(key)
    for item in listed.items if isinstance(listed, Listing) else ():
        if isinstance(item, Block) and (leaf := item.leaf("event")):
            found.append(leaf)
    return [leaf for leaf in found if isinstance(leaf.value, Selector)]


def triggers_of(block: Block) -> tuple[Selector, ...]:
    """Return the selectors whose events open obligations of a promise."""
    key = {"expect": "after", "never": "from", "require": "at"}.get(block.form.id)
    return block.values_of(key, Selector) if key else ()
