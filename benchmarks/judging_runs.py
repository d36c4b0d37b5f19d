"""One measured run in a process of its own: made ready and warmed up first, then timed from file to counted verdicts.

    python -m benchmarks.judging_runs JUDGE TASK [WARM-UP]

Tasks are JSON. What is printed last is one line of JSON. CPU seconds are those of all threads; the peak of memory is
that of the whole process. Nothing here imports the product, so that peers run it in a Python of their own.
"""

import importlib
import json
import resource
import sys
import time

from benchmarks.judging_task import Judge, Task

JUDGES = {
    "jiannuo": ("benchmarks.judging_ours", "ready"),
    "reference": ("benchmarks.judging_reference", "ready"),
    "floor": ("benchmarks.judging_floor", "ready"),
    "hand-over": ("benchmarks.judging_floor", "ready_to_hand_over"),
    "pandas": ("benchmarks.judging_pandas", "ready"),
    "pm4py": ("benchmarks.judging_pm4py", "ready"),
    "declare4py": ("benchmarks.judging_declare4py", "ready"),
}


def main() -> None:
    """Run the judge named and print what it took."""
    name, *tasks = sys.argv[1:]
    task, *warm_up = [Task(**json.loads(text)) for text in tasks]
    module, maker = JUDGES[name]
    try:
        judge = getattr(importlib.import_module(module), maker)()
    except ModuleNotFoundError as missing:
        print(json.dumps({"missing": missing.name}))
        return
    for small in warm_up:
        judge.judge(small)
    print("\n" + json.dumps(_measured(judge, task)))


def _measured(judge: Judge, task: Task) -> dict[str, object]:
    wall, cpu = time.perf_counter(), _cpu_seconds()
    counts = judge.judge(task)
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    return {
        "name": judge.name,
        "version": judge.version,
        "seconds": wall,
        "cpu_seconds": cpu,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "asked": judge.asked(task),
        "counts": counts,
        "counts_are": judge.counts_are,
        "cannot": list(judge.cannot),
    }


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
