"""Writes the promises of `judging_promises` as a charter that the product reads.

python -m benchmarks.judging_charter FOLDER [--promises 30]
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.judging_promises import (
    CHANNELS,
    CITIES,
    END,
    EVENTS,
    HOLD,
    MOST,
    RESUME,
    Condition,
    Pick,
    Promise,
    promises,
)

HEAD = """\
# Written by the benchmarks: a made-up service of rides, to measure with; no real organisation owes this.
charter:
  id: rides
  title: {zh: 网约车测速制度, en: Rides (to measure with)}
  zone: Asia/Shanghai
  edition: 2026-1
  effective: 2026-01-01
sources:
  platform: {}
"""
ORDERS = """\
subjects:
  order: {id: order_id, begins: order_placed}
"""
OFFICE = """\
calendars:
  office: {zone: Asia/Shanghai, holidays: CN, week: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
"""
PAUSE = f"[{{from: {HOLD}, until: {RESUME}, reason: {{zh: 等待乘客补充材料, en: waiting for the passenger}}}}]"


def main() -> None:
    """Write the charter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging_charter", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--promises", type=int, default=30, help=f"1 to {MOST}")
    arguments = parser.parse_args()
    write_charter(arguments.folder, arguments.promises)


def write_charter(folder: Path, count: int, *, only: Iterable[str] | None = None) -> Path:
    """Write a charter of so many promises, or of `only` some of them, into a folder, which is made; return the folder."""
    wanted = None if only is None else set(only)
    folder.mkdir(parents=True, exist_ok=True)
    events = "".join(f"  {name}: {{of: order, source: platform, attributes: {_attributes()}}}\n" for name in EVENTS)
    (folder / "charter.yaml").write_text(f"{HEAD}{OFFICE}{ORDERS}events:\n{events}", encoding="utf-8")
    written = "\n".join(_written(promise) for promise in promises(count) if wanted is None or promise.id in wanted)
    (folder / "promises.yaml").write_text(f"promises:\n{written}", encoding="utf-8")
    return folder


def _attributes() -> str:
    cities, channels = ", ".join(CITIES), ", ".join(CHANNELS)
    texts = f'city: "one of [{cities}]", channel: "one of [{channels}]", plate: text'
    return f"{{{texts}, severity: integer 1..5, amount: integer optional}}"


def _written(promise: Promise) -> str:
    """Return one promise as YAML."""
    lines = [f"{promise.id}:", "  of: order", *(f"  {line}" for line in _demand(promise)), "  ours: true"]
    return "".join(f"  {line}\n" for line in lines)


def _demand(promise: Promise) -> list[str]:
    first = json.dumps(selector(promise.first))
    if promise.verb == "require" and promise.require is not None:
        return [f"at: {first}", f"require: {json.dumps(condition(promise.require))}"]
    then = json.dumps(selector(promise.then)) if promise.then is not None else ""
    if promise.verb == "never":
        return [f"from: {first}", f"until: {promise.until}", f"never: {then}"]
    lines = [f"after: {first}", f"expect: {then}", f"within: {promise.limit}", f"ends with: {END}"]
    lines += ["calendar: office"] if "working" in promise.limit else []
    return lines + ([f"pause: {PAUSE}"] if promise.pauses else [])


def selector(pick: Pick) -> str:
    """Return a selector of the charter language."""
    return f"{pick.event} where {' and '.join(map(condition, pick.where))}" if pick.where else pick.event


def condition(one: Condition) -> str:
    """Return a condition of the charter language."""
    return f"{one.attribute} {one.operator} {_constant(one.value)}"


def _constant(value: int | str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_constant, value))})"
    return f"'{value}'" if isinstance(value, str) else str(value)


if __name__ == "__main__":
    main()
