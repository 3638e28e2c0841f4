"""Bad files, each made by a few lines of code, with the reasons that may be given for it."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from corpus.samples.archive import packed
from corpus.samples.build import packets
from corpus.samples.report import report
from corpus.samples.word import form
from corpus.samples.workbook import workbook

PAGE = "# 总结\n\n工作室获得专利3项。\n\n" + "\n\n".join(f"第{number}段，记录一次技术交流的经过与体会。" for number in range(90))
TABLE = {"title": "申报表", "part": [{"table": [["名称", "宋远航创新工作室"], ["专利", "3项"]]}]}


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad file: its name, how it is made, and the reasons one of which must be given."""

    name: str
    make: Callable[[], bytes]
    reasons: frozenset[str]
    states: frozenset[str] = frozenset({"refused", "failed"})


def bad_files() -> tuple[Bad, ...]:
    return (
        _bad("空.docx", bytes, "EMPTY"),
        _bad("只有空白.txt", _blanks, "NO_TEXT"),
        _bad("加密.pdf", _encrypted_pdf, "ENCRYPTED"),
        _bad("传了一半.pdf", _half_pdf, "DAMAGED", "TRUNCATED", states={"failed", "partial"}),
        _bad("只有头.pdf", _pdf_head, "DAMAGED", "TRUNCATED"),
        _bad("传了一半.docx", _half_docx, "DAMAGED", "TRUNCATED", states={"failed", "partial"}),
        _bad("改坏的.docx", _docx_with_broken_xml, "DAMAGED", "TRUNCATED", states={"failed", "partial"}),
        _bad("没有正文的.docx", _docx_without_document, "DAMAGED", "UNSUPPORTED_TYPE", "NO_TEXT"),
        _bad("半个表.xlsx", _half_xlsx, "DAMAGED", "TRUNCATED", states={"failed", "partial"}),
        _bad("炸弹.zip", _zip_bomb, "LIMIT_RATIO"),
        _bad("空压缩包.zip", _zip_without_members, "EMPTY"),
        _bad("随机.bin", _noise, "UNSUPPORTED_TYPE"),
        _bad("扫描件.pdf", _scan, "NO_TEXT"),
        _bad("旧文档.doc", _old_word, "UNSUPPORTED_TYPE"),
    )


def good_text() -> bytes:
    """A file beside them that nothing is wrong with."""
    return "宋远航创新工作室近三年获得授权专利3项。\n".encode()


def _bad(name: str, make: Callable[[], bytes], *reasons: str, states: set[str] | None = None) -> Bad:
    return Bad(name, make, frozenset(reasons), frozenset(states or {"refused", "failed"}))


def _blanks() -> bytes:
    return b" \r\n\t\r\n" * 20


def _encrypted_pdf() -> bytes:
    return report(PAGE, script="hans", head="总结", password="secret")


def _half_pdf() -> bytes:
    data = report(PAGE, script="hans", head="总结")
    return data[: len(data) // 2]


def _pdf_head() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog"


def _half_docx() -> bytes:
    data = form(TABLE)
    return data[: len(data) // 2]


def _docx_with_broken_xml() -> bytes:
    """The package is whole; its main part ends in the middle of a tag."""
    with zipfile.ZipFile(BytesIO(form(TABLE))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"][:-60]
    return packed(members.items())


def _docx_without_document() -> bytes:
    with zipfile.ZipFile(BytesIO(form(TABLE))) as archive:
        return packed((name, archive.read(name)) for name in archive.namelist() if name != "word/document.xml")


def _half_xlsx() -> bytes:
    data = workbook([("专利", "名称\t类型\n夹具\t发明\n")])
    return data[: len(data) // 2]


def _zip_bomb() -> bytes:
    """Sixteen MiB of nothing in sixteen KiB."""
    return packed([("很多零.txt", bytes(16 * 1024**2))])


def _zip_without_members() -> bytes:
    return packed([])


def _noise() -> bytes:
    """Bytes of no format: a fixed sequence that looks random."""
    return bytes((number * number * 7 + number // 3) % 251 for number in range(5_000))


def _scan() -> bytes:
    return next(data for path, data in packets() if "扫描全能王" in path)


def _old_word() -> bytes:
    return next(data for path, data in packets() if path.endswith(".doc"))
