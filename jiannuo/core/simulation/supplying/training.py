"""Drivers are trained every month: by the last microsecond of it, a microsecond later, or not."""

from datetime import date

import numpy as np

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, decided
from jiannuo.core.simulation.planting.company_deeds import SAFETY, SERVICE, training_deeds
from jiannuo.core.simulation.planting.drawing import Lot, draw_deeds
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import constant, named
from jiannuo.core.simulation.recording.times import midnight
from jiannuo.core.simulation.supplying.agreeing import company_of

_MONTHS = (*(date(2026, month, 1) for month in range(4, 13)), date(2027, 1, 1))
"""The first days of the months through which all drivers serve, and of the one after them."""
_DARK = (4, 12)
"""Months in which the register has a hole."""
_USUAL = (6, 8, 10, 11)
"""Months in which everybody is trained in time, so that a training that came late counts for nothing but its own month."""

_BANNED, _BANNED_AT = 9, midnight(date(2026, 9, 20))
"""Of twenty drivers this one is banned then: his life as a driver ends within a month."""


def train(scene: Scene) -> None:
    """Record the trainings in service and in safety, and who is banned and owes none from that month on."""
    banned = named("d", np.arange(_BANNED, scene.fleet.drivers, 20))
    told = {"driver_id": banned, "ground": constant("fraud", len(banned))}
    scene.log.add("account_banned", np.full(len(banned), _BANNED_AT), told)
    for theme, topic in ((SERVICE, "service"), (SAFETY, "safety")):
        _train(scene, theme, topic)


def _train(scene: Scene, theme: str, topic: str) -> None:
    starts = np.array([midnight(day) for day in _MONTHS])
    months = np.array([day.month for day in _MONTHS[:-1]])
    driver, month = np.repeat(np.arange(scene.fleet.drivers), len(months)), np.tile(months, scene.fleet.drivers)
    place = month - months[0]
    since, until = starts[place], starts[place + 1]
    deeds = training_deeds(theme)
    only = dict.fromkeys((deed.name for deed in deeds if not deed.is_hidden), ~np.isin(month, _USUAL))
    lot = Lot(np.ones(len(month), np.bool_), np.isin(month, _DARK), only, city=scene.count)
    banned = (driver % 20 == _BANNED) & (until > _BANNED_AT)
    draw = draw_deeds(scene.dice(f"{topic} training"), deeds, lot).without(banned)
    window = Window(since, until - 1, (3_600, 27 * 86_400), (3_600, 10 * 86_400))
    answers = answer(draw, window, scene.dice(f"trained in {topic}"))
    drivers = named("d", driver)
    columns = {"driver_id": drivers, "topic": constant(topic, len(driver)), "result": constant("passed", len(driver))}
    record(scene.log, "training_held", answers, columns)
    truths = scene.truths.elsewhere(len(driver))
    clocks = Clocks(since, until, answers.at)
    companies = named("m", company_of(scene, driver, decided(theme, draw, clocks)))
    truths.plant(theme, draw, drivers, clocks, owners=companies)
