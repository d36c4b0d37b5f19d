"""Small charters on disk for tests, and what is found wrong with them."""

from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Problem, Refusal

HEAD = "charter: {id: small, zone: Asia/Shanghai, edition: 2026-1, effective: 2026-01-01, until: 2027-01-01}\n"
ORDERS = """\
calendars:
  office: {holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
sources:
  app: {silent after: 2 h}
subjects:
  driver: {id: driver_id}
  order:
    id: order_id
    begins: order_placed
    ends: order_closed
    attributes: {driver: [order_accepted.driver_id], wanted_at: [order_placed.wanted_at, order_moved.wanted_at]}
events:
  order_placed: {of: order, source: app, attributes: {price: money, wanted_at: instant, parts: list of text}}
  order_moved: {of: order, attributes: {wanted_at: instant}}
  order_accepted: {of: order, attributes: {driver_id: driver, purpose: "one of [first, again]"}}
  order_paused: {of: order, attributes: {reason: text}}
  order_resumed: {of: order}
  order_delivered: {of: order, attributes: {weight: quantity kg, count: integer 1..9, part: text, signed: boolean}}
  order_closed: {of: order}
  driver_seen: {of: driver, attributes: {plate: text}}
  rate_set: {attributes: {class: text, limit: duration}}
"""


def write_folder(folder: Path, *texts: str) -> Path:
    """Write each text as a YAML file of its own and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, start=1):
        (folder / f"part{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def charter_of(folder: Path, *texts: str) -> Charter:
    """Return the charter of texts that must be right."""
    return read_charter(write_folder(folder, *texts))


def problems_of(folder: Path, *texts: str) -> list[Problem]:
    """Return the problems of texts, warnings included, in their order."""
    try:
        return list(charter_of(folder, *texts).warnings)
    except Refusal as refusal:
        return list(refusal.problems)


def marked(problem: Problem) -> str:
    """Return the part of the source line that stands over the caret."""
    place = problem.place
    assert place is not None and place.source_line is not None and place.column is not None
    return place.source_line[place.column - 1 :][: place.width]
