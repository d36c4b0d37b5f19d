"""A log full of persons, all made up, and what of them must not stand in what is shown."""

from pathlib import Path

CHARTER = """\
charter: {id: rides, title: {zh: 网约车, en: Rides}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}
subjects:
  order: {id: order_id, attributes: {driver: [accepted.driver]}}
  passenger: {id: phone}
events:
  accepted:
    of: order
    attributes: {order_id: text, driver: party personal, phone: text personal, plate: text personal unique, fare: integer personal}
  arrived: {of: order, attributes: {order_id: text}}
promises:
  arrive: {of: order, owner: driver, after: accepted, expect: arrived, within: 1 h}
  served: {of: passenger, at: accepted, require: fare > 0}
"""
MAPPING = """\
mapping: {id: rides, zone: Asia/Shanghai}
events:
  - event: {column: what}
    at: when
    attributes: {order_id: order, driver: driver, phone: phone, plate: plate, fare: fare}
"""
LOG = """\
order,what,when,driver,phone,plate,fare
O1,accepted,2024-07-15 09:00,张三丰,13812341234,粤A12345,30
O1,arrived,2024-07-15 11:00,,,,
O2,accepted,2024-07-15 09:00,李四光,13987654321,沪B67890,40
O3,accepted,2024-07-15 09:30,王五常,13700001111,粤A12345,50
O4,accepted,2024-07-15 09:40,赵六和,13600002222,京C11111,84627193
O5,accepted,2024-07-15 09:50,孙七七,13500003333,京C22222,十九元八角
"""
PERSONAL = [
    "张三丰", "三丰", "13812341234", "粤A12345", "李四光", "13987654321", "沪B67890",
    "王五常", "13700001111", "赵六和", "13600002222", "京C11111", "84627193", "孙七七", "13500003333", "十九元八角",
]  # fmt: skip


def write_rides(folder: Path) -> list[str]:
    """Write the log with its charter and mapping; return the arguments that audit it."""
    (folder / "charter").mkdir()
    (folder / "charter" / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    return [str(folder / "charter"), "--log", str(folder / "mapping.yaml"), "--events", str(folder / "log.csv")]


def revealed(text: str) -> list[str]:
    """Return what is personal and stands in a text."""
    return [value for value in PERSONAL if value in text]
