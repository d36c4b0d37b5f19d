"""`jiannuo charter schema`: the JSON Schema that editors check charter files with."""

from argparse import Namespace

from jiannuo.core.charters.forms.schema import editor_schema
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.session import Session


def run(arguments: Namespace, session: Session) -> int:
    """Write the schema, which is JSON in both forms of output."""
    session.write_json(editor_schema())
    return exits.ALL_WELL
