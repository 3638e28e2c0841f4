"""Files that hold many saved pages one after the other, read as a stream from any place in them.

A file is cut into slices of some megabytes. A slice gives the pages that begin in it, so that slices can be read in any
order, by several workers, and again after an interruption.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageFound:
    """One page of a stream. `name` is its id or its number there; `address` where it was fetched from, empty when unknown."""

    name: str
    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the stream that is no page, and why."""

    where: str
    why: str
