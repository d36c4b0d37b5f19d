"""`jiannuo charter new`: a commented folder to start from."""

from argparse import Namespace
from pathlib import Path

from jiannuo.core.charters.starting import write_starter
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.session import Session

_WRITTEN = Text(zh="已写入 {folder}：", en="Written to {folder}:")
_NEXT = Text(
    zh="从 README.md 开始；制度写在 charter/charter.yaml，每改一处就检查一次：",
    en="Begin with README.md; the charter is charter/charter.yaml. Check it after each change:",
)


def run(arguments: Namespace, session: Session) -> int:
    """Write the folder and tell what to do next."""
    folder = Path(arguments.folder)
    written = [path.relative_to(folder).as_posix() for path in write_starter(folder)]
    if session.form == "json":
        session.write_json({"folder": str(folder), "files": written})
        return exits.ALL_WELL
    session.say(_WRITTEN.filled(folder=folder))
    for name in written:
        session.say(f"  {name}")
    session.say(_NEXT)
    session.say(f"  jiannuo charter check {folder / 'charter'}")
    return exits.ALL_WELL
