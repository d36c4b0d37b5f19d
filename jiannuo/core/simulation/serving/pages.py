"""Pages of orders that passengers look at: with a button to complain by and a telephone number, or without."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import at_once
from jiannuo.core.simulation.planting.desk_deeds import PAGE, PAGE_DEEDS
from jiannuo.core.simulation.planting.drawing import Draw, Lot, Mask, between, draw_deeds, part_of_full_city, some_of
from jiannuo.core.simulation.recording.event_log import Columns, Correction, constant
from jiannuo.core.simulation.recording.times import HOUR


def show_pages(scene: Scene) -> None:
    """Record the pages that passengers were shown after their orders were accepted."""
    dice, count = scene.dice("pages"), scene.count
    everybody = np.ones(count, np.bool_)
    least = round(60 * len(PAGE_DEEDS) * part_of_full_city(count))
    shown = some_of(dice, everybody, max(round(0.12 * count), least))
    draw = draw_deeds(scene.dice("parts of pages"), PAGE_DEEDS, Lot(shown, ~everybody))
    at = scene.journeys.accepted + between(dice, 60, 3600, count)
    first, right = draw.of("no-telephone", "put-right"), draw.of("no-telephone", "found-out")
    numbers = scene.tell("order_page_rendered", shown, at, _page(draw, without_telephone=first))
    mistaken = draw.of("put-right", "found-out")
    page = {"order_id": scene.orders, **_page(draw, without_telephone=right)}
    scene.log.correct("order_page_rendered", mistaken, at, page, Correction(numbers, at + HOUR))
    scene.truths.plant(PAGE, draw, scene.orders, at_once(at))


def _page(draw: Draw, *, without_telephone: Mask) -> Columns:
    without_button = draw.of("no-button", "no-button-and-not-told")
    return {
        "has_complaint_button": pa.array(~without_button),
        "has_phone": pa.array(~without_telephone, mask=draw.of("not-told", "no-button-and-not-told")),
        "order_state": constant("accepted", len(without_telephone)),
    }
