"""One document, from bytes to every layer: the pure function that each engine maps over files.

::

    bytes ── extract ── mend ── script ── lines ── sentences ── achievements ── rows ── certificates ── kind ──> Document

A stage is named by a picklable `Stage` (name, version, options). `build` makes it once in a worker, with its dictionaries;
what it makes takes a Document and returns one with a further layer, and does no input or output.
"""

import gc
import importlib
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from extractors import detect
from extractors.registry import Context, formats, no_progress
from pipeline.digests import digest
from pipeline.document import Block, Document, Extraction, Note, Source
from pipeline.errors import DocumentError, Reason
from pipeline.view import Span, View

Step = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Stage:
    """The name of a stage: what it is called, the version of what it makes, and its options as (key, value) pairs."""

    name: str
    version: str
    options: tuple[tuple[str, str | bool], ...] = ()


MODULES = {
    "mend": "pipeline.mend",
    "script": "pipeline.script",
    "lines": "classifiers.lines",
    "sentences": "pipeline.segment",
    "achievements": "classifiers.achievements",
    "rows": "classifiers.rows",
    "certificates": "classifiers.certificates",
    "kind": "classifiers.kind",
}
"""Where each stage is built: the module has `VERSION`, and `build(**options)` gives its step."""


def stage(name: str, **options: str | bool) -> Stage:
    """The stage `name` as this program has it now. Raises KeyError, naming the stages there are."""
    if name not in MODULES:
        raise KeyError(f"no stage {name!r}; there are {', '.join(MODULES)}")
    version: str = importlib.import_module(MODULES[name]).VERSION
    return Stage(name, version, tuple(sorted(options.items())))


def document_stages() -> tuple[Stage, ...]:
    """The stages of a file in a packet, in order."""
    return tuple(stage(name) for name in MODULES)


def build(found: Stage) -> Step:
    """The step that `found` names, with its dictionaries loaded."""
    step: Step = importlib.import_module(MODULES[found.name]).build(**dict(found.options))
    return step


class Annotator:
    """Stages built once and applied in order to any number of documents."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = tuple(stages)
        with _uncollected():
            self.steps = tuple(build(found) for found in stages)

    def __call__(self, document: Document, *, progress: Callable[[], None] = no_progress) -> Document:
        """`document` with every layer of these stages. `progress` is called between them.

        A stage that breaks is our own fault: the layers before it are kept, and the document says INTERNAL with the trace.
        """
        for found, step in zip(self.stages, self.steps, strict=True):
            progress()
            try:
                document = step(document)
            except MemoryError:
                note = Note(Reason.LIMIT_MEMORY, "needs more memory than a document may use", where=f"stage {found.name}")
                return replace(document, notes=(*document.notes, note))
            except Exception:
                note = Note(Reason.INTERNAL, traceback.format_exc(limit=-6), where=f"stage {found.name}")
                return replace(document, notes=(*document.notes, note))
        return document


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: tables and models are a hundred thousand values, none of which ever becomes any."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def extract(data: bytes, context: Context) -> Extraction:
    """The extraction of a file, where one that cannot be read at all is an empty one with its reason.

    An error that no reader foresaw is our own fault: INTERNAL, with the trace.
    """
    try:
        extraction = detect.extract(data, context)
    except DocumentError as error:
        return Extraction(notes=(Note(error.reason, error.detail, error.where),))
    except MemoryError:
        return Extraction(notes=(Note(Reason.LIMIT_MEMORY, f"needs more than {context.limits.memory} bytes"),))
    except RecursionError:
        return Extraction(notes=(Note(Reason.LIMIT_DEPTH, "nested too deeply to be read"),))
    except Exception:
        return Extraction(notes=(Note(Reason.INTERNAL, traceback.format_exc(limit=-6), where="extract"),))
    return _with_reason(extraction)


def opened(source: Source, extraction: Extraction) -> Document:
    """The document of an extraction, before any stage."""
    view = View(extraction.text)
    return Document(
        source=source,
        text=extraction.text,
        blocks=extraction.blocks,
        anchors=extraction.anchors,
        tables=extraction.tables,
        title=extraction.title,
        byline=extraction.byline,
        children=extraction.children,
        notes=extraction.notes,
        seen=extraction.seen,
        media_type=extraction.media_type,
        mended=view,
        matched=view,
    )


def from_texts(texts: Sequence[str], *, title: str = "", subject: str = "") -> tuple[Document, tuple[Span, ...]]:
    """Texts that a caller gives in order as one document, a line each, and the span of each.

    A line break within one counts as a blank, so that offsets stay as they were given.
    """
    blocks: list[Block] = []
    start = 0
    for text in texts:
        blocks.append(Block(Span(start, start + len(text)), "paragraph"))
        start += len(text) + 1
    joined = "\n".join(text.replace("\n", " ").replace("\r", " ") for text in texts)
    view = View(joined)
    document = Document(
        source=Source(path=""), text=joined, blocks=tuple(blocks), title=title, subject=subject, mended=view, matched=view
    )
    return document, tuple(block.span for block in blocks)


def extraction_key(sha256: str, name: str, beside: str = "") -> str:
    """Names an extraction: the bytes, the extension they are held against, and every reader's version.

    `beside` tells the state of what lies beside the file and is read with it.
    """
    last = name[name.rfind("/") + 1 :]
    dot = last.rfind(".")
    suffix = last[dot:].lower() if 0 < dot < len(last) - 1 else ""
    return digest(sha256, suffix, _readers(), *filter(None, (beside,)))


@cache
def _readers() -> str:
    return digest(*(f"{candidate.name} {candidate.version}" for candidate in formats()))


def annotation_key(extraction: str, stages: str) -> str:
    """Names a document's layers: its extraction and the `stages_key` of what makes them."""
    return digest(extraction, stages)


def stages_key(stages: Sequence[Stage]) -> str:
    """Names every stage's version and options, in order."""
    return digest(*(f"{found.name} {found.version} {found.options}" for found in stages))


def _with_reason(extraction: Extraction) -> Extraction:
    """Silence is the worst failure: no text, no children and no reason becomes NO_TEXT."""
    silent = not extraction.text.strip() and not extraction.children
    if silent and not any(isinstance(note.code, Reason) for note in extraction.notes):
        return replace(extraction, notes=(*extraction.notes, Note(Reason.NO_TEXT, "nothing in the file is text")))
    return extraction
