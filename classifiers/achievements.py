"""Achievements: what each sentence of a document claims to have been obtained, finished, saved, taught or spread.

The stage reads the sentences in order on the Simplified view, keeps track of whom the document speaks of, and stores what it
finds as spans of the base text. How one sentence is read is `classifiers.sentence`'s; the words are in `classifiers/categories/`.
"""

from collections.abc import Callable
from dataclasses import replace

from classifiers import holder
from classifiers.sentence import Reader
from pipeline.document import Achievement, Document, Helper
from pipeline.view import Span, View

VERSION = "1"


def build() -> Callable[[Document], Document]:
    """The step that sets `achievements` and `helpers`, with its tables loaded."""
    reader = Reader()

    def step(document: Document) -> Document:
        return _annotated(document, reader)

    return step


def _annotated(document: Document, reader: Reader) -> Document:
    view = document.matched
    subject = holder.of_document(document.title, document.subject, view.text)
    achievements: list[Achievement] = []
    helpers: list[Helper] = []
    for sentence in document.sentences:
        start, end = view.from_base(sentence.span)
        read = reader.read(view.text[start:end], subject)
        achievements += (_based(found, view, start, document.text) for found in read.achievements)
        helpers += (replace(label, span=_base(label.span, view, start)) for label in read.helpers)
    return replace(document, achievements=tuple(achievements), helpers=tuple(helpers))


def _based(found: Achievement, view: View, start: int, text: str) -> Achievement:
    """The achievement with spans of the base and the holder's name as the source writes it."""
    owner = found.holder
    if owner is not None:
        span = _base(owner.span, view, start)
        owner = replace(owner, span=span, name=text[span.start : span.end])
    return replace(found, span=_base(found.span, view, start), holder=owner)


def _base(span: Span, view: View, start: int) -> Span:
    return view.to_base(Span(span.start + start, span.end + start))
