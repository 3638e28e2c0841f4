"""Coverage-guided fuzzing of four entry points: ``python -m tests.faults.fuzz names|zip|word|quantity FOLDER [OPTION]``.

Whatever goes in, only our own values and errors may come out. It needs atheris (``pip install atheris``, Linux).
`tests.faults.fuzz_all` runs all four and keeps what they find in `tests/faults/corpus`, which the next run, and
`test_fuzz_corpus.py`, start from.
"""

import gc
import sys
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from extractors.registry import Context
from pipeline.document import Source
from pipeline.engines.worker import COLLECTED_EVERY
from pipeline.errors import Reason
from pipeline.process import Annotator, extract, from_texts, opened, stage
from pipeline.record import to_json
from pipeline.recording import document_record

CORPUS = Path(__file__).parent / "corpus"
TAGGER: list[Annotator] = []
READ = count(1)


def names(data: bytes) -> None:
    """Names of members in any charset."""
    from extractors.names import Name, decoded, shown, strict, unique  # noqa: PLC0415  (after instrumentation)

    raws = data.split(b"\n")[:20]
    found = unique([shown(name)[0] for name in decoded([Name(raw, strict(raw) if len(raw) % 2 else None) for raw in raws])])
    assert len(set(found)) == len(found)
    for name in found:
        name.encode("utf-8")
        assert not name.startswith("/")
        assert ".." not in name.split("/")


def zip_(data: bytes) -> None:
    """The zip walker."""
    read(b"PK\x03\x04" + data, "a.zip")


def word(data: bytes) -> None:
    """The Word reader: the bytes are the document's XML within a sound package."""
    from tests.hostile.files import word_xml  # noqa: PLC0415

    read(word_xml(data.decode("utf-8", "replace")), "a.docx")


def quantity(data: bytes) -> None:
    """The quantity parser and all of the tagger around it."""
    if not TAGGER:
        names = ("script", "lines", "sentences", "achievements")
        TAGGER.append(Annotator([stage("mend", join=False), *map(stage, names)]))
    document, _ = from_texts([data.decode("utf-8", "replace").replace("\0", " ")])
    found = TAGGER[0](document)
    assert not found.reasons, found.reasons[0].detail
    to_json(document_record(found))


def read(data: bytes, name: str) -> None:
    if next(READ) % COLLECTED_EVERY == 0:
        gc.collect()
    extraction = extract(data, Context(name=name, keep=keep))
    assert extraction.text.strip() or extraction.children or extraction.notes
    assert all(note.code is not Reason.INTERNAL for note in extraction.notes), extraction.notes
    to_json(document_record(opened(Source(path=name), extraction)))


def keep(chunks: Iterable[bytes], /) -> tuple[str, int]:
    return "0" * 64, sum(len(chunk) for chunk in chunks)


ENTRIES: dict[str, Callable[[bytes], None]] = {"names": names, "zip": zip_, "word": word, "quantity": quantity}


def main() -> None:
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  (no dependency of the suite)

    entry, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["extractors", "classifiers", "pipeline"]):
        ENTRIES[entry](b"")
    atheris.Setup([sys.argv[0], "-max_len=2000", "-timeout=10", *options], ENTRIES[entry])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
