"""What was drawn of a packet's pages, as its dossier shows it: strips within the file, whole pages in a folder beside it.

Pictures come from workers that have seen documents: here they are only measured and put into the page. What is no JPEG is left
out.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pipeline.cuts import Cut, PageCuts
from pipeline.document import Unsure
from pipeline.engines import frames
from pipeline.errors import Reason
from pipeline.pictures import Crop, Picture, Pictures

LARGEST = 8 << 20
"""Bytes that one picture may have."""
LIST = "pages.json"
STARTS = b"\xff\xd8\xff"
SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of JPEG that give the picture's size (ITU-T T.81, table B.1)."""


class DrawnPage(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a page: its pictures, or the reason why there are none, or what would have shown names."""

    of: PageCuts
    drawn: bool = False
    reason: Reason | None = None
    withheld: Unsure = ""
    exact: int = 0
    """How many cuts are marked by their very words."""


def page_name(page: PageCuts) -> str:
    """The name of the whole page's picture."""
    return f"{page.number}-{page.page}.jpg"


def cut_name(page: PageCuts, name: str) -> str:
    """The name of a piece of a page."""
    return f"{page.number}-{page.page}-{name}"


def put_list(folder: Path, pages: Sequence[DrawnPage]) -> None:
    """Say in a folder of pictures what they are of."""
    (folder / LIST).write_bytes(msgspec.json.encode(pages))


def pictures(folder: Path, *, href: str, room: int) -> Pictures:
    """What lies in a folder of pictures. `href` leads to the folder of whole pages; `room` are bytes for those in the dossier.

    Strips of the claims on the first page are taken in first.
    """
    drawn = msgspec.json.decode((folder / LIST).read_bytes(), type=list[DrawnPage])
    taken = _Taken(folder, room)
    for small in (True, False):
        for page in drawn:
            for number, cut in enumerate(page.of.cuts):
                if page.drawn and cut.small == small:
                    taken.take(page.of, number, cut)
    crops: dict[str, list[Crop]] = defaultdict(list)
    for page in drawn:
        for number, cut in enumerate(page.of.cuts):
            crops[cut.anchor].append(_crop(page, number, cut, taken, href))
    whole: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for page in sorted(drawn, key=_place):
        if page.drawn:
            whole[page.of.document].append((page.of.page, f"{href}/{page_name(page.of)}"))
    return Pictures(
        {anchor: tuple(sorted(each, key=_page)) for anchor, each in crops.items()},
        {document: tuple(each) for document, each in whole.items()},
        taken.left_out,
    )


@dataclass(slots=True)
class _Taken:
    """Pictures taken into the page, until there is no room."""

    folder: Path
    room: int
    found: dict[str, Picture] = field(default_factory=dict)
    left_out: int = 0

    def take(self, page: PageCuts, number: int, cut: Cut) -> None:
        names = ((cut.small, frames.SMALL), (cut.told, frames.STRIP))
        for name in (cut_name(page, name.format(number)) for asked, name in names if asked):
            picture = read(self.folder / name)
            if picture is None:
                continue
            if len(picture.data) > self.room:
                self.left_out += 1
                continue
            self.room -= len(picture.data)
            self.found[name] = picture


def read(path: Path) -> Picture | None:
    """A JPEG file as a picture within the page; None where there is none or it is something else."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    size = _size(data)
    return None if size is None else Picture(f"data:image/jpeg;base64,{b64encode(data).decode()}", *size)


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height by the frame header (ITU-T T.81, B.2.2)."""
    at = 2 if data.startswith(STARTS) else len(data)
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in SIZES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _crop(page: DrawnPage, number: int, cut: Cut, taken: _Taken, href: str) -> Crop:
    of = page.of
    strip = taken.found.get(cut_name(of, frames.STRIP.format(number)))
    why = ""
    if not page.drawn:
        why = f"withheld_{page.withheld}" if page.withheld else (page.reason or Reason.INTERNAL).value
    elif cut.told and strip is None:
        why = "no_room"
    return Crop(
        page=of.page,
        href=f"{href}/{page_name(of)}" if page.drawn else "",
        strip=strip,
        small=taken.found.get(cut_name(of, frames.SMALL.format(number))),
        why=why if cut.told else "",
    )


def _page(crop: Crop) -> int:
    return crop.page


def _place(page: DrawnPage) -> tuple[int, int]:
    return page.of.number, page.of.page
