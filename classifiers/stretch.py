"""A stretch of a line that is somebody else's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A run of spam in a line, and why."""

    start: int
    end: int
    why: str

    def meets(self, other: "Run") -> bool:
        """Whether the two share a letter."""
        return self.start < other.end and other.start < self.end
