"""The events of the city while they are made, and as columns in our own form at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.simulation.planting.drawing import Ints, Mask

Columns = Mapping[str, "pa.Array"]
INSTANT = pa.timestamp("us", tz="UTC")
_MONEY = pa.decimal128(14, 2)
_LAG = 700_000
NONE = -1
"""Stands for no event among the numbers of events."""

SOURCES = {
    "orders": "order_placed dispatch_ranked dispatch_offered order_accepted order_reassigned appointment_moved order_cancelled passenger_left order_completed "
    "cancel_ground_claimed cancel_ground_verified",
    "driver_app": "driver_refused contact_made arrive_pressed start_pressed end_pressed device_login vehicle_position",
    "trips": "trip_status_changed",
    "payments": "charge_recorded refund_paid cancel_fee_charged invoice_requested invoice_issued",
    "notices": "rating_link_sent sms_sent trip_status_synced order_page_rendered",
    "phones": "call_recorded agent_logged_in agent_logged_out agent_break_started agent_break_ended call_offered call_answered",
    "voices": "rating_submitted rating_verified day_closed pair_blocked pair_lifted",
    "service_desk": "complaint_filed complaint_replied complaint_resolved verification_started suggestion_filed "
    "lost_item_reported driver_contacted item_check_reported item_returned shift_planned roster_published "
    "feedback_digest_made case_assigned case_closed complaint_penalty_entered complaint_verified penalty_applied "
    "violation_recorded agent_assessed complaint_extended account_banned",
    "operations": "bug_reported bug_details_asked bug_details_given bug_fixed health_checked incident_opened incident_closed",
    "registry": "driver_admitted driver_registered vehicle_class_defined penalty_rules_published consent_given agreement_signed "
    "consent_refused training_held guide_published "
    "vehicle_registered role_assigned role_ended",
}
SOURCE_OF = {event: source for source, events in SOURCES.items() for event in events.split()}


def named(letter: str, numbers: Ints) -> "pa.Array":
    """Return ids such as `o0000017`, of whatever letters; null for negative numbers."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0")
    return pc.if_else(
        pa.array(numbers >= 0), pc.binary_join_element_wise(letter, digits, ""), pa.scalar(None, pa.string())
    )


def money(fen: Ints) -> "pa.Array":
    """Return amounts in CNY; null for negative numbers."""
    return _cny(fen, told=fen >= 0)


def paid_back(fen: Ints) -> "pa.Array":
    """Return amounts in CNY that take so much back, which is told of all."""
    return _cny(-fen, told=np.ones(len(fen), np.bool_))


def _cny(fen: Ints, *, told: "NDArray[np.bool_]") -> "pa.Array":
    yuan = pc.multiply(pa.array(fen).cast(pa.decimal128(19, 0)), pa.scalar(1, pa.decimal128(3, 0))).cast(
        pa.decimal128(30, 2)
    )
    amount = pc.divide(yuan, pa.scalar(100, pa.decimal128(3, 0))).cast(_MONEY)
    currency = constant("CNY", len(fen))
    return pa.StructArray.from_arrays([amount, currency], ["amount", "currency"], mask=pa.array(~told))


def chosen(words: tuple[str | None, ...], codes: "NDArray[np.signedinteger[Any]]") -> "pa.Array":
    """Return the words with some numbers; null for negative numbers."""
    return pa.array(words, pa.string()).take(pa.array(codes, pa.int64(), mask=codes < 0))


def constant(word: str, count: int) -> "pa.Array":
    """Return one word so many times."""
    return pa.repeat(pa.scalar(word, pa.string()), count)


def persons(ids: "pa.Array") -> Columns:
    """Return that the persons named acted themselves."""
    return {"actor": ids, "actor_kind": constant("person", len(ids))}


def machine(count: int) -> Columns:
    """Return that no person acted, so many times."""
    return dict.fromkeys(("actor", "actor_kind"), constant("system", count))


def instants(micros: Ints) -> "pa.Array":
    """Return instants; null for negative numbers."""
    return pa.array(micros, pa.int64(), mask=micros < 0).cast(INSTANT)


def picked(columns: Columns, mask: Mask) -> dict[str, "pa.Array"]:
    """Return the marked rows of some columns."""
    return {name: column.filter(pa.array(mask)) for name, column in columns.items()}


@dataclass(frozen=True, slots=True)
class Correction:
    """What an event is recorded as later on: which events it replaces, when that is recorded."""

    supersedes: Ints
    recorded: Ints

    def of(self, who: Mask) -> "Correction":
        """Return the marked ones."""
        return Correction(self.supersedes[who], self.recorded[who])


@dataclass(slots=True)
class EventLog:
    """Collects blocks of events of one type; every event has a number, in the order in which they are added."""

    blocks: list["pa.Table"] = field(default_factory=list)
    count: int = 0

    def add(
        self, event: str, at: Ints, columns: Columns, *, recorded: Ints | None = None, source: str | None = None
    ) -> Ints:
        """Add events that happened at some instants (microseconds UTC); return their numbers."""
        nothing = np.full(len(at), NONE)
        return self._add(event, at, columns, Correction(nothing, at + _LAG if recorded is None else recorded), source)

    def correct(self, event: str, who: Mask, at: Ints, columns: Columns, told: Correction) -> None:
        """Add the marked events, which take the places of others."""
        self._add(event, at[who], picked(columns, who), told.of(who), None)

    def retract(self, who: Mask, columns: Columns, told: Correction, *, source: str) -> None:
        """Take the marked events back; `source` is theirs."""
        self._add("retracted", told.recorded[who], picked(columns, who), told.of(who), source)

    def _add(self, event: str, at: Ints, columns: Columns, told: Correction, source: str | None) -> Ints:
        numbers = np.arange(self.count, self.count + len(at))
        self.count += len(at)
        fixed = {
            "event": constant(event, len(at)).dictionary_encode(),
            "at": instants(at),
            "source": constant(source or SOURCE_OF[event], len(at)).dictionary_encode(),
            "recorded_at": instants(told.recorded),
            "replaced": pa.array(told.supersedes),
        }
        self.blocks.append(pa.table({**fixed, **columns}))
        return numbers

    def table(self) -> "pa.Table":
        """Return all events in the order in which they happened, named by their places in it."""
        at = np.concatenate([block["at"].cast(pa.int64()).to_numpy() for block in self.blocks])
        order = np.argsort(at, kind="stable")
        place = np.empty(self.count, np.int64)
        place[order] = np.arange(self.count)
        names = dict.fromkeys(name for block in self.blocks for name in block.column_names)
        columns = {name: self._placed(name, place) for name in names}
        replaced = columns.pop("replaced").to_numpy()
        superseded = np.where(replaced >= 0, place[replaced], NONE)
        ids = {"id": named("e", np.arange(self.count)), "supersedes": named("e", superseded)}
        first = {name: columns.pop(name) for name in ("event", "at")}
        return pa.table({**first, **ids, **columns})

    def _placed(self, name: str, place: Ints) -> "pa.Array":
        """Return a column of all events, null where their type has none; most columns belong to a few types only."""
        starts = np.cumsum([0, *(len(block) for block in self.blocks)])
        having = [
            (start, block) for start, block in zip(starts, self.blocks, strict=False) if name in block.column_names
        ]
        chunks = pa.chunked_array([chunk for _, block in having for chunk in block[name].chunks])
        rows = np.concatenate([place[start : start + len(block)] for start, block in having])
        indices = np.full(self.count, NONE)
        indices[rows] = np.arange(len(rows))
        values = chunks.unify_dictionaries().combine_chunks()
        return values.take(pa.array(indices, mask=indices < 0))
