"""A written quantity: a number with its unit, its approximation and, where two tell of one change (由A提至B), both ends."""

from dataclasses import dataclass

from classifiers.number_scan import Kind
from pipeline.document import Approx
from pipeline.view import Span

Number = int | float
MEASURES = frozenset({"energy", "mass", "length", "area", "volume", "power", "percent", "ratio", "times", "time"})
"""Kinds that measure rather than count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A written quantity, from its number to the end of its unit; `value` is None where only 数, 多 or a change is told."""

    span: Span
    value: Number | None = None
    maximum: Number | None = None
    change_from: Number | None = None
    change_to: Number | None = None
    approx: Approx | None = "exact"
    unit: str | None = None
    kind: Kind = "bare"
    currency: str | None = None

    @property
    def is_change(self) -> bool:
        return self.change_to is not None
