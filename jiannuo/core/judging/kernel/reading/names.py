"""What names stand for at positions (section 2 of the language)."""

from jiannuo.core.charters.charter import AttributeOf
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.judging.event_table import Column
from jiannuo.core.judging.kernel.reading.subjects import SubjectReader
from jiannuo.core.judging.kernel.streams.columns import assembled, constant, instants, nothing
from jiannuo.core.judging.kernel.streams.sites import Sites


class NameReader(SubjectReader):
    """Reads names in a world."""

    def named(self, name: Name, sites: Sites) -> Column:
        """Return what a name stands for at every position."""
        head, rest = name.parts[0], name.parts[1:]
        if not rest:
            return self._bare(head, sites)
        if head == "trigger":
            return nothing(len(sites)) if sites.trigger is None else self.attribute_of(rest[0], sites.trigger, sites)
        if head == "param":
            return constant(self.charter.parameters[rest[0]].value, len(sites))
        if head == "period":
            return nothing(len(sites)) if sites.period is None else instants(sites.period[rest[0] == "end"])
        if head in self.charter.subjects:
            return self.of_subject(head, rest, sites)
        if head in self.charter.events:
            return self.latest([AttributeOf(head, rest[0])], (sites.streams, sites.stream), sites, but=sites.own)
        return self._followed_from_own(head, rest, sites)

    def _bare(self, name: str, sites: Sites) -> Column:
        if sites.member is not None and name == sites.member[0]:
            return sites.member[1]
        if sites.own is not None:
            return self.attribute_of(name, sites.own, sites)
        streams = sites.streams
        if name in streams.of:
            return self.key_texts(streams, sites.stream, streams.of.index(name))
        if streams.kind is not None and name in self.charter.subjects[streams.kind].attributes:
            return self.of_subject(streams.kind, (name,), sites)
        return nothing(len(sites)) if sites.trigger is None else self.attribute_of(name, sites.trigger, sites)

    def _followed_from_own(self, head: str, rest: tuple[str, ...], sites: Sites) -> Column:
        if sites.own is None:
            return self._bare(head, sites)
        parts = []
        for code in self.types_of(sites.own):
            type_ = self.world.table.types[code]
            there = self.places_of_type(type_, sites.own)
            here, source = sites.some(there), AttributeOf(type_, head)
            parts.append((there, self.followed(source, self._bare(head, here), rest, here)))
        return assembled(parts, len(sites))
