import bz2
import contextlib
import gzip
import io
import lzma
import os
import tarfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import compressed, libarchive, rar, sevenzip, tar
from extractors.detect import extract, recognise
from extractors.registry import Context, Limits
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.archives import AES, Kept, rarred, sevenzipped, tarred

CLAIM = "获得授权专利12项。".encode()
needs_library = pytest.mark.skipif(not libarchive.present(), reason="libarchive is not installed")


def read(data: bytes, name: str = "", limits: Limits = Limits()) -> tuple[Extraction, dict[str, bytes]]:
    kept = Kept()
    found = extract(data, Context(name=name, keep=kept, limits=limits))
    return found, {child.path: kept.contents[child.sha256] for child in found.children}


def refusal(data: bytes) -> Reason:
    with pytest.raises(DocumentError) as raised:
        read(data)
    return raised.value.reason


def codes(data: bytes, limits: Limits = Limits()) -> list[Reason | Flag]:
    return [note.code for note in read(data, limits=limits)[0].notes]


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_gives_its_members(format: int) -> None:
    name = "附件/证明材料.txt".encode()
    found, children = read(tarred((name, CLAIM), (b"empty.txt", b""), (b"big.bin", b"x" * 3000), format=format))
    assert children == {"附件/证明材料.txt": CLAIM, "empty.txt": b"", "big.bin": b"x" * 3000}
    assert found.text.split("\n") == list(children)
    assert found.children[0].raw == name


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-8"])
def test_names_in_a_tar_are_read_by_their_letters(charset: str) -> None:
    names = (
        ["劳动模范工作室申报材料.doc", "技术成果鉴定证书.pdf"]
        if charset != "big5"
        else ["工作室申報材料.doc", "技術成果鑑定證書.pdf"]
    )
    assert list(read(tarred(*((name.encode(charset), b"1") for name in names)))[1]) == names


def test_a_name_longer_than_the_header_is_read_whole() -> None:
    name = ("很长的文件夹名称/" * 12 + "总结.txt").encode()
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        assert list(read(tarred((name, b"1"), (b"a.txt", b"2"), format=kind))[1]) == [name.decode(), "a.txt"]


@pytest.mark.parametrize("packer", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_tar_gives_the_members_of_the_tar(packer: Callable[[bytes], bytes]) -> None:
    data = packer(tarred(("证明.txt".encode(), CLAIM), (b"b.txt", b"2")))
    assert recognise(data) is compressed.FORMAT
    assert read(data)[1] == {"证明.txt": CLAIM, "b.txt": b"2"}


@pytest.mark.parametrize(("packer", "ending"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz")])
def test_any_other_packed_file_is_one_child_with_the_name_it_had(packer: Callable[[bytes], bytes], ending: str) -> None:
    assert read(packer(CLAIM), f"总结.txt{ending}")[1] == {"总结.txt": CLAIM}
    assert refusal(packer(b"")) is Reason.EMPTY


def test_scripts_and_styles_of_a_saved_page_are_listed_but_no_documents() -> None:
    names = ["新闻.html", "新闻_files/a.js", "新闻_files/a.css", "新闻_files/b.js.download", "新闻_files/照片.jpg", "脚本/a.js"]
    found, children = read(tarred(*((name.encode(), b"1") for name in names)))
    assert list(children) == ["新闻.html", "脚本/a.js"]
    assert [saved.place for saved in found.children[0].saved] == ["新闻_files/照片.jpg"]
    assert found.text.split("\n") == names


def test_links_and_devices_in_a_tar_are_named_and_not_followed() -> None:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("../../a.txt"), io.BytesIO())
    found, children = read(sink.getvalue())
    assert list(children) == ["%2E%2E/%2E%2E/a.txt"]
    unsafe = Reason.UNSAFE_PATH
    assert [note.code for note in found.notes] == [unsafe, unsafe, unsafe, Reason.NOT_REGULAR_FILE]


def test_a_tar_cut_short_gives_what_stood_before() -> None:
    data = tarred((b"a.txt", b"a" * 2000), (b"b.txt", b"b" * 2000))
    found, children = read(data[: data.index(b"bbbb") + 700])
    assert children == {"a.txt": b"a" * 2000, "b.txt": b"b" * 700}
    assert Reason.TRUNCATED in [note.code for note in found.notes]


def test_a_packed_bomb_is_not_unpacked() -> None:
    assert refusal(gzip.compress(bytes(40_000_000))) is Reason.LIMIT_RATIO
    assert refusal(sevenzipped(("bomb.txt", bytes(40_000_000)))) is Reason.LIMIT_RATIO


def test_limits_on_members_and_bytes_leave_what_came_before() -> None:
    members = [(f"{number}.txt".encode(), os.urandom(100)) for number in range(9)]
    seven = sevenzipped(*((name.decode(), content) for name, content in members))
    for data in (tarred(*members), seven):
        assert len(read(data, limits=Limits(entries=4))[1]) == 4
        assert Reason.LIMIT_ENTRIES in codes(data, Limits(entries=4))
        assert len(read(data, limits=Limits(unpacked=350))[1]) == 3


@pytest.mark.parametrize("pack_header", [False, True])
@pytest.mark.parametrize("method", [b"\x21", b"\x00"])
def test_a_7z_gives_its_members(method: bytes, pack_header: bool) -> None:
    members = [("附件/证明.txt", CLAIM), ("b.bin", os.urandom(3000)), ("𠮷.txt", b"3")]
    data = sevenzipped(*members, method=method, pack_header=pack_header, empty="空白.txt")
    assert recognise(data) is sevenzip.FORMAT
    assert read(data)[1] == {**dict(members), "空白.txt": b""}


def test_a_7z_with_a_password_says_so() -> None:
    assert refusal(sevenzipped(("a.txt", CLAIM), method=AES)) is Reason.ENCRYPTED


def test_a_link_in_a_7z_is_not_followed() -> None:
    assert refusal(sevenzipped(("a", b"/etc/passwd"), link=True)) is Reason.UNSAFE_PATH


def test_a_method_that_nobody_knows_is_named() -> None:
    assert refusal(sevenzipped(("a.txt", CLAIM), method=bytes.fromhex("04f71101"))) is Reason.UNSUPPORTED_TYPE


def test_a_method_only_the_library_knows_names_the_library_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libarchive, "library", lambda: None)
    assert refusal(sevenzipped(("a.txt", CLAIM), method=bytes.fromhex("030401"))) is Reason.MISSING_TOOL
    with pytest.raises(DocumentError, match="libarchive"):
        read(rarred(("a.txt", CLAIM)))
    assert refusal(rarred(("a.txt", CLAIM))) is Reason.MISSING_TOOL


def test_damage_in_a_solid_7z_costs_what_comes_after_it() -> None:
    whole = sevenzipped(("a.txt", b"a" * 500), ("b.txt", b"b" * 500), ("c.txt", b"c" * 500), method=b"\x00")
    data = bytearray(whole)
    data[data.index(b"bbbb")] = 0
    found, children = read(bytes(data))
    assert list(children) == ["a.txt", "b.txt", "c.txt"]
    assert [(note.code, note.where) for note in found.notes] == [(Reason.DAMAGED, "b.txt")]
    assert refusal(whole[:-20]) is Reason.TRUNCATED


@needs_library
def test_a_rar_gives_its_members() -> None:
    data = rarred(("附件/证明.txt", CLAIM), ("b.txt", b"22"))
    assert recognise(data) is rar.FORMAT
    assert read(data)[1] == {"附件/证明.txt": CLAIM, "b.txt": b"22"}


@needs_library
def test_a_rar_that_is_locked_or_one_of_several_volumes_says_so() -> None:
    assert refusal(rarred(("a.txt", CLAIM), encrypted=True)) is Reason.ENCRYPTED
    assert codes(rarred(("a.txt", CLAIM), volume=True)) == [Reason.TRUNCATED]


WHOLE = (
    tarred(("工作.txt".encode("gbk"), b"a" * 90), (b"b.txt", b"b" * 90)),
    gzip.compress(tarred((b"a.txt", b"a" * 90)), mtime=0),
    lzma.compress(b"a" * 900),
    sevenzipped(("a.txt", b"a" * 90), ("b.txt", b"b" * 90), empty="c.txt"),
    sevenzipped(("a.txt", b"a" * 90), pack_header=True),
)


@settings(deadline=None)
@given(st.sampled_from(WHOLE), st.floats(0, 1), st.binary(max_size=4), st.floats(0, 1))
def test_no_damage_raises_anything_but_our_own_error(whole: bytes, at: float, patch: bytes, kept: float) -> None:
    position = int(at * len(whole))
    data = whole[:position] + patch + whole[position + len(patch) :]
    for reader in (tar, compressed, sevenzip):
        with contextlib.suppress(DocumentError):
            reader.extract(data[: int(len(data) * (0.5 + kept / 2))], Context(keep=Kept()))
