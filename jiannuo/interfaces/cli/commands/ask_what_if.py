"""`jiannuo what-if`: what a change of a charter would have come to, for whom."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from jiannuo.core.charters.changing import read_change
from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.what_ifs.what_if import WhatIf, answer
from jiannuo.core.rendering.what_ifs.what_if import Question
from jiannuo.core.rendering.what_ifs.what_if_json import what_if_as_json
from jiannuo.core.rendering.what_ifs.what_if_telling import write_what_if
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.charter_loading import load_charter
from jiannuo.interfaces.cli.judging import nothing_is_no_failure, read_as_of, tell_of_compiling
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.reporting import set_aside
from jiannuo.interfaces.cli.session import Session


def run(arguments: Namespace, session: Session) -> int:
    """Judge the files named by the charter and by the charter changed, and print what moves; a question ends well."""
    charter = load_charter(arguments)
    changed = _changed(arguments)
    as_of = read_as_of(arguments.as_of, zone=charter.zone)
    files = tuple(Path(name) for name in arguments.events)
    mapping = read_mapping(Path(arguments.log)) if arguments.log else None
    asked = WhatIf(charter, changed, mapping, files, as_of)
    with Progress(session) as progress, nothing_is_no_failure():
        tell_of_compiling(progress)
        question = Question(charter, changed, answer(asked, progress=progress))
    if session.form == "json":
        session.write_json(what_if_as_json(question))
    else:
        aside = set_aside(question.answer.rejects)
        session.say(write_what_if(question, aside=aside, language=session.language).rstrip("\n"))
    return exits.ALL_WELL


def _changed(arguments: Namespace) -> Charter:
    """Return the charter with the changes made. Raises Refusal with all that is wrong with them."""
    parameters = Path(arguments.parameters) if arguments.parameters else None
    changes, problems = [], list[Problem]()
    for text in arguments.set:
        try:
            changes.append(read_change(text))
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems)
    try:
        return read_charter(Path(arguments.charter), parameters=parameters, changes=changes)
    except Refusal as refusal:
        raise Refusal(*_errors(refusal.problems)) from refusal


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    """Return the errors: what the charter itself is warned of is nothing new."""
    return [problem for problem in problems if problem.is_error]
