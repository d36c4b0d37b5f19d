"""What is sent only once, and is sent a second time."""

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.planting.drawing import Draw, Ints
from jiannuo.core.simulation.recording.event_log import SOURCE_OF, Columns, Correction, constant
from jiannuo.core.simulation.recording.times import HOUR


def send_again(scene: Scene, draw: Draw, event: str, at: Ints, columns: Columns) -> None:
    """Record what is sent a second time; some of it was entered twice and is taken back an hour later."""
    numbers = scene.tell(event, draw.of("sent-twice", "second-taken-back"), at, columns)
    back = draw.of("second-taken-back")
    reasons = {"order_id": scene.orders, "reason": constant("entered_twice", scene.count)}
    scene.log.retract(back, reasons, Correction(numbers, at + HOUR), source=SOURCE_OF[event])
