"""`jiannuo charter explain`: what a charter promises, in words with a timeline."""

from argparse import Namespace

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining import explain_charter
from jiannuo.core.values.problems import Refusal
from jiannuo.interfaces.cli import exits, problems
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.parsing import listed, nearest
from jiannuo.interfaces.cli.session import Session


def run(arguments: Namespace, session: Session) -> int:
    """Explain the charter, or the one promise named."""
    charter = load_charter(arguments)
    _ensure_promise(charter, arguments.promise)
    explained = explain_charter(charter, promise=arguments.promise)
    if session.form == "json":
        text = {"zh": explained.zh, "en": explained.en}
        session.write_json({"charter": charter.id, "promise": arguments.promise, "text": text})
    else:
        session.say(explained)
    return exits.ALL_WELL


def _ensure_promise(charter: Charter, name: str | None) -> None:
    known = list(charter.promises)
    if name is not None and name not in known:
        raise Refusal(problems.NO_SUCH_PROMISE.at(name=name, known=listed(known), nearest=nearest(name, known)))
