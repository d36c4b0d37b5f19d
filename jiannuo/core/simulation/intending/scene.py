"""What all who make events share: what is meant, when it happens, who drives, and where it is written."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.fleet import Fleet
from jiannuo.core.simulation.intending.intentions import Intentions
from jiannuo.core.simulation.intending.journeys import Journeys
from jiannuo.core.simulation.intending.truths import Clocks, Truths, decided
from jiannuo.core.simulation.planting.drawing import Dice, Draw, Ints, Mask, dice_for
from jiannuo.core.simulation.recording.event_log import NONE, Columns, EventLog, named, picked


@dataclass(frozen=True, slots=True)
class Scene:
    """The city while its events are made; everything has a place for each order."""

    meant: Intentions
    journeys: Journeys
    fleet: Fleet
    seed: int
    orders: "pa.Array"
    log: EventLog
    truths: Truths

    @property
    def count(self) -> int:
        """Return the number of orders."""
        return len(self.orders)

    def dice(self, part: str) -> Dice:
        """Return the dice of one part of the city."""
        return dice_for(self.seed, part)

    def tell(self, event: str, who: Mask, at: Ints, columns: Columns | None = None) -> Ints:
        """Record an event of the marked orders; `at` and the columns have a place for every order. Return the numbers.

        Those of the orders that are not marked are NONE.
        """
        return self.tell_of(event, who, at, {"order_id": self.orders, **(columns or {})})

    def tell_of(self, event: str, who: Mask, at: Ints, columns: Columns) -> Ints:
        """Record an event of something else, whose ids are among the columns; otherwise as `tell`."""
        numbers = np.full(self.count, NONE)
        numbers[who] = self.log.add(event, at[who], picked(columns, who))
        return numbers

    def passengers(self) -> "pa.Array":
        """Return who placed each order; of a pair that is kept apart the passenger places that order alone."""
        regular = self.dice("passengers").integers(0, max(1, self.count // 3), self.count)
        return named("p", np.where(self.meant.dispatch.pair.any, self.count + np.arange(self.count), regular))

    def holding(self, at: Ints) -> "pa.Array":
        """Return the drivers who hold the orders at some instants."""
        fleet = self.fleet
        return named("d", np.where((fleet.relief >= 0) & (at >= fleet.reassigned), fleet.relief, fleet.driver))

    def plant(self, theme: str, draw: Draw, clocks: Clocks) -> None:
        """Note what deeds mean for a promise on orders for which their drivers answer: who holds one as it is decided."""
        owners = self.holding(decided(theme, draw, clocks))
        self.truths.plant(theme, draw, self.orders, clocks, owners=owners)

    def by_driver(self) -> dict[str, "pa.Array"]:
        """Return what the drivers' app adds to every event: the driver who serves in the end, and the device."""
        serving = self.fleet.serving
        return {"driver_id": named("d", serving), "device_id": named("t", serving)}


def points(east: Ints, north: Ints) -> "pa.Array":
    """Return places from their distances in metres from the middle of the city, to 6 decimals of a degree."""
    latitude = np.round(31.2 + north / 111_000, 6)
    longitude = np.round(121.4 + east / 95_000, 6)
    return pa.StructArray.from_arrays([pa.array(latitude), pa.array(longitude)], ["latitude", "longitude"])


def unless(column: "pa.Array", mask: Mask) -> "pa.Array":
    """Return a column of places with null where the mask is set."""
    return pa.StructArray.from_arrays([column.field(0), column.field(1)], list(column.type.names), mask=pa.array(mask))
