"""What bulk cleaning has still to do: one page, or one slice of a stream, from the plan until it is on the disk."""

from dataclasses import dataclass, field

from pipeline.editing.sources import Slice


@dataclass(slots=True, eq=False)
class Container:
    """A slice or an archive while its pages are open."""

    name: str
    key: str = ""
    """Set for a slice: what it is known by once all its pages are on the disk."""
    open: int = 0


@dataclass(slots=True, eq=False)
class Task:
    """One page, or one slice that gives pages, from the plan until it is done."""

    place: str
    path: str
    sha256: str = ""
    size: int = 0
    container: Container | None = None
    slice: Slice | None = None
    depth: int = 0
    budget: list[int] = field(default_factory=list)
    """Members and bytes that may still come out of the file this came from, shared by all that came from it."""
    recognised: bytes = b""
    """Its sheets that text recognition has read, packed, once they are all there."""
