"""Files that hold many pages, JSON lines and web archives: every page once, whatever the slices, and a reason for the rest."""

import gzip
import io
import json
import zlib

import pytest

from extractors import json_lines, warc
from extractors.page_stream import PageFound, Skipped
from tests.builders.warc import answer, record


def lines(*rows: object) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode()) + b"\n" for row in rows)


def test_a_page_has_its_id_its_address_and_its_markup_whatever_the_crawler_calls_them() -> None:
    data = lines(
        {"id": "a", "url": "https://x.example/1", "html": "<p>一</p>"},
        {"doc_id": 7, "link": "https://x.example/2", "content": "<p>二</p>"},
        {"text": "三"},
    )
    found = list(json_lines.pages(io.BytesIO(data)))
    assert [(page.name, page.address, page.body.decode()) for page in found if isinstance(page, PageFound)] == [
        ("a", "https://x.example/1", "<p>一</p>"),
        ("7", "https://x.example/2", "<p>二</p>"),
        (str(data.rfind(b"{")), "", "三"),
    ]


def test_a_line_that_holds_no_page_is_told_and_the_next_one_read() -> None:
    found = list(json_lines.pages(io.BytesIO(lines(b"rubbish", b"", [1], {"url": "x"}, {"html": "<p>四</p>"}))))
    assert [type(each) for each in found] == [Skipped, Skipped, Skipped, PageFound]
    assert [each.where for each in found if isinstance(each, Skipped)] == ["byte 0", "byte 9", "byte 13"]


def test_a_last_line_without_a_line_break_is_read() -> None:
    assert len(list(json_lines.pages(io.BytesIO(b'{"html":"a"}\n{"html":"b"}')))) == 2


def archive() -> list[bytes]:
    records = [record("warcinfo", "", b"software: none", content_type="application/warc-fields")]
    for number in range(40):
        body = f"<p>第{number}页 WARC/1.0 在文中</p>".encode() + b"z" * (number * 977)
        records.append(record("request", f"http://a.example/{number}", b"GET /"))
        records.append(record("response", f"http://a.example/{number}", answer(body)))
    return records


@pytest.mark.parametrize("packing", ["plain", "a member a record", "one member"])
@pytest.mark.parametrize("step", [97, 1000, 5000])
def test_every_page_of_an_archive_comes_in_just_one_slice(packing: str, step: int) -> None:
    records = archive()
    plain = b"".join(records)
    data = {"plain": plain, "a member a record": b"".join(map(gzip.compress, records)), "one member": gzip.compress(plain)}[
        packing
    ]
    whole = list(warc.pages(io.BytesIO(data)))
    assert [page.address for page in whole if isinstance(page, PageFound)] == [f"http://a.example/{n}" for n in range(40)]
    slices = [warc.pages(io.BytesIO(data), start=start, end=start + step) for start in range(0, len(data), step)]
    assert [page for found in slices for page in found] == whole


@pytest.mark.parametrize("step", [1, 7, 40, 1000])
def test_every_line_comes_in_just_one_slice(step: int) -> None:
    data = lines(*({"id": str(number), "html": "页" * number} for number in range(1, 30)))
    whole = list(json_lines.pages(io.BytesIO(data)))
    slices = [json_lines.pages(io.BytesIO(data), start=start, end=start + step) for start in range(0, len(data), step)]
    assert [page for found in slices for page in found] == whole


def test_what_a_server_sent_in_chunks_or_compressed_is_put_together() -> None:
    chunked = answer(
        b"4\r\n<p>a\r\n4;x=y\r\n</p>\r\n0\r\n\r\n", headers="Transfer-Encoding: chunked\r\nContent-Type: text/html\r\n"
    )
    squeezed = answer(gzip.compress(b"<p>b</p>"), headers="Content-Encoding: gzip\r\nContent-Type: text/html\r\n")
    deflated = answer(zlib.compress(b"<p>c</p>"), headers="Content-Encoding: deflate\r\n")
    untrue = answer(b"<p>d</p>", headers="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    data = b"".join(
        record("response", f"http://a.example/{n}", each) for n, each in enumerate((chunked, squeezed, deflated, untrue))
    )
    assert [page.body for page in warc.pages(io.BytesIO(data)) if isinstance(page, PageFound)] == [
        b"<p>a</p>", b"<p>b</p>", b"<p>c</p>", b"<p>d</p>",
    ]  # fmt: skip


def test_errors_pictures_and_unknown_encodings_are_skipped_with_their_reason() -> None:
    data = b"".join(
        (
            record("response", "http://a.example/1", answer(b"gone", status="404 Not Found")),
            record("response", "http://a.example/2", answer(b"png", headers="Content-Type: image/png\r\n")),
            record("response", "http://a.example/3", answer(b"?", headers="Content-Encoding: br\r\n")),
            record("resource", "http://a.example/4", b"<p>4</p>", content_type="text/html"),
        )
    )
    found = list(warc.pages(io.BytesIO(data)))
    assert [each.why.partition(": ")[2] for each in found if isinstance(each, Skipped)] == [
        "the server answered 404", "image/png is no page", "content encoding br",
    ]  # fmt: skip
    assert isinstance(found[-1], PageFound)


def test_an_archive_that_breaks_off_or_is_damaged_says_so_and_gives_the_rest() -> None:
    whole = [gzip.compress(each) for each in archive()]
    broken = whole[2][:-10] + whole[4] + whole[6][: len(whole[6]) // 2]
    found = list(warc.pages(io.BytesIO(broken)))
    assert "http://a.example/1" in {page.address for page in found if isinstance(page, PageFound)}
    assert any(isinstance(each, Skipped) and "damaged or breaks off" in each.why for each in found)
