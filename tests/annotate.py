"""A file through every stage of one document, in this process."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from extractors.registry import Context
from pipeline.document import Document, Source
from pipeline.process import Annotator, document_stages, extract, opened


def annotated(path: Path) -> Document:
    """The document of a file with every layer. A stage that breaks fails the test that asked."""
    document = _annotator()(unannotated(path.read_bytes(), path.name))
    broken = [note.detail for note in document.reasons if note.code == "INTERNAL"]
    assert not broken, broken[0]
    return document


def unannotated(data: bytes, name: str) -> Document:
    """The document of these bytes as the extractor gives it; children are counted and dropped."""
    return opened(Source(path=name), extract(data, Context(name=name, keep=_counted)))


def _counted(chunks: Iterable[bytes], /) -> tuple[str, int]:
    digest, size = sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


@cache
def _annotator() -> Annotator:
    return Annotator(document_stages())
