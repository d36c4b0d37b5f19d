"""The figures of a run of the benchmark of judging as lines to read."""

from collections.abc import Iterator
from typing import Any


def as_text(result: dict[str, Any]) -> str:
    """Return the figures as lines to read."""
    machine = result["machine"]
    lines = [
        f"{result['events']:,} events, {result['promises']} promises ({result['with_calendar']} under a calendar, "
        f"{result['with_pauses']} with pauses), {machine['processor']}, {machine['cores']} cores",
        _line("jiannuo, verdicts counted", result) if result["seconds"] else f"jiannuo: missing {result['missing']}",
        f"floor: {result['floor_seconds']:.2f} s, {result['floor_cpu_seconds']:.2f} CPU s "
        f"(columns read and grouped by subject); handed over as Arrow {result['hand_over_seconds']:.2f} s",
    ]
    if result["times_the_floor"]:
        times = f"{result['times_the_floor']:.2f} times the floor, {result['cpu_times_the_floor']:.2f} by CPU time"
        lines.append(f"that is {times}; findings {result['findings']}")
    if "full" in result and result["full"]["seconds"]:
        lines.append(_line("jiannuo, full findings written", result["full"]))
    for count, figures in result.get("scaling", {}).items():
        lines += [_line(f"jiannuo, {count} promises", figures)] if figures["seconds"] else []
    for peer in result.get("peers", ()):
        lines += _peer(peer)
    lines += [f"check against the reference judge: {result['check']}"] if "check" in result else []
    lines += [f"online: {result['online']}"] if "online" in result else []
    return "\n".join(lines)


def _line(name: str, figures: dict[str, Any]) -> str:
    return (
        f"{name}: {figures['seconds']:.2f} s, {figures['cpu_seconds']:.2f} CPU s, "
        f"{figures['events_per_second']:,.0f} events/s, {figures['peak_rss_mb']:,.0f} MB"
    )


def _peer(peer: dict[str, Any]) -> Iterator[str]:
    if peer["missing"]:
        yield f"{peer['judge']}: not measured, missing {peer['missing']}"
        return
    yield _line(f"{peer['name']} {peer['version']}, {peer['events']:,} events, {len(peer['asked'])} promises", peer)
    if peer["ratio"]:
        same = f"{peer['ratio_on_the_same_promises']:,.1f} times as fast there on the same promises"
        yield f"    we are {same}, {peer['ratio']:,.1f} on all, {peer['ratio_at_full_size']:,.1f} at full size"
    if peer["agrees"]:
        yield f"    same verdicts on {peer['agrees']['same']} of {peer['agrees']['promises']} promises"
    for sentence in peer["cannot"]:
        yield f"    cannot: {sentence}"
