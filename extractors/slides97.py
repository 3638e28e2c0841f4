"""PowerPoint 97-2003 presentations (.ppt, .pps, .pot, and those of WPS, .dps), read from their bytes (MS-PPT).

A slide is a page. Notes follow their slide as comments; a slide that is not shown is marked hidden. Cells of tables are
read as the shapes they are. Letters that are small or without colour are not told apart.
"""

import struct
from dataclasses import replace
from itertools import chain

from extractors import attached, olepictures
from extractors.composer import Composer, uncollected
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from extractors.slides97objects import embedded
from extractors.slides97records import (
    DOCUMENT,
    HIDDEN,
    NOTES,
    NOTES_ATOM,
    SLIDE,
    SLIDE_ATOM,
    SLIDE_SHOW,
    TEXT_BYTES,
    TEXT_CHARS,
    Listed,
    Record,
    Text,
    comments,
    letters,
    listed,
    persisted,
    record_at,
    records,
    texts,
    walk,
)
from extractors.standing_for import drawings
from pipeline.document import Extraction, Place, Role
from pipeline.errors import DocumentError, Reason

STREAM = "PowerPoint Document"
TITLES = (0, 6)
SLIDES_LIST, NOTES_LIST = 0, 2
FIELD = "*"
"""What stands for a slide's number or date."""


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds a presentation."""
    return holds(data, STREAM)


def extract(data: bytes, context: Context) -> Extraction:
    """The text of an old presentation, slide after slide.

    Where the newest state cannot be found every text in the file is read, and a note says so. Raises DocumentError: DAMAGED
    when there is no text to be found then either, ENCRYPTED.
    """
    with uncollected(), opened(data) as container:
        reader = _Reader(content(container, STREAM), context)
        reader.read(content(container, "Current User"))
        pictures = content(container, "Pictures")
        files = list(embedded(reader.data, reader.places))
        drawn = drawings(olepictures.drawings(pictures), files)
        children, notes = attached.kept(chain(files, olepictures.named(pictures), drawn), context)
        read = reader.composer.extraction(title=reader.title)
        return replace(read, children=children, notes=(*read.notes, *notes))


class _Reader:
    """Writes slides one after another."""

    def __init__(self, data: bytes, context: Context) -> None:
        self.composer = Composer(context.limits)
        self.title = ""
        self.data = data
        self.places: tuple[int, ...] = ()
        """Where the parts of its newest state lie."""
        self._context = context

    def read(self, current_user: bytes) -> None:
        try:
            document, places = self._document(current_user)
            self.places = tuple(places.values())
        except DocumentError as error:
            if error.reason is Reason.ENCRYPTED or not self._everything():
                raise
            self.composer.note(error.reason, f"{error.detail}; every text in the file was read", where=error.where)
            return
        slides = listed(self.data, document, SLIDES_LIST)
        notes = self._notes(listed(self.data, document, NOTES_LIST), places)
        for page, slide in enumerate(slides, 1):
            if page > self._context.limits.pages:
                self.composer.note(Reason.LIMIT_PAGES, f"{len(slides)} slides", where=f"slide {page}")
                break
            self._context.progress()
            if not self._slide(slide, page, places, notes):
                break
        if not self.composer.has_body:
            self.composer.note(Reason.NO_TEXT, f"{len(slides)} slides without text")

    def _document(self, current_user: bytes) -> tuple[Record, dict[int, int]]:
        number, places = persisted(self.data, current_user)
        document = record_at(self.data, places.get(number, -1))
        if document is None or document.type != DOCUMENT:
            raise DocumentError(Reason.DAMAGED, "its list of slides cannot be found", where=STREAM)
        return document, places

    def _slide(self, slide: Listed, page: int, places: dict[int, int], notes: dict[int, Record]) -> bool:
        """Writes one slide with its notes; False when there is no room for more."""
        place = Place(page=page)
        part = record_at(self.data, places.get(slide.persist, -1))
        found = part is not None and part.type == SLIDE
        hidden = found and part is not None and self._is_hidden(part)
        role: tuple[Role | None, str] = ("hidden", "a slide that is not shown") if hidden else (None, "")
        try:
            for text in texts(self.data, part, slide.texts) if found and part is not None else slide.texts:
                self._write(text, place, *role)
            if not found:
                self.composer.note(Reason.DAMAGED, "the slide is missing; its outline was read", where=f"slide {page}")
            if part is not None and slide.id in notes:
                for text in texts(self.data, notes[slide.id], []):
                    self._write(text, place, "comment", "the speaker's notes")
            for remark in comments(self.data, part) if found and part is not None else ():
                self.composer.block(remark, "paragraph", place, role="comment", why="a reviewer's comment")
        except DocumentError as error:
            self.composer.note(error.reason, error.detail, where=f"slide {page}")
            return False
        return True

    def _write(self, text: Text, place: Place, role: Role | None, why: str) -> None:
        is_title = role is None and text.sort in TITLES
        for paragraph in text.text.replace("\x0b", "\n").split("\r"):
            if paragraph.strip() == FIELD:
                continue
            if is_title:
                written = self.composer.block(paragraph, "heading", place, level=1, role="heading", why="the slide's title")
                self.title = self.title or (paragraph.strip() if written else "")
            else:
                self.composer.block(paragraph, "paragraph", place, role=role, why=why)

    def _is_hidden(self, part: Record) -> bool:
        show = next((atom for atom in records(self.data, part.start, part.end) if atom.type == SLIDE_SHOW), None)
        return show is not None and show.end - show.start >= 12 and bool(self.data[show.start + 10] & HIDDEN)

    def _notes(self, found: list[Listed], places: dict[int, int]) -> dict[int, Record]:
        """The notes by the id of their slide."""
        by_slide: dict[int, Record] = {}
        for notes in found:
            part = record_at(self.data, places.get(notes.persist, -1))
            if part is None or part.type != NOTES:
                continue
            atom = next((a for a in records(self.data, part.start, part.end) if a.type in (NOTES_ATOM, SLIDE_ATOM)), None)
            if atom is not None and atom.end - atom.start >= 4:
                by_slide[struct.unpack_from("<L", self.data, atom.start)[0]] = part
        return by_slide

    def _everything(self) -> bool:
        """Writes every text there is, in the order of the file; whether there is any."""
        for record in walk(self.data, 0, len(self.data)):
            if record.type in (TEXT_CHARS, TEXT_BYTES):
                self._write(Text(4, letters(self.data, record)), Place(), None, "")
        return self.composer.has_body


FORMAT = Format(
    name="PowerPoint 97-2003",
    media_types=("application/vnd.ms-powerpoint",),
    extensions=(".ppt", ".pps", ".pot", ".dps"),
    version="3",
    rank=32,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
