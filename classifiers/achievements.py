"""Achievements: what each sentence of a document claims to have been obtained, finished, saved, taught or spread.

The stage reads the sentences in order on the Simplified view, keeps track of whom the document speaks of, and stores what it
finds as spans of the base text. How one sentence is read is `classifiers.sentence`'s; the words are in `classifiers/categories/`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from classifiers import holder
from classifiers.script_letters import letters
from classifiers.sentence import Reader
from classifiers.verdict import judge
from pipeline.document import Achievement, Document, Helper
from pipeline.view import Span, View

VERSION = f"26 {judge('').name}"
"""The reader's, and the names of the models that have a vote."""
LONGEST = 500
"""Characters of a sentence that are read at once."""


def build(models: str = "") -> Callable[[Document], Document]:
    """The step that sets `achievements` and `helpers`, with its tables and the models of a folder, or its own, loaded."""
    reader = Reader(judge(models))

    def step(document: Document) -> Document:
        return _annotated(document, reader)

    return step


def _annotated(document: Document, reader: Reader) -> Document:
    view = document.matched
    simplified = letters()
    title, named = document.title.translate(simplified), document.subject.translate(simplified)
    subject = holder.of_document(title, named, view.text)
    achievements: list[Achievement] = []
    helpers: list[Helper] = []
    proposed, told, notice, before = False, 0, "公示" in view.text, ""
    for sentence in document.sentences:
        span = view.from_base(sentence.span)
        proposed = proposed and "\n" not in view.text[told : span.start]
        told = span.end
        for start, end in _pieces(view.text, span):
            text = view.text[start:end]
            read = reader.read(text, holder.following(subject, before, text))
            before = text
            claims = (_proposed(found) for found in read.achievements) if proposed else read.achievements
            achievements += (_based(found, view, start, document.text) for found in claims)
            helpers += (replace(label, span=_base(label.span, view, start)) for label in read.helpers)
        proposed = notice and (proposed or _PROPOSAL.search(view.text, *span) is not None)
    return replace(document, achievements=tuple(achievements), helpers=tuple(helpers))


def _proposed(found: Achievement) -> Achievement:
    """A title told after a public notice of those to be named, in the same paragraph: it is not given yet."""
    if found.category != "honor_title" or found.status != "achieved" or found.scope == "leader":
        return found
    return replace(found, status="reviewed", why=(*found.why, "named in a public notice before the decision"))


_PROPOSAL = re.compile("(?:进行|予以|现予|正在)公示|拟(?:命名|授予|认定|表彰)[^。]{0,60}公示|公示名单")


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """A sentence whole, or one longer than `LONGEST` in pieces that end at a mark where there is one.

    What is read in a sentence is weighed against the rest of it: without a bound the time would grow with its square.
    """
    start, end = span
    while end - start > LONGEST:
        stop = max(text.rfind(mark, start + 1, start + LONGEST) for mark in "；，、;,")
        cut = stop + 1 if stop > start else start + LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _based(found: Achievement, view: View, start: int, text: str) -> Achievement:
    """The achievement with spans of the base and the holder's name as the source writes it."""
    owner = found.holder
    if owner is not None:
        span = _base(owner.span, view, start)
        owner = replace(owner, span=span, name=text[span.start : span.end])
    return replace(found, span=_base(found.span, view, start), holder=owner)


def _base(span: Span, view: View, start: int) -> Span:
    return view.to_base(Span(span.start + start, span.end + start))
