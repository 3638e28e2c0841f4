"""What of a packet's pages is shown as pictures in its dossier: which pages of which files, and what is marked on each.

Only pages of PDFs and pictures are drawn. Those of the first page's claims come first, then the others as they are numbered.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from pipeline.cuts import Cut, Hidden, PageCuts
from pipeline.document import Box
from pipeline.dossier import Dossier
from pipeline.entries import Entry, Section, in_order
from pipeline.indicator_sections import IndicatorSection
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord, LineRecord, PlaceRecord

LONGEST_WORDS = 600
"""Characters of words that are looked for on a page; of longer ones their places are boxed."""
MOST_CUTS = 200
"""Of one page: a list of more rows has its first ones boxed."""
GARBLED = frozenset({"GARBLED_TEXT", "TEXT_LAYER_REPLACED"})
"""Flags of files whose letters may not be what is seen: nobody can say where names stand on their pages."""


def wanted(packet: PacketRecord, documents: Sequence[DocumentRecord], read: Dossier) -> tuple[PageCuts, ...]:
    """Every page with evidence on it, the most wanted first; `read` is the packet's dossier."""
    known = {document.id: document for document in documents}
    numbers = {document.id: number for number, document in enumerate(in_order(known), 1)}
    first = {entry.anchor for entry in read.strongest}
    told = _told(read)
    pages: dict[tuple[str, int], list[Cut]] = defaultdict(list)
    claims = {f"claim-{claim.id}": claim for claim in packet.claims}
    for entry in _by_weight(read):
        for index, piece in enumerate(claims[entry.anchor].evidence):
            document = known[piece.document]
            if not _is_drawn(document):
                continue
            words = document.text[slice(*piece.span)]
            for page, boxes in _by_page(piece.places).items():
                cut = Cut(
                    anchor=entry.proofs[index].anchor,
                    label=str(entry.number),
                    words=words if len(words) <= LONGEST_WORDS else "",
                    boxes=boxes,
                    told=entry.anchor in told,
                    small=entry.anchor in first and not index,
                )
                pages[document.id, page].append(cut)
    return tuple(
        PageCuts(document=document, number=numbers[document], page=page, cuts=tuple(cuts[:MOST_CUTS]))
        for (document, page), cuts in pages.items()
    )


def hidden(document: DocumentRecord, change: Callable[[str], str], *, page: int) -> tuple[Hidden, ...]:
    """What `change` takes out of the words on a page of the document, wherever its lines stand."""
    found = []
    for line in document.lines:
        boxes = _by_page(line.places).get(page)
        if boxes:
            found += [Hidden(words, boxes) for words in _changed(document, line, change)]
    return tuple(found)


def is_garbled(document: DocumentRecord) -> bool:
    """Whether the letters of a document may not be what is seen on its pages."""
    return any(flag.code in GARBLED for flag in document.flags)


def _told(read: Dossier) -> set[str]:
    """The claims beside whose evidence a strip is shown: all but the rows of lists."""
    return {entry.anchor for section in _sections(read) for entry in section.told}


def _by_weight(read: Dossier) -> list[Entry]:
    every = {entry.anchor: entry for section in _sections(read) for entry in (*section.told, *section.rows)}
    ordered = sorted(every.values(), key=_number)
    return list({entry.anchor: entry for entry in (*read.strongest, *ordered)}.values())


def _sections(read: Dossier) -> tuple[IndicatorSection | Section, ...]:
    return (*read.sections, read.rest, read.apart)


def _number(entry: Entry) -> tuple[bool, int]:
    return entry.listed, entry.number


def _is_drawn(document: DocumentRecord) -> bool:
    return document.media_type == "application/pdf" or document.media_type.startswith("image/")


def _by_page(places: Sequence[PlaceRecord]) -> dict[int, tuple[Box, ...]]:
    """The boxes on each page; places without a box are on none."""
    pages: dict[int, list[Box]] = defaultdict(list)
    for place in places:
        if place.page is not None and place.box is not None:
            pages[place.page].append(Box(*place.box))
    return {page: tuple(dict.fromkeys(boxes)) for page, boxes in pages.items()}


def _changed(document: DocumentRecord, line: LineRecord, change: Callable[[str], str]) -> list[str]:
    """The runs of a line that are other letters when it is changed, letter for letter."""
    told = document.text[slice(*line.span)]
    runs, start = [], -1
    pairs = [one != other for one, other in zip(told, change(told), strict=True)]
    for index, other in enumerate([*pairs, False]):
        if other and start < 0:
            start = index
        elif not other and start >= 0:
            runs.append(told[start:index])
            start = -1
    return runs
