"""`jiannuo charter explain`: what a charter promises and reckons, in words with a timeline for each promise."""

from argparse import Namespace

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.explaining import explain_charter, joined
from jiannuo.core.charters.explaining.explaining_figures import explain_indicator
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text, listed
from jiannuo.interfaces.cli import exits, problems
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.parsing import nearest
from jiannuo.interfaces.cli.session import Session


def run(arguments: Namespace, session: Session) -> int:
    """Explain the charter, or the one promise or indicator named."""
    charter = load_charter(arguments)
    _ensure_known(charter, arguments.promise)
    explained = _explained(charter, arguments.promise)
    if session.form == "json":
        text = {"zh": explained.zh, "en": explained.en}
        session.write_json({"charter": charter.id, "promise": arguments.promise, "text": text})
    else:
        session.say(explained)
    return exits.ALL_WELL


def _explained(charter: Charter, name: str | None) -> Text:
    """Return the whole charter in words, its promises before its indicators, or the one thing that is named."""
    if name is not None:
        is_promise = name in charter.promises
        return explain_charter(charter, name) if is_promise else explain_indicator(charter.indicators[name], charter)
    figures = (explain_indicator(each, charter) for each in charter.indicators.values())
    return joined([explain_charter(charter), *figures], "\n\n")


def _ensure_known(charter: Charter, name: str | None) -> None:
    known = [*charter.promises, *charter.indicators]
    if name is not None and name not in known:
        raise Refusal(problems.NO_SUCH_PROMISE.at(name=name, known=listed(known), nearest=nearest(name, known)))
