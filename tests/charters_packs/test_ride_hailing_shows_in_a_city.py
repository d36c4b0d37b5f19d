"""Amounts that the ride-hailing pack tells of a simulated city, against the same reckoned by DuckDB from its events."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.simulation.writing import EVENTS, MAPPING, write_city
from jiannuo.core.statistics.figures import Figure
from tests.charters_packs.told import the_pack

Amounts = dict[tuple[str | None, ...], Decimal]

# Of what was corrected only the correction counts. Times are told apart by the microsecond, days are of no concern here.
IN_FORCE = """
    create view log as select * from read_parquet('{events}')
    where id not in (select supersedes from read_parquet('{events}') where supersedes is not null);
    create view priced as select order_id, price.amount as price, appointment_at as planned from log where event = 'order_placed';
    create view moved as select order_id, max_by(moved_to, "at") as to_ from log where event = 'appointment_moved' group by 1;
    create view cancelled as select order_id, max("at") as at_, max(ground) as ground from log
    where event = 'order_cancelled' group by 1;
    create view found as select order_id, max_by(ground, "at") as ground from log
    where event = 'cancel_ground_verified' group by 1;
"""
BEYOND = """
    with charged as (
        select order_id, item, amount.amount as one, sum(amount.amount) over so_far as total,
               bool_or(amount is null) over so_far as is_unclear
        from log where event = 'charge_recorded' and consent_id is null
        window so_far as (partition by order_id order by "at" range unbounded preceding))
    select order_id, item, sum(greatest(total - priced.price, 0) - greatest(total - one - priced.price, 0)) as beyond
    from charged join priced using (order_id)
    where greatest(total - priced.price, 0) <> greatest(total - one - priced.price, 0) and not is_unclear group by all
"""
REFUNDED = """
    with refunds as (
        select order_id, sum(amount.amount) as paid, bool_or(amount is null) as is_unclear,
               any_value(case when coalesce(found.ground, cancelled.ground) <> 'none'
                    or coalesce(to_, planned) - at_ >= interval 60 minutes then priced.price else 0 end) as by_rule
        from log join priced using (order_id) join cancelled using (order_id)
        left join moved using (order_id) left join found using (order_id)
        where event = 'refund_paid' and cause = 'cancellation' group by 1)
    select order_id, {amount} from refunds where paid <> by_rule and not is_unclear
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, orders=400, seed=11)
    return folder


@pytest.fixture(scope="module")
def told(city: Path) -> Mapping[str, tuple[Figure, ...]]:
    """Return the figures of every indicator of the pack."""
    audited = audit(AuditRequest(the_pack(), read_mapping(city / MAPPING), (city / EVENTS,), own_copy=True))
    return {table.indicator.name: table.figures for table in audited.summary.indicators}


def amounts(figures: tuple[Figure, ...]) -> Amounts:
    """Return the amounts by what they go by, over all days, without those of which nothing is known."""
    found: Amounts = {}
    for figure in figures:
        if figure.value is not None and figure.count:
            found[figure.by] = found.get(figure.by, Decimal(0)) + figure.value
    return found


def reckoned(city: Path, query: str) -> Amounts:
    """Return what DuckDB makes of the events."""
    connection = duckdb.connect()
    connection.execute(IN_FORCE.format(events=city / EVENTS))
    return {tuple(by): Decimal(amount) for *by, amount in connection.execute(query).fetchall()}


def test_6_3_2_1a_the_excess_of_every_order_and_item_of_a_city_is_what_sql_makes_of_it(
    city: Path, told: Mapping[str, tuple[Figure, ...]]
) -> None:
    wanted = reckoned(city, BEYOND)
    assert amounts(told["charged_beyond_price"]) == wanted
    assert len(wanted) > 20


@pytest.mark.parametrize(("indicator", "amount"), [("refunds_differing", "paid"), ("refunds_by_rule", "by_rule")])
def test_6_3_2_3a_both_amounts_of_every_refund_that_differs_are_what_sql_makes_of_them(
    indicator: str, amount: str, city: Path, told: Mapping[str, tuple[Figure, ...]]
) -> None:
    wanted = reckoned(city, REFUNDED.format(amount=amount))
    assert amounts(told[indicator]) == wanted
    assert len(wanted) >= 5
