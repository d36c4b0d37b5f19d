"""The city knows nothing of what judges it: making one up loads no judge, charter, plan, calendar or clock."""

import subprocess
import sys

LOADED = """\
import sys
from jiannuo.core.simulation.city import simulate_city
simulate_city(20, 1)
import jiannuo.core.simulation.coverage
import jiannuo.core.simulation.writing
print("\\n".join(name for name in sys.modules if name.startswith("jiannuo.core.")))
"""
ROOMS_BELOW = {"simulation", "values"}
CALENDARS_AND_CLOCKS = {
    "calendars",
    "calendar_rules",
    "calendar_years",
    "clock",
    "compiled_clock",
    "holidays",
    "open_time",
}


def test_making_a_city_up_loads_nothing_that_judges() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    loaded = [name.split(".")[2:] for name in ran.stdout.split()]
    assert {parts[0] for parts in loaded} == ROOMS_BELOW
    assert {parts[1] for parts in loaded if parts[0] == "values" and len(parts) > 1} & CALENDARS_AND_CLOCKS == set()
