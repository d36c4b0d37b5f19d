"""`jiannuo charter check`: all errors and warnings of a charter in one run."""

from argparse import Namespace

from jiannuo.core.charters.charter import Charter
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.printing import count_problems, print_problems, problem_as_json
from jiannuo.interfaces.cli.session import Session

_PASSED = Text(
    zh="制度“{title}”（版本 {edition}）通过检查：承诺 {promises} 项，条款 {clauses} 条。",
    en="The charter “{title}” (edition {edition}) passed: promises {promises}, clauses {clauses}.",
)


def run(arguments: Namespace, session: Session) -> int:
    """Check the charter; a refusal tells its problems itself."""
    charter = load_charter(arguments)
    if session.form == "json":
        session.write_json(_as_json(charter))
        return exits.ALL_WELL
    print_problems(session, charter.warnings)
    session.say(
        _PASSED.filled(
            title=charter.title,
            edition=charter.edition,
            promises=len(charter.promises),
            clauses=len(charter.clauses),
        )
    )
    if charter.warnings:
        session.say(count_problems(charter.warnings))
    return exits.ALL_WELL


def _as_json(charter: Charter) -> dict[str, object]:
    return {
        "charter": charter.id,
        "title": {"zh": charter.title.zh, "en": charter.title.en},
        "edition": charter.edition,
        "promises": list(charter.promises),
        "clauses": len(charter.clauses),
        "problems": [problem_as_json(warning) for warning in charter.warnings],
    }
