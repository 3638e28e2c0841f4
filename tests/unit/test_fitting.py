"""A worker that was taken over can speak of its own document alone."""

import msgspec
import pytest

from pipeline.document import Child, Document, Source
from pipeline.engines import frames
from pipeline.engines.fitting import fits
from pipeline.recording import document_record

HASH = "a" * 64
JOB = frames.ReadFile(
    file=b"/in/a.zip", path="a.zip", packet="p", sha256=HASH, folder="1", allowance=frames.Allowance(entries=1, bytes=1, depth=1)
)
RECORD = document_record(Document(source=Source(path="a.zip", sha256=HASH, size=1, packet="p")))


def answer(*children: Child, **changes: str) -> frames.Read:
    record = msgspec.structs.replace(RECORD, **changes)
    return frames.Read(record, b"", children, sum(child.size for child in children), overspent=False)


def test_an_honest_answer_fits() -> None:
    assert fits(JOB, answer())
    assert fits(JOB, answer(Child("b.txt", "b" * 64, 3)))


@pytest.mark.parametrize(
    "changes", [{"path": "b.zip"}, {"packet": "q"}, {"sha256": "b" * 64}, {"id": "0" * 16}], ids=["path", "packet", "hash", "id"]
)
def test_a_record_of_another_document_does_not(changes: dict[str, str]) -> None:
    assert not fits(JOB, answer(**changes))


@pytest.mark.parametrize("name", ["../../../home/somebody/letter.txt", "/etc/passwd", "", "A" * 64, HASH + "/x", HASH + "\n"])
def test_a_child_that_is_named_by_anything_but_its_hash_does_not(name: str) -> None:
    assert not fits(JOB, answer(Child("b.txt", name, 3)))


def test_an_answer_to_another_question_does_not() -> None:
    assert not fits(JOB, frames.Members((), None, ""))
