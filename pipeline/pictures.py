"""Pictures of pages as a dossier shows them: strips beside the evidence, the words alone, whole pages in a folder beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture within the page, as an address of the data itself, and its size in pixels."""

    data: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """What is shown of one page beside a piece of evidence. `href` leads to the whole page, and is empty where it is not drawn.

    Without a strip, `why` says why there is none; empty where none is meant to be shown.
    """

    page: int
    href: str
    strip: Picture | None
    small: Picture | None
    why: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """All that was drawn for a dossier, by the anchor of the evidence; whole pages by document."""

    crops: Mapping[str, tuple[Crop, ...]] = field(default_factory=dict)
    pages: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    left_out: int = 0
    """Strips that there was no room for."""


NONE = Pictures()
"""Of a dossier that shows none."""
