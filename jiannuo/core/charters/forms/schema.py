"""The JSON Schema with which editors check and complete charter files; made from the forms, so that it cannot lag."""

from jiannuo.core.charters.forms.forms import FOLDER
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

Schema = dict[str, object]
_WORD: Schema = {"type": ["string", "number", "boolean"]}
"""A plain word: an editor reads 2026 as a number and yes as a boolean, which the charter takes as they are written."""
_OF_SORT: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": 1},
    "cell": {"type": ["string", "number", "boolean", "null"]},
    "constant": {"type": ["string", "number", "boolean", "null"]},
    "duration": {"type": "string"},
    "limit": {"type": "string"},
    "hours": {"type": "string", "pattern": "^ *[0-9]{2}:[0-9]{2} ?- ?[0-9]{2}:[0-9]{2} *$"},
}
_NAMES = {
    "name": "^[A-Za-z][A-Za-z0-9_]*$",
    "dotted": "^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*$",
    "id": "^\\S+$",
    "text": "\\S",
    "days": "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}


def editor_schema() -> Schema:
    """Return the schema of one file of a charter folder (JSON Schema draft 7, which editors know best)."""
    definitions: dict[str, Schema] = {}
    root = _form(FOLDER, definitions, is_complete=False)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Jiannuo charter",
        "description": "One YAML file of a charter folder; the keys may be spread over several files.",
        **root,
        "definitions": {name: definitions[name] for name in sorted(definitions)},
    }


def _form(form: Form, definitions: dict[str, Schema], *, is_complete: bool = True) -> Schema:
    known = [key for key in form.keys if not isinstance(key.value, Reserved)]
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: _key(key, definitions) for key in known},
    }
    required = [key.name for key in known if key.required]
    if required and is_complete:
        schema["required"] = required
    return schema


def _key(key: Key, definitions: dict[str, Schema]) -> Schema:
    default = f" [{key.default}]" if key.default else ""
    means = {"description": f"{key.means.en}{default} {key.means.zh}"}
    schema = _value(key.value, definitions)
    return {"allOf": [schema], **means} if "$ref" in schema else {**schema, **means}


def _value(value: Value, definitions: dict[str, Schema]) -> Schema:
    match value:
        case Plain(sort):
            return _OF_SORT.get(sort, _WORD)
        case OneOf(words):
            return {"enum": list(words)}
        case ListOf(item, strict):
            listed: Schema = {"type": "array", "minItems": 1, "items": _value(item, definitions)}
            return listed if strict else _any_of([_value(item, definitions), listed])
        case MapOf(item, keys):
            return _mapping(item, keys, definitions)
        case Inner(form):
            return _reference(form, definitions)
        case Variants(_, forms):
            real = [form for form in forms if not any(_is_later(form, sign) for sign in form.signs)]
            return _any_of([_reference(form, definitions) for form in real])
        case Either(options):
            return _any_of([_value(option, definitions) for option in options])
        case Reserved():
            return {"not": {}}


def _is_later(form: Form, sign: str) -> bool:
    key = form.key(sign)
    return key is not None and isinstance(key.value, Reserved)


def _any_of(schemas: list[Schema]) -> Schema:
    flat: list[Schema] = []
    for schema in schemas:
        inner = schema.get("anyOf")
        flat += [one for one in inner if one not in flat] if isinstance(inner, list) else [schema]
    unique = [one for i, one in enumerate(flat) if one not in flat[:i]]
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


def _mapping(item: Value, keys: str, definitions: dict[str, Schema]) -> Schema:
    inner = _value(item, definitions)
    options = item.options if isinstance(item, Either) else (item,)
    is_free = any(isinstance(o, Inner) and not any(key.required for key in o.form.keys) for o in options)
    return {
        "type": "object",
        "propertyNames": {"pattern": _NAMES[keys]},
        "additionalProperties": _any_of([inner, {"type": "null"}]) if is_free else inner,
    }


def _reference(form: Form, definitions: dict[str, Schema]) -> Schema:
    name = form.id.replace(" ", "-")
    if name not in definitions:
        definitions[name] = {}  # a form that holds itself would end here
        definitions[name] = {"description": f"{form.name.en} {form.name.zh}", **_form(form, definitions)}
    return {"$ref": f"#/definitions/{name}"}
