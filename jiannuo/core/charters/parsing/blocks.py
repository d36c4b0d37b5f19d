"""What the folder says, form by form, before names are looked up: every value still knows where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from jiannuo.core.charters.forms.keys import Form
from jiannuo.core.charters.parsing import nodes
from jiannuo.core.values.problems import Place

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word that was read: its value, and the text it was read from."""

    value: object
    node: nodes.Scalar

    @property
    def text(self) -> str:
        """Return what was written."""
        return self.node.text


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of read values; what could not be read is left out, and `is_whole` tells whether anything was."""

    items: tuple["Read", ...]
    node: nodes.Node
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names chosen by the author; the key's node tells where each name stands."""

    items: Mapping[str, "Read"]
    keys: Mapping[str, nodes.Scalar]
    node: nodes.Mapping | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping with the keys of a form; `keys` holds all that are present, misspelt or not, `values` those that were read."""

    form: Form
    node: nodes.Mapping
    keys: Mapping[str, nodes.Scalar] = field(default_factory=dict)
    values: Mapping[str, "Read"] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Tell whether the key is present, readable or not."""
        return key in self.keys

    def leaf(self, key: str) -> Leaf | None:
        """Return the word behind a key."""
        found = self.values.get(key)
        return found if isinstance(found, Leaf) else None

    def value(self, key: str, kind: type[Kind]) -> Kind | None:
        """Return the value behind a key if it is of that kind."""
        found = self.leaf(key)
        return found.value if found is not None and isinstance(found.value, kind) else None

    def leaves(self, key: str) -> tuple[Leaf, ...]:
        """Return the words behind a key, one or a list of them."""
        return tuple(leaves_of(self.values.get(key)))

    def values_of(self, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the values behind a key that are of that kind."""
        return tuple(leaf.value for leaf in self.leaves(key) if isinstance(leaf.value, kind))

    def block(self, key: str) -> "Block | None":
        """Return the mapping behind a key."""
        found = self.values.get(key)
        return found if isinstance(found, Block) else None

    def blocks(self, key: str) -> tuple["Block", ...]:
        """Return the mappings in the list behind a key."""
        found = self.values.get(key)
        items = found.items if isinstance(found, Listing) else ()
        return tuple(item for item in items if isinstance(item, Block))

    def named(self, key: str) -> Named:
        """Return the mapping from names behind a key, empty if there is none."""
        found = self.values.get(key)
        return found if isinstance(found, Named) else Named({}, {})

    def place(self, key: str) -> Place:
        """Return where a key stands, or where the mapping begins if the key is absent."""
        return self.keys[key].place() if key in self.keys else self.node.place()


Read = Leaf | Listing | Named | Block


def leaves_of(read: "Read | None") -> Iterator[Leaf]:
    """Yield every word of a word or of a list, inner lists included."""
    if isinstance(read, Leaf):
        yield read
    elif isinstance(read, Listing):
        for item in read.items:
            yield from leaves_of(item)
