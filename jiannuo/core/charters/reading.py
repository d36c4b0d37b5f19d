"""`read_charter`: from a folder of YAML files to a charter in its inner form, or every problem of the folder at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from jiannuo.core.charters.building.building import text_of
from jiannuo.core.charters.building.clause_building import build_clause
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.building.indicator_building import build_indicator
from jiannuo.core.charters.building.promise_building import Declared, build_promise
from jiannuo.core.charters.building.signal_building import build_signal
from jiannuo.core.charters.building.typed_building import build_parameters, build_table, set_parameters
from jiannuo.core.charters.changing import Change, changed
from jiannuo.core.charters.charter import LEAST_GROUP, Charter, Clause
from jiannuo.core.charters.checking.checking import check
from jiannuo.core.charters.checking.ring_checks import signal_order
from jiannuo.core.charters.forms.forms import FOLDER
from jiannuo.core.charters.parsing.folder_reading import read_folder, read_single
from jiannuo.core.charters.parsing.form_reading import FormReader
from jiannuo.core.charters.parsing.nodes import Entry
from jiannuo.core.charters.parsing.noting import MOST_PROBLEMS, Enough, Notes
from jiannuo.core.charters.problems import MANY_PROBLEMS
from jiannuo.core.values.instants import start_of_day
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text


def read_charter(folder: Path, *, parameters: Path | None = None, changes: Sequence[Change] = ()) -> Charter:
    """Read and check the charter in a folder; `parameters` is an organisation's file of `name: value` over it.

    With `changes` it is as if the files said what these ask for. Raises Refusal with all problems of all files, in the
    order of files and lines; warnings stand in the charter.
    """
    notes = Notes()
    try:
        draft = _draft(Path(folder), parameters, changes, notes)
    except Enough as enough:
        raise Refusal(*in_order(notes), MANY_PROBLEMS.at(limit=MOST_PROBLEMS)) from enough
    problems = in_order(notes)
    if draft is None or any(problem.is_error for problem in problems):
        raise Refusal(*problems)
    return _charter(draft, tuple(problems))


def _draft(folder: Path, parameters: Path | None, changes: Sequence[Change], notes: Notes) -> Draft | None:
    contents = read_folder(folder, problems=notes)
    said = changed(contents.root, changes, problems=notes)
    root = FormReader(notes).block(FOLDER, said.root, is_whole=contents.is_whole)
    if root is None:
        return None
    draft = Draft.of(root, notes)
    own = read_single(Path(parameters), problems=notes) if parameters else None
    _build(draft, (own.entries if own is not None else (), said.parameters))
    if contents.is_whole:
        check(draft)
    return draft


def in_order(problems: list[Problem]) -> list[Problem]:
    """Return problems by file, line and column, each once."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        place = problem.place
        position = (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)
        seen.setdefault((*position, problem.code, problem.message("en")), problem)
    return [seen[key] for key in sorted(seen)]


def _build(draft: Draft, settings: Iterable[Iterable[Entry]]) -> None:
    """Build what the folder declares; each of the settings of parameters goes over those before it."""
    zone, problems = draft.zone, draft.problems
    built = build_parameters(draft.blocks("parameters"), zone=zone, problems=problems)
    for entries in settings:
        built = set_parameters(built, entries, zone=zone, problems=problems)
    draft.with_parameters(built)
    for name, block in draft.blocks("tables").items():
        draft.tables[name] = build_table(name, block, zone=zone, problems=problems)
    for name, block in draft.blocks("signals").items():
        signal = build_signal(name, block, subjects=draft.subjects, parameters=draft.parameters)
        if signal is not None:
            draft.signals[name] = signal
    for name, block in draft.blocks("indicators").items():
        indicator = build_indicator(name, block, states=draft.states, zone=zone)
        if indicator is not None:
            draft.indicators[name] = indicator
    keys = draft.named("promises").keys
    declared = Declared(draft.subjects, draft.events, draft.parameters, draft.indicators, zone)
    for id, block in draft.blocks("promises").items():
        promise = build_promise(keys[id], block, declared=declared)
        if promise is not None:
            draft.promises[id] = promise


def _charter(draft: Draft, warnings: tuple[Problem, ...]) -> Charter:
    own = draft.root.block("charter")
    if own is None:
        raise Refusal(*warnings)
    id = own.value("id", str) or ""
    effective, until = own.value("effective", date), own.value("until", date)
    return Charter(
        id=id,
        title=text_of(own.block("title")) or Text(zh=id, en=id),
        zone=draft.zone,
        edition=own.value("edition", str) or "",
        effective=0 if effective is None else start_of_day(effective, zone=draft.zone),
        until=None if until is None else start_of_day(until, zone=draft.zone),
        calendars=draft.calendars,
        sources=draft.sources,
        parameters=draft.parameters,
        subjects=draft.subjects,
        events=draft.events,
        states=draft.states,
        tables=draft.tables,
        signals={name: draft.signals[name] for name in signal_order(draft)},
        promises=draft.promises,
        clauses=_clauses(draft),
        warnings=warnings,
        effective_on=effective,
        least_group=own.value("least group", int) or LEAST_GROUP,
        indicators=draft.indicators,
    )


def _clauses(draft: Draft) -> dict[str, Clause]:
    executors: dict[str, list[str]] = {}
    for promise in draft.promises.values():
        for clause in promise.clauses:
            executors.setdefault(clause, []).append(promise.id)
    keys, blocks = draft.named("clauses").keys, draft.blocks("clauses")
    return {id: build_clause(keys[id], block, promises=tuple(executors.get(id, ()))) for id, block in blocks.items()}
