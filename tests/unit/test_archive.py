import contextlib
import io
import os
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.archive import FORMAT, extract
from extractors.detect import recognise
from extractors.names import shown
from extractors.registry import Context, Limits
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.archives import Kept

Entry = tuple[bytes, bytes]


def zipped(*entries: Entry, flags: int = 0, extra: bytes = b"", method: int = 8) -> bytes:
    """A zip whose names are raw bytes, which zipfile does not write."""
    body, central = b"", b""
    for name, content in entries:
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflater.compress(content) + deflater.flush() if method == 8 else content
        common = struct.pack(
            "<5H3L2H", 20, flags, method, 0, 0, zlib.crc32(content), len(packed), len(content), len(name), len(extra)
        )
        central += b"PK\x01\x02\x14\x00" + common + struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + name + extra
        body += b"PK\x03\x04" + common + name + extra + packed
    return body + central + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), len(body), 0)


def names_of(data: bytes, **limits: int) -> list[str]:
    return [child.path for child in extract(data, Context(keep=Kept(), limits=Limits(**limits))).children]


def codes_of(data: bytes, **limits: int) -> list[Reason | Flag]:
    return [note.code for note in extract(data, Context(keep=Kept(), limits=Limits(**limits))).notes]


def test_names_are_the_text_and_members_the_children() -> None:
    kept = Kept()
    found = extract(zipped((b"a/", b""), (b"a/list.txt", b"12"), (b"b.txt", b"x" * 5000)), Context(keep=kept))
    assert found.text == "a/list.txt\nb.txt"
    assert [(block.kind, block.role) for block in found.blocks] == [("name", "toc")] * 2
    assert [kept.contents[child.sha256] for child in found.children] == [b"12", b"x" * 5000]
    assert found.notes == ()


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["附件1/专利证书.pdf", "鍋爐/許功蓋報告.doc", "申报表（最终版2）.docx"])
def test_names_without_a_flag_are_read_by_their_letters(charset: str, name: str) -> None:
    assert names_of(zipped((name.encode(charset), b"1"))) == [name]


@pytest.mark.parametrize("name", ["許功蓋/證明.pdf", "鍋爐改造報告.doc"])
def test_a_second_byte_that_looks_like_a_backslash_is_no_separator(name: str) -> None:
    assert names_of(zipped((name.encode("big5"), b"1"))) == [name]


def test_all_names_of_one_archive_are_judged_together() -> None:
    raw = [name.encode("gb18030") for name in ("闫垚龑.txt", "培训签到表.xls", "工作总结.doc", "成果鉴定.pdf")]
    assert names_of(zipped(*((name, b"1") for name in raw)))[0] == "闫垚龑.txt"


def test_the_unicode_field_and_the_flag_are_believed() -> None:
    raw = b"??.txt"
    field = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + "車床.txt".encode()
    assert names_of(zipped((raw, b"1"), extra=struct.pack("<2H", 0x7075, len(field)) + field)) == ["車床.txt"]
    assert names_of(zipped(("車床é.txt".encode(), b"1"), flags=0x800)) == ["車床é.txt"]
    assert names_of(zipped(("é.txt".encode("cp437"), b"1"))) == ["é.txt"]


@pytest.mark.parametrize(
    "name", [b"/etc/passwd", b"../../x", b"..\\x.txt", b"C:\\x.txt", b"a\nb.txt", b"a\x1b[2J.txt", b"/", b".."]
)
def test_a_dangerous_name_is_shown_safely_and_its_member_still_read(name: bytes) -> None:
    found = extract(zipped((name, b"content")), Context(keep=Kept()))
    (child,) = found.children
    assert not child.path.startswith("/")
    assert ".." not in child.path.split("/")
    assert ":" not in child.path
    assert child.path.isprintable()
    assert child.raw == name
    assert [note.code for note in found.notes] == [Reason.UNSAFE_PATH]


def test_duplicate_names_are_made_unique() -> None:
    assert names_of(zipped((b"a.txt", b"1"), (b"a.txt", b"2"), (b"a.txt", b"3"))) == ["a.txt", "a (2).txt", "a (3).txt"]


def test_what_systems_leave_behind_is_listed_but_not_read() -> None:
    data = zipped(
        (b"__MACOSX/._a.txt", b"1"), (b"x/.DS_Store", b"1"), (b"Thumbs.db", b"1"), (b"~$a.docx", b"1"), (b"a.txt", b"1")
    )
    assert names_of(data) == ["a.txt"]
    assert len(extract(data, Context(keep=Kept())).blocks) == 5


def test_logos_in_the_folder_of_a_saved_page_are_listed_but_not_read() -> None:
    def png(width: int, height: int) -> bytes:
        return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", width, height) + bytes(40)

    page, icon, photo = "新闻.html".encode(), "新闻_files/icon.png".encode(), "新闻_files/照片.png".encode()
    data = zipped((page, b"<p>x</p>"), (icon, png(32, 32)), (photo, png(800, 600)), (b"icon.png", png(32, 32)), flags=0x800)
    found = extract(data, Context(keep=Kept()))
    assert found.text.split("\n") == ["新闻.html", "新闻_files/icon.png", "新闻_files/照片.png", "icon.png"]
    assert [child.path for child in found.children] == ["新闻.html", "icon.png"]
    assert [saved.place for saved in found.children[0].saved] == ["新闻_files/照片.png"]


def test_a_damaged_picture_in_the_folder_of_a_saved_page_harms_itself_alone() -> None:
    data = bytearray(zipped((b"a_files/1.png", os.urandom(5000)), (b"b.txt", b"fine")))
    at = data.index(b"a_files/1.png") + len(b"a_files/1.png")
    data[at : at + 5] = b"\xff" * 5
    found = extract(bytes(data), Context(keep=Kept()))
    assert ([child.path for child in found.children], [note.code for note in found.notes]) == (["b.txt"], [Reason.DAMAGED])


def test_an_archive_of_which_nothing_can_be_taken_out_is_refused_for_its_first_members_reason() -> None:
    locked, bomb = zipped((b"locked.pdf", b"1"), flags=1), zipped((b"bomb.txt", bytes(40_000_000)))
    for data, reason, name in ((locked, Reason.ENCRYPTED, "locked.pdf"), (bomb, Reason.LIMIT_RATIO, "bomb.txt")):
        with pytest.raises(DocumentError) as raised:
            extract(data, Context(keep=Kept()))
        assert (raised.value.reason, raised.value.where) == (reason, name)


def test_an_archive_without_files_is_empty() -> None:
    for data in (zipped(), zipped((b"folder/", b""))):
        with pytest.raises(DocumentError) as raised:
            extract(data, Context(keep=Kept()))
        assert raised.value.reason is Reason.EMPTY


def test_a_bomb_is_not_unpacked() -> None:
    data = zipped((b"bomb.txt", bytes(40_000_000)), (b"a.txt", b"1"))
    assert names_of(data) == ["a.txt"]
    assert codes_of(data) == [Reason.LIMIT_RATIO]


def test_members_that_share_bytes_are_refused() -> None:
    one = zipped((b"a.txt", b"x" * 100))
    end = one.index(b"PK\x05\x06")
    central = one[one.index(b"PK\x01\x02") : end]
    start = one.index(b"PK\x01\x02")
    data = one[:start] + central * 3 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, 3 * len(central), start, 0)
    with pytest.raises(DocumentError) as raised:
        extract(data, Context(keep=Kept()))
    assert raised.value.reason is Reason.LIMIT_RATIO


def test_the_limits_on_entries_and_bytes_leave_what_came_before() -> None:
    data = zipped(*((b"%d.txt" % number, os.urandom(100)) for number in range(9)))
    assert len(names_of(data, entries=4)) == 4
    assert codes_of(data, entries=4) == [Reason.LIMIT_ENTRIES]
    assert len(names_of(data, unpacked=350)) == 3
    assert codes_of(data, unpacked=350) == [Reason.LIMIT_OUTPUT]


def test_a_lost_directory_costs_no_member_that_is_whole() -> None:
    whole = zipped((b"a.txt", b"a" * 300), (b"b.txt", os.urandom(3000)), (b"c.txt", b"c" * 300))
    cut = whole[: whole.index(b"c.txt") - 40]
    assert names_of(cut) == ["a.txt", "b.txt"]
    assert codes_of(cut) == [Reason.TRUNCATED, Reason.TRUNCATED]


def test_a_streamed_zip_without_its_directory_is_read() -> None:
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object, /) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    sink = Unseekable()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("a.txt", "甲" * 500)
        writer.writestr("b.txt", "乙" * 500)
    cut = sink.written[: sink.written.index(b"PK\x01\x02")]
    kept = Kept()
    assert [kept.contents[child.sha256].decode() for child in extract(cut, Context(keep=kept)).children] == [
        "甲" * 500,
        "乙" * 500,
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_what_zipfile_writes_is_read(method: int) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as writer:
        writer.writestr("工装.txt", os.urandom(200_000))
    for data in (sink.getvalue(), b"junk before" + sink.getvalue()):
        kept = Kept()
        found = extract(data, Context(keep=kept))
        assert [(child.path, child.size) for child in found.children] == [("工装.txt", 200_000)]


def test_a_compression_that_is_not_known_is_named() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_LZMA) as writer:
        writer.writestr("工装.txt", os.urandom(2_000))
        writer.writestr(zipfile.ZipInfo("读得出.txt"), b"1")
    assert names_of(sink.getvalue()) == ["读得出.txt"]
    assert codes_of(sink.getvalue()) == [Reason.UNSUPPORTED_TYPE]


def test_damage_inside_a_member_harms_that_member_alone() -> None:
    data = bytearray(zipped((b"a.txt", b"a" * 300), (b"b.txt", b"b" * 300), method=0))
    data[data.index(b"aaaa") + 5] = 0x62
    assert names_of(bytes(data)) == ["a.txt", "b.txt"]
    assert codes_of(bytes(data)) == [Reason.DAMAGED]


def test_office_documents_are_not_archives() -> None:
    assert recognise(zipped((b"a.txt", b"1"))) is FORMAT
    assert not FORMAT.recognise(zipped((b"[Content_Types].xml", b"<Types/>"), (b"ppt/presentation.xml", b"<p/>")))
    assert not FORMAT.recognise(zipped((b"mimetype", b"application/vnd.oasis.opendocument.text"), method=0))


@given(st.binary(max_size=300), st.integers(0, 400), st.binary(max_size=4))
def test_no_damage_raises_anything_but_our_own_error(noise: bytes, position: int, patch: bytes) -> None:
    data = zipped((b"a.txt", b"a" * 90), (b"\xb9\xa4\xd7\xf7.txt", b"b" * 90)) + noise
    data = data[:position] + patch + data[position + len(patch) :]
    with contextlib.suppress(DocumentError):
        extract(data, Context(keep=Kept()))


@given(st.text())
def test_a_shown_name_is_always_printable_and_relative(name: str) -> None:
    path, _ = shown(name)
    assert path
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    path.encode("utf-8")
