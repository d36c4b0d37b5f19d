"""The figures of a run of the benchmark of judging as the part of docs/benchmarks.md that holds them."""

from collections.abc import Iterator
from typing import Any

HEAD = "| what | events | promises | seconds | CPU seconds | events a second | peak memory |\n|---|---:|---:|---:|---:|---:|---:|"


def as_page(result: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    machine = result["machine"]
    limit = f", memory limit {result['memory_limit']}" if result["memory_limit"] else ""
    lines = [
        f"{machine['processor']}, {machine['cores']} cores (load {machine['load']:.1f} at the end), Python "
        f"{machine['python']}; {result['events']:,} events, {result['promises']} promises, {result['with_calendar']} of "
        f"them under a calendar, {result['with_pauses']} with pauses{limit}.",
        "",
        HEAD,
        *_rows(result),
        "",
    ]
    if result["times_the_floor"]:
        times = f"{result['times_the_floor']:.2f} times as long as the floor, {result['cpu_times_the_floor']:.2f} by CPU time"
        lines += [f"Judging took {times}.", ""]
    return "\n".join([*lines, *_peers(result.get("peers", ())), *_online(result.get("online", {}))])


def _rows(result: dict[str, Any]) -> Iterator[str]:
    events, promises = result["events"], result["promises"]
    yield _row("Jiannuo, verdicts counted", events, promises, result)
    if "full" in result:
        yield _row("Jiannuo, full findings written", events, promises, result["full"])
    for count, figures in result.get("scaling", {}).items():
        yield _row("Jiannuo, verdicts counted", events, int(count), figures)
    yield _row("floor: columns read, grouped by subject", events, promises, _part(result, "floor"))
    yield _row("columns read and handed over as Arrow", events, promises, _part(result, "hand_over"))
    for peer in result.get("peers", ()):
        yield _row(
            f"{peer['name']} {peer['version']}".strip() or peer["judge"], peer["events"], len(peer["asked"]), peer
        )


def _part(result: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the figures of the floor or the handing over in the form of a run."""
    seconds = result[f"{name}_seconds"]
    return {
        "seconds": seconds,
        "cpu_seconds": result[f"{name}_cpu_seconds"],
        "events_per_second": result["events"] / seconds,
        "peak_rss_mb": None,
    }


def _row(name: str, events: int, promises: int, figures: dict[str, Any]) -> str:
    numbers = [
        _number(figures["seconds"], ".2f"),
        _number(figures["cpu_seconds"], ".2f"),
        _number(figures["events_per_second"], ",.0f"),
        _number(figures["peak_rss_mb"], ",.0f", " MB"),
    ]
    return f"| {name} | {events:,} | {promises} | {' | '.join(numbers)} |"


def _number(value: float | None, form: str, unit: str = "") -> str:
    return "–" if value is None else f"{value:{form}}{unit}"


def _peers(peers: list[dict[str, Any]]) -> Iterator[str]:
    if not peers:
        return
    yield "Each ratio says how many times as many events a second we judge: the same promises on the peer's log; all of ours"
    yield "on that log; all of ours at full size."
    yield ""
    yield "| peer | its events | same promises | all of ours | at full size | same verdicts |"
    yield "|---|---:|---:|---:|---:|---:|"
    for peer in peers:
        agrees = f"{peer['agrees']['same']} of {peer['agrees']['promises']} promises" if peer["agrees"] else "–"
        names = ("ratio_on_the_same_promises", "ratio", "ratio_at_full_size")
        ratios = [_number(peer[name], ",.1f") for name in names]
        yield f"| {peer['name'] or peer['judge']} | {peer['events']:,} | {' | '.join(ratios)} | {agrees} |"
    yield ""
    for name, cannot in {peer["name"]: peer["cannot"] for peer in peers if peer["cannot"]}.items():
        yield f"What {name} cannot say or was not asked:"
        yield ""
        yield from (f"- {sentence}" for sentence in cannot)
        yield ""


def _online(online: dict[str, Any]) -> Iterator[str]:
    sizes = list(online)
    if not sizes:
        return
    yield "| orders touched | events | rounds | p50 | p99 |"
    yield "|---:|---:|---:|---:|---:|"
    for size in sizes:
        row = online[size]
        times = f"{row['p50_ms']:.2f} ms | {row['p99_ms']:.2f} ms"
        yield f"| {int(size):,} | {row['events']:,.0f} | {row['rounds']} | {times} |"
