"""What events must carry: the key of what a promise or state is about, the members of `for each`, filled attributes.

An event belongs to a subject, and is about a member, by what was recorded with it, never by what is computed or built in.
"""

from collections.abc import Iterable, Iterator

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.building import key_attributes
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.typed_building import constant
from jiannuo.core.charters.checking.condition_checks import SELECTOR_KEYS, selector_leaves, triggers_of
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf, leaves_of
from jiannuo.core.expressions.names import BUILT_IN
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.expressions.type_writing import type_in_words
from jiannuo.core.expressions.types import ListOf, Nothing


def check_keys(draft: Draft, scopes: Scopes) -> None:
    """Note events that could never belong to what they are asked about, and attributes that they lack."""
    checker = _Checker(draft, scopes)
    for block in draft.blocks("subjects").values():
        ids = block.values_of("id", str)
        checker.recorded_key(block.leaves("id"))
        for key in ("begins", "ends"):
            checker.carried(selector_leaves(block, key), ids, kind=block)
    for block in draft.blocks("states").values():
        of, _ = key_attributes(block.values_of("of", str), draft.subjects)
        checker.recorded_key(block.leaves("of"))
        for key in ("from", "until"):
            checker.carried(selector_leaves(block, key), of)
    for block in draft.blocks("promises").values():
        checker.promise(block)
    for block in draft.blocks("signals").values():
        of, kind = key_attributes(block.values_of("of", str), draft.subjects)
        checker.recorded_key(block.leaves("of"))
        for key in ("at", "clears"):
            checker.carried(selector_leaves(block, key), of, kind=kind)


class _Checker:
    def __init__(self, draft: Draft, scopes: Scopes) -> None:
        self.draft = draft
        self.scopes = scopes
        self.names = scopes.everywhere
        events = [event for event in draft.events.values() if not event.built_in]  # those carry the ids of all kinds
        recorded = {name for event in events for name in event.attributes.keys() - event.computed}
        self.unrecorded = {*BUILT_IN, *(name for event in events for name in event.computed)} - recorded

    def recorded_key(self, leaves: Iterable[Leaf]) -> None:
        """Refuse attributes of a key that no event has recorded with it."""
        for leaf in leaves:
            if leaf.text in self.unrecorded and leaf.text not in self.draft.subjects:
                self.draft.problems.append(kinds.NOT_RECORDED.at(leaf.node.place(), name=leaf.text))

    def carried(self, leaves: Iterable[Leaf], of: tuple[str, ...], *, kind: object = True) -> None:
        """Hold selectors to events that carry the key, or to `via` where there is a subject kind."""
        for leaf in leaves:
            selector = leaf.value
            if not isinstance(selector, Selector) or selector.event not in self.draft.events:
                continue
            if selector.via is not None:
                self._via(leaf, selector, kind)
                continue
            self._carried_by(leaf, selector, of)

    def _carried_by(self, leaf: Leaf, selector: Selector, of: tuple[str, ...]) -> None:
        carried, computed = self.names.of_event(selector.event), self.draft.events[selector.event].computed
        place = leaf.node.place((selector.at, len(selector.event)))
        for name in of:
            if name not in carried and name in self.scopes.carried:
                self.draft.problems.append(kinds.NOT_CARRIED.at(place, event=selector.event, name=name))
            elif name in computed and name not in self.unrecorded:
                self.draft.problems.append(kinds.NOT_RECORDED.at(place, name=f"{selector.event}.{name}"))

    def _via(self, leaf: Leaf, selector: Selector, kind: object) -> None:
        other = self.draft.events[selector.event].of
        if kind is None or other is None:
            place = leaf.node.place((selector.at, len(selector.event)))
            self.draft.problems.append(kinds.BAD_VIA.at(place, event=selector.event))

    def promise(self, block: Block) -> None:
        of, kind = key_attributes(block.values_of("of", str), self.draft.subjects)
        if block.form.id != "reach":  # the dimensions of its indicator may be computed
            self.recorded_key(block.leaves("of"))
        for key in SELECTOR_KEYS:
            self.carried(selector_leaves(block, key), of, kind=kind)
        for pause in block.blocks("pause"):
            for key in ("from", "until"):
                self.carried(selector_leaves(pause, key), of, kind=kind)
        self._complete(block)
        if block.has("for each"):
            self._for_each(block)

    def _complete(self, block: Block) -> None:
        """Hold `complete` to attributes of the target, or of the events of `at`."""
        targets = selector_leaves(block, "expect") or selector_leaves(block, "at")
        for leaf in block.leaves("complete"):
            for event in self._events(targets):
                attributes = self.names.of_event(event)
                if leaf.text not in attributes:
                    hint = did_you_mean(leaf.text, attributes)
                    problem = kinds.NO_ATTRIBUTE.at(leaf.node.place(), event=event, name=leaf.text, hint=hint)
                    self.draft.problems.append(problem)

    def _events(self, leaves: Iterable[Leaf]) -> Iterator[str]:
        events = (leaf.value.event for leaf in leaves if isinstance(leaf.value, Selector))
        yield from dict.fromkeys(event for event in events if event in self.draft.events)

    # --- for each ---

    def _for_each(self, block: Block) -> None:
        named = block.named("for each")
        if len(named.keys) > 1:
            place = block.place("for each")
            self.draft.problems.append(kinds.ONE_MEMBER_KEY.at(place, count=len(named.keys)))
            return
        leaf = block.leaf("for each")
        if leaf is not None:
            self._listed(block, leaf)
        for name, read in named.items.items():
            self._members_carry(block, name)
            self._constants(block, name, list(leaves_of(read)))

    def _listed(self, block: Block, leaf: Leaf) -> None:
        subject = self.draft.subjects.get(leaf.text)
        if subject is not None:
            for attribute in subject.id:
                self._members_carry(block, attribute)
            return
        own = self.scopes.at_opening(block.values_of("of", str), triggers_of(block), is_periodic=False).own
        if leaf.text not in own:
            hint = did_you_mean(leaf.text, (*own, *self.draft.subjects))
            self.draft.problems.append(kinds.NOBODY_CARRIES.at(leaf.node.place(), name=leaf.text, hint=hint))
        elif not isinstance(own[leaf.text].type, ListOf | Nothing):
            found = type_in_words(own[leaf.text].type)
            self.draft.problems.append(kinds.NOT_A_LIST.at(leaf.node.place(), name=leaf.text, found=found))
        else:
            self._members_carry(block, leaf.text)

    def _members_carry(self, block: Block, attribute: str) -> None:
        place = block.place("for each")
        for event in self._events(selector_leaves(block, "expect")):
            if attribute not in self.names.of_event(event):
                self.draft.problems.append(kinds.MEMBER_NOT_CARRIED.at(place, event=event, name=attribute))
            elif attribute in BUILT_IN or attribute in self.draft.events[event].computed:
                self.draft.problems.append(kinds.NOT_RECORDED.at(place, name=f"{event}.{attribute}"))

    def _constants(self, block: Block, attribute: str, leaves: list[Leaf]) -> None:
        for event in self._events(selector_leaves(block, "expect")):
            type_ = self.names.of_event(event).get(attribute)
            for leaf in leaves if type_ is not None else ():
                if type_ is not None:
                    constant(leaf.node, type_.type, zone=self.draft.zone, problems=self.draft.problems)
