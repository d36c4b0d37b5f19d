"""Reading nodes by the forms of the language, into blocks; every problem is noted and reading goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.forms.keys import (
    Either,
    Form,
    Inner,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Plain,
    Reserved,
    Value,
    Variants,
)
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, Named, Read
from jiannuo.core.charters.parsing.leaf_reading import (
    LONGEST_ID,
    check_word,
    is_id,
    is_name,
    read_date,
    read_days,
    read_leaf,
)
from jiannuo.core.charters.parsing.nodes import Entry, Mapping, Node, Scalar, Sequence
from jiannuo.core.charters.parsing.wording import (
    LANGUAGE_NAMES,
    after_chinese,
    any_of,
    expected,
    key_meaning,
    shape_of,
    shapes,
)
from jiannuo.core.expressions.naming import did_you_mean, nearest
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import listed


@dataclass(slots=True)
class FormReader:
    """Reads values by form and gathers what is wrong."""

    problems: list[Problem] = field(default_factory=list)

    def read(self, value: Value, node: Node) -> Read | None:
        """Return what stands in a node, or None if it cannot be read."""
        match value:
            case Plain(sort):
                return self._leaf(value, node, sort)
            case OneOf():
                return self._leaf(value, node, "")
            case ListOf():
                return self._listing(value, node)
            case MapOf():
                return self._named(value, node)
            case Inner(form):
                return self.block(form, node)
            case Variants():
                return self._variant(value, node)
            case Either():
                return self._either(value, node)
            case Reserved():
                return None

    def block(self, form: Form, node: Node, *, is_whole: bool = True) -> Block | None:
        """Return the block of a mapping, with a problem for each key that is unknown, misplaced or missing.

        What is not `is_whole`, as a part of it could not be read, lacks nothing; a misspelt key counts as present under
        the name that was probably meant, so that one mistake is told once.
        """
        if not isinstance(node, Mapping):
            self._wrong_shape(Inner(form), node)
            return None
        keys: dict[str, Scalar] = {}
        values: dict[str, Read] = {}
        meant: dict[str, Scalar] = {}
        for entry in node.entries:
            key = form.key(entry.key.text)
            if key is None:
                meant[self._unknown_key(form, entry.key, (known.name for known in form.keys))] = entry.key
                continue
            keys[key.name] = entry.key
            read = self._behind(form, key, entry)
            if read is not None:
                values[key.name] = read
        if is_whole and not _is_reserved(form):
            self._check_required(form, node, {*keys, *meant})
        return Block(form, node, {**meant, **keys}, values)

    def _behind(self, form: Form, key: Key, entry: Entry) -> Read | None:
        if isinstance(key.value, Reserved):
            if key.name in form.signs or not _is_reserved(form):
                self.problems.append(kinds.NOT_YET.at(entry.key.place(), what=key.name))
            return None
        if isinstance(entry.value, Scalar) and entry.value.is_null:
            what = expected(key.value)
            self.problems.append(kinds.VALUE_MISSING.at(entry.key.place(), key=key.name, expected=what))
            return None
        return self.read(key.value, entry.value)

    def _check_required(self, form: Form, node: Mapping, present: set[str]) -> None:
        for key in form.keys:
            if not key.required or key.name in present:
                continue
            if form.id == "text":
                language = LANGUAGE_NAMES[key.name]
                self.problems.append(kinds.MISSING_LANGUAGE.at(node.place(), language=language))
            else:
                means = key_meaning(key)
                problem = kinds.KEY_MISSING.at(node.place(), form=form.name, key=key.name, means=means)
                self.problems.append(problem)

    def _unknown_key(self, form: Form, key: Scalar, known: Iterator[str]) -> str:
        """Note an unknown key and return the key that was probably meant."""
        names = list(known)
        shown = key.text[:LONGEST_ID]
        hint = did_you_mean(shown, names)
        self.problems.append(kinds.UNKNOWN_KEY.at(key.place(), key=shown, form=form.name, hint=hint))
        return nearest(shown, names) or ""

    def _leaf(self, value: Plain | OneOf, node: Node, sort: str) -> Leaf | None:
        if not isinstance(node, Scalar) or node.is_null:
            self._wrong_shape(value, node)
            return None
        if not node.text.strip():
            self._wrong_shape(value, node)
            return None
        try:
            read = check_word(node, value.words) if isinstance(value, OneOf) else read_leaf(sort, node)
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return None
        return Leaf(read, node)

    def _listing(self, value: ListOf, node: Node) -> Listing | None:
        if isinstance(node, Sequence):
            nodes: tuple[Node, ...] = node.items
        elif value.strict:
            self._wrong_shape(value, node)
            return None
        else:
            nodes = (node,)
        if not nodes:
            self.problems.append(kinds.EMPTY_LIST.at(node.place(), expected=expected(value.item)))
        items = [self.read(value.item, item) for item in nodes]
        return Listing(tuple(item for item in items if item is not None), node, bool(nodes) and None not in items)

    def _named(self, value: MapOf, node: Node) -> Named | None:
        if not isinstance(node, Mapping):
            self._wrong_shape(value, node)
            return None
        items: dict[str, Read] = {}
        keys: dict[str, Scalar] = {}
        for entry in node.entries:
            if not self._is_good_key(value, entry.key):
                continue
            keys[entry.key.text] = entry.key
            read = self._empty(value.item, entry.value) or self.read(value.item, entry.value)
            if read is not None:
                items[entry.key.text] = read
        is_whole = len(items) == len(node.entries) and all(
            item.is_whole for item in items.values() if isinstance(item, Listing)
        )
        return Named(items, keys, node, is_whole)

    def _empty(self, value: Value, node: Node) -> Block | None:
        """Return the block of a name behind which nothing stands, where the form demands nothing."""
        options = value.options if isinstance(value, Either) else (value,)
        form = next((option.form for option in options if isinstance(option, Inner)), None)
        if form is None or not isinstance(node, Scalar) or not node.is_null or any(k.required for k in form.keys):
            return None
        return Block(form, Mapping((), node.source, node.line, node.column))

    def _is_good_key(self, value: MapOf, key: Scalar) -> bool:
        shown = key.text[:LONGEST_ID]
        if value.keys == "name" and not is_name(key.text):
            self.problems.append(kinds.BAD_NAME.at(key.place(), name=shown))
        elif value.keys == "dotted" and not all(is_name(part) for part in key.text.split(".")):
            self.problems.append(kinds.BAD_NAME.at(key.place(), name=shown))
        elif value.keys == "id" and not is_id(key.text):
            self.problems.append(kinds.BAD_ID.at(key.place(), name=shown, limit=LONGEST_ID))
        elif value.keys == "days" and read_days(key.text) is None:
            self.problems.append(kinds.BAD_DAYS.at(key.place(), value=shown))
        elif value.keys == "date":
            return self._is_date(key)
        else:
            return True
        return False

    def _is_date(self, key: Scalar) -> bool:
        try:
            read_date(key)
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return False
        return True

    def _variant(self, value: Variants, node: Node) -> Block | None:
        if not isinstance(node, Mapping):
            self._wrong_shape(value, node)
            return None
        form = self._chosen(value, node)
        if form is None:
            return None
        mine = {key.name for key in form.keys}
        others = {key.name for other in value.forms for key in other.keys if key.name not in mine}
        misplaced = [entry for entry in node.entries if entry.key.text in others]
        for entry in misplaced:
            names = [other.name for other in value.forms if entry.key.text in {key.name for key in other.keys}]
            owner = after_chinese(any_of(names))
            problem = kinds.KEY_ELSEWHERE.at(entry.key.place(), key=entry.key.text, owner=owner, form=form.name)
            self.problems.append(problem)
        rest = tuple(entry for entry in node.entries if entry not in misplaced)
        return self.block(form, Mapping(rest, node.source, node.line, node.column))

    def _chosen(self, value: Variants, node: Mapping) -> Form | None:
        present = {entry.key.text: entry.key for entry in node.entries}
        chosen = [(form, sign) for form in value.forms for sign in form.signs if sign in present]
        forms = list({form.id: (form, sign) for form, sign in reversed(chosen)}.values())[::-1]
        if len(forms) > 1:
            first, second = forms[0][1], forms[1][1]
            problem = kinds.TWO_VARIANTS.at(present[second].place(), form=value.name, first=first, second=second)
            self.problems.append(problem)
            return None
        return forms[0][0] if forms else self._guessed(value, node, list(present))

    def _guessed(self, value: Variants, node: Mapping, present: list[str]) -> Form | None:
        """Return the form whose misspelt sign is present; note what is missing if there is none."""
        known = {key.name for form in value.forms for key in form.keys}
        meant = {nearest(key, known) for key in present if key not in known}
        for form in value.forms:
            if meant & set(form.signs):
                return form
        signs = listed(form.signs[0] for form in value.forms)
        self.problems.append(kinds.NO_VARIANT.at(node.place(), form=value.name, signs=signs))
        for entry in node.entries:
            if entry.key.text not in known:
                self._unknown_key(Form("", value.name, ()), entry.key, iter(known))
        return None

    def _either(self, value: Either, node: Node) -> Read | None:
        fitting = [option for option in value.options if type(node) in shapes(option, strictly=True)]
        if not fitting:
            fitting = [option for option in value.options if type(node) in shapes(option)]
        if fitting:
            return self.read(fitting[0], node)
        self._wrong_shape(value, node)
        return None

    def _wrong_shape(self, value: Value, node: Node) -> None:
        problem = kinds.WRONG_SHAPE.at(node.place(), expected=expected(value), found=shape_of(node))
        self.problems.append(problem)


def _is_reserved(form: Form) -> bool:
    return any(isinstance(key.value, Reserved) for key in form.keys if key.name in form.signs)
