"""Arrow types as Spark writes them."""

import pyarrow as pa

_NAMES = {
    pa.string(): "string",
    pa.int64(): "bigint",
    pa.int32(): "int",
    pa.int8(): "tinyint",
}


def plain(found: pa.DataType) -> pa.DataType:
    """Return the type of the values of a column, which Spark knows only spelled out."""
    return found.value_type if pa.types.is_dictionary(found) else found


def spelled_out(schema: pa.Schema) -> pa.Schema:
    """Return the columns of a schema as Spark takes them."""
    return pa.schema([entry.with_type(plain(entry.type)) for entry in schema])


def written_schema(schema: pa.Schema) -> str:
    """Return the columns of a schema in the words of Spark."""
    return ", ".join(f"`{entry.name}` {_written(entry.type)}" for entry in schema)


def _written(found: pa.DataType) -> str:
    if pa.types.is_dictionary(found):
        return _written(found.value_type)
    if pa.types.is_timestamp(found):
        return "timestamp"
    if pa.types.is_map(found):
        return f"map<{_written(found.key_type)}, {_written(found.item_type)}>"
    if pa.types.is_list(found):
        return f"array<{_written(found.value_type)}>"
    if pa.types.is_struct(found):
        inner = ", ".join(f"`{entry.name}`: {_written(entry.type)}" for entry in found)
        return f"struct<{inner}>"
    return _NAMES[found]
