"""What crosses a boundary comes out as one of our own values or errors, whatever bytes went in."""

import io
import os
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.registry import Context
from pipeline.document import Anchor, Block, Child, Extraction, Note, Place, Source
from pipeline.engines import frames
from pipeline.engines.extraction_bytes import dumped, loaded
from pipeline.errors import Flag, Reason
from pipeline.intake.disk_names import shown
from pipeline.process import extract, opened
from pipeline.recording import document_record
from pipeline.view import Span
from tests.hostile.files import archive

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_frame_error(data: bytes) -> None:
    for decode in (frames.from_worker, frames.to_worker):
        try:
            decode(data)
        except frames.FrameError:
            continue


@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_stream_is_frames_its_end_or_a_frame_error(data: bytes, at_most: int) -> None:
    stream = io.BytesIO(data)
    try:
        while (body := frames.read_body(stream, at_most=at_most)) is not None:
            assert len(body) <= at_most
    except frames.FrameError:
        assert len(data) > 0


@given(TEXT, TEXT, st.integers(0, 10**9))
def test_a_message_comes_out_as_it_went_in(path: str, text: str, size: int) -> None:
    record = document_record(opened(Source(path=path, size=size), Extraction(text=text)))
    message = frames.Read(record, b"\x00\xff", (Child(path, "0" * 64, size, b"\xff"),), size, False, 3)
    stream = io.BytesIO()
    frames.write(stream, message)
    stream.seek(0)
    body = frames.read_body(stream, at_most=1 << 20)
    assert body is not None
    assert frames.from_worker(body) == message


@given(TEXT, st.sampled_from([*Reason, *Flag]), TEXT, st.integers(1, 99))
def test_a_kept_extraction_comes_out_as_it_went_in(text: str, code: Reason | Flag, detail: str, count: int) -> None:
    span = Span(0, len(text))
    extraction = Extraction(
        text=text,
        blocks=(Block(span, "paragraph", role="hidden", why=detail),),
        anchors=(Anchor(span, Place(page=count)),),
        children=(Child(detail, "0" * 64, count, b"\x80"),),
        notes=(Note(code, detail, text, count),),
    )
    assert loaded(dumped(extraction)) == extraction


@given(st.binary(max_size=100))
def test_any_bytes_are_a_kept_extraction_or_a_value_error(data: bytes) -> None:
    try:
        loaded(data)
    except ValueError:
        return


@given(st.binary(min_size=1, max_size=60))
def test_any_name_on_disk_is_shown_as_text_that_breaks_nothing(raw: bytes) -> None:
    name = shown(os.fsdecode(raw))
    name.encode("utf-8")
    assert "\n" not in name
    assert all(letter >= " " for letter in name)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8), st.integers(0, 400))
def test_a_mangled_archive_gives_members_or_a_reason(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(archive({"甲/申报表.txt": "完成改进3项".encode(), "b.txt": b"x" * 300}))
    for place, value in changes:
        data[place % len(data)] = value
    del data[len(data) - cut % len(data) :]
    kept: list[int] = []

    def keep(chunks: Iterable[bytes], /) -> tuple[str, int]:
        size = sum(len(chunk) for chunk in chunks)
        kept.append(size)
        return "0" * 64, size

    extraction = extract(bytes(data), Context(name="a.zip", keep=keep))
    assert extraction.text.strip() or extraction.notes
    assert all(note.code is not Reason.INTERNAL for note in extraction.notes)
    assert sum(kept) <= 10_000
