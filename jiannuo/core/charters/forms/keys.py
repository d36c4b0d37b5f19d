"""What a form of the language is made of: keys, and what may stand behind each."""

from dataclasses import dataclass
from typing import Literal

from jiannuo.core.values.texts import Text

Sort = Literal[
    "name",
    "id",
    "text",
    "boolean",
    "integer",
    "date",
    "instant",
    "zone",
    "holidays",
    "hours",
    "duration",
    "limit",
    "moment",
    "condition",
    "value",
    "selector",
    "selector or moment",
    "attribute of event",
    "type",
    "who",
    "excluded who",
    "party",
    "every",
    "calendar",
    "warning",
    "constant",
    "cell",
    "events or promise",
    "events or sum",
    "measured",
    "percent",
    "decimals",
    "name path",
    "stated",
    "target",
    "periods",
]


@dataclass(frozen=True, slots=True)
class Plain:
    """One word or text, read by the reader of its sort."""

    sort: Sort


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a closed list."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; a single value stands for a list of one unless it is `strict`."""

    item: "Value"
    strict: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from names that the author chooses; `keys` says what a name may look like (`text`: anything)."""

    item: "Value"
    keys: Literal["name", "dotted", "id", "days", "date", "text"]


@dataclass(frozen=True, slots=True)
class Inner:
    """A mapping with the keys of a form."""

    form: "Form"


@dataclass(frozen=True, slots=True)
class Variants:
    """A mapping with the keys of one of several forms; the key in `signs` that is present tells which."""

    name: Text
    forms: tuple["Form", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A word, a list or a mapping, each of its own sort; at most one option for each shape."""

    options: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Reserved:
    """What a later version of the language says here."""


Value = Plain | OneOf | ListOf | MapOf | Inner | Variants | Either | Reserved


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a form: what may stand behind it, what it means, and what holds without it (`default`, as written)."""

    name: str
    value: Value
    means: Text
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping of the language. `signs` are the keys that tell it from its neighbors among variants."""

    id: str
    name: Text
    keys: tuple[Key, ...]
    signs: tuple[str, ...] = ()

    def key(self, name: str) -> Key | None:
        """Return the key of a name, if the form has it."""
        return next((key for key in self.keys if key.name == name), None)
