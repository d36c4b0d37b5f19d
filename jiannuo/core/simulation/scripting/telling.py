"""The stories are told: each plot by some orders, whose drivers do nothing else and take part in one a day."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Truths
from jiannuo.core.simulation.planting.plots import PLOTS, TURNS, cast_of, copies_in
from jiannuo.core.simulation.recording.event_log import EventLog, named, persons
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, START
from jiannuo.core.simulation.scripting.contact_plots import CONTACTS
from jiannuo.core.simulation.scripting.desk_plots import AS_OFFICER, BY_OFFICER, DESK, OFFICER_OF_CASES
from jiannuo.core.simulation.scripting.money_plots import MONEY
from jiannuo.core.simulation.scripting.ride_plots import RIDES
from jiannuo.core.simulation.scripting.story import FIRST_ORDER, Step, Story, let_all_go_well
from jiannuo.core.simulation.serving.posts import in_office, officer_of

PLOTTED: Mapping[str, Callable[[Story], None]] = {**CONTACTS, **RIDES, **MONEY, **DESK}


def tell_stories(scene: Scene) -> None:
    """Record all stories, where the city is large enough to hold them."""
    copies = copies_in(scene.count)
    steps: dict[str, list[Step]] = {}
    for place, name in enumerate(PLOTS if copies else ()):
        story = _story(scene, name, place * copies + np.arange(copies))
        let_all_go_well(story)
        PLOTTED[name](story)
        _name_officer(scene, story)
        for step in story.steps.values():
            steps.setdefault(step.event, []).append(step)
    for event in sorted(steps):
        _record(scene.log, event, steps[event])


def _story(scene: Scene, name: str, numbers: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> Story:
    """Return the orders of a story: on another day for each order of a driver, between nine and seventeen o'clock."""
    pair, turn = np.divmod(numbers, TURNS)
    driver = scene.fleet.drivers - cast_of(scene.count) + 2 * pair
    appointment = START + (2 + turn) * DAY + (9 + pair % 9) * HOUR + numbers % 12 * 5 * MINUTE
    orders = FIRST_ORDER + numbers
    truths = Truths(named("y", orders), scene.truths.blocks)
    return Story(name, orders, driver, driver + 1, appointment, truths, {})


def _name_officer(scene: Scene, story: Story) -> None:
    """Let the risk officer in office decide, whoever that is on the day, and enter what he is to enter."""
    if OFFICER_OF_CASES in story.steps:
        officers = named("h", in_office(officer_of(scene), story.at(OFFICER_OF_CASES)))
        decides = {"manager_id": officers, **persons(officers)}
        told = {OFFICER_OF_CASES: decides, BY_OFFICER: persons(officers), AS_OFFICER: {"agent_id": officers}}
        for step in told.keys() & story.steps.keys():
            story.change(step, told[step])


def _record(log: EventLog, event: str, steps: list[Step]) -> None:
    """Record an event of all stories at once; what one of them does not tell is null."""
    told = pa.concat_tables([pa.table(dict(step.columns)) for step in steps], promote_options="default")
    columns = {name: told[name].combine_chunks() for name in told.column_names}
    log.add(event, np.concatenate([step.at for step in steps]), columns)
