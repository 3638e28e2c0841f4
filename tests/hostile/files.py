"""Files made to do harm, or merely broken as files in the world are: written by code, none of them kept.

``python -m tests.hostile.files FOLDER`` writes them all. Each says in which states it may end and, where one reason is the
right one, which; `tests/faults/test_hostile.py` reads each in a worker.
"""

import gzip
import io
import lzma
import os
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CANARY = "http://canary.invalid/"
"""An address that nothing may ever call; workers have no network, and a test watches for the attempt."""

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="{part}"/></Relationships>'
)
WORKBOOK_TYPES = CONTENT_TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet").encode()
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ANY = frozenset({"ok", "partial", "refused", "failed"})
READ = frozenset({"ok", "partial"})
NOT_READ = frozenset({"refused", "failed"})


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: how it is made, and how it may end."""

    name: str
    make: Callable[[], bytes]
    states: frozenset[str] = ANY
    reasons: frozenset[str] = frozenset()
    """One of these is among its reasons; nothing is asked where this is empty."""


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def word(body: str, **parts: bytes) -> bytes:
    """A Word file with this body."""
    return word_xml(f"<w:document {WORD}><w:body>{body}</w:body></w:document>", **parts)


def word_xml(document: str, **parts: bytes) -> bytes:
    members = {
        "[Content_Types].xml": CONTENT_TYPES.format(part="word/document.xml", kind="wordprocessingml.document").encode(),
        "_rels/.rels": RELATIONS.format(part="word/document.xml").encode(),
        "word/document.xml": document.encode(),
    }
    return archive(members | {name.replace("__", "/"): data for name, data in parts.items()})


def sheet(rows: str, dimension: str = "A1:B2") -> bytes:
    """A workbook with one sheet of these rows."""
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        ' Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/1.xml"/>'
        "</Relationships>"
    )
    workbook = (
        f'<workbook {SHEET} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="清单" sheetId="1" r:id="s1"/></sheets></workbook>'
    )
    content_types = CONTENT_TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    part = f'<Override PartName="/xl/worksheets/1.xml" ContentType="{kind}"/>'
    return archive(
        {
            "[Content_Types].xml": content_types.replace("</Types>", f"{part}</Types>").encode(),
            "_rels/.rels": RELATIONS.format(part="xl/workbook.xml").encode(),
            "xl/workbook.xml": workbook.encode(),
            "xl/_rels/workbook.xml.rels": relations.encode(),
            "xl/worksheets/1.xml": (
                f'<worksheet {SHEET}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'.encode()
            ),
        }
    )


def pdf(*objects: bytes, tail: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first its catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, start)
    return bytes(out)


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


def paged(content: bytes, page: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page with this content stream object; `more` are further objects from 6 on."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
        % page,
        content,
        font,
        *more,
    )


ENTITY_BODY = f"<w:document {WORD}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"
NESTED = "<w:tbl><w:tr><w:tc>"
PARAGRAPH = "<w:p><w:r><w:t>工作室完成改进3项</w:t></w:r></w:p>"


def nested_mail(depth: int) -> bytes:
    """Parts in parts in parts."""
    out = mail("", 'Content-Type: multipart/mixed; boundary="b0"')
    for number in range(depth):
        out += f'--b{number}\r\nContent-Type: multipart/mixed; boundary="b{number + 1}"\r\n\r\n'.encode()
    return out + "完成3项".encode()


def nested_archives(depth: int) -> bytes:
    data = archive({"底.txt": "到底了".encode()})
    for number in range(depth):
        data = archive({f"{number}.zip": data})
    return data


def overlapping() -> bytes:
    """Many directory entries for one member's bytes (a "better zip bomb")."""
    data = archive({"a.txt": b"0" * 1_000_000})
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    entry = data[start:end]
    many = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(500))
    record = bytearray(data[end:])
    struct.pack_into("<HHLL", record, 8, 500, 500, len(many), start)
    return data[:start] + many + bytes(record)


def wrong_crc() -> bytes:
    data = bytearray(archive({"a.txt": "内容".encode() * 50}, zipfile.ZIP_STORED))
    data[40] ^= 0xFF
    return bytes(data)


def encrypted_member() -> bytes:
    data = bytearray(archive({"密.txt": b"secret" * 10}))
    struct.pack_into("<H", data, 6, struct.unpack_from("<H", data, 6)[0] | 1)
    start = data.rfind(b"PK\x01\x02")
    struct.pack_into("<H", data, start + 8, struct.unpack_from("<H", data, start + 8)[0] | 1)
    return bytes(data)


def raw_name(name: bytes) -> bytes:
    """An archive whose one member has these bytes as its name."""
    placeholder = b"N" * len(name)
    return archive({placeholder.decode(): "成果2项".encode()}).replace(placeholder, name)


def escaping() -> bytes:
    return archive({"../../escaped.txt": b"out", "/etc/escaped.txt": b"out", "C:\\escaped.txt": b"out", "ok.txt": "好".encode()})


def link_member() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def billion_laughs(root: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "laugh">{entities}]>{root}'


def external_entity(root: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "{CANARY}">]>{root}'


def page_loop() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")


def many_references() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    kids = b"3 0 R " * 300_000
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 300000 >>" % kids, page)


def deep_pages() -> bytes:
    depth = 3000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(depth)]
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>")


def calling_forms() -> bytes:
    """Forms that call each other, twice each."""
    count = 40
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (6 + (number + 1) % count),
        )
        for number in range(count)
    ]
    return paged(stream(b"/X Do"), b"/XObject << /X 6 0 R >>", *forms)


def doubly_deflated() -> bytes:
    data = zlib.compress(zlib.compress(b"BT /F 12 Tf (x) Tj ET " * 3_000_000, 9), 9)
    return paged(stream(data, b"/Filter [/FlateDecode /FlateDecode]"))


def long_pdf_line() -> bytes:
    return paged(stream(b"BT /F 12 Tf (" + b"a" * 5_000_000 + b") Tj ET"))


def encrypted_pdf() -> bytes:
    words = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O (%s) /U (%s) >>" % (b"o" * 32, b"u" * 32)
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", words, tail=b"/Encrypt 3 0 R /ID [(1) (1)]"
    )


def launching_pdf() -> bytes:
    """JavaScript, a program to launch, an address to call when it is opened."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL('%s')) >> /AA << /WC << /S /Launch"
        b" /F (/bin/sh) >> >> >>" % CANARY.encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
        b" /A << /S /URI /URI (%s) >> >>] >>" % CANARY.encode(),
    )


def huge_page() -> bytes:
    return paged(stream(b"BT /F 12 Tf (x) Tj ET")).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")


def endless_string() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n(" + b"(" * 1_000_000


def nested_arrays() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % (b"[" * 200_000 + b"]" * 200_000))


def ole_file() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + b"\xff" * 2048


def rich(body: bytes) -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg936 " + body + b"}"


def open_document(body: str, kind: str = "text") -> bytes:
    """An OpenDocument file with this body."""
    office, text, table = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "table"))
    root = f'xmlns:office="{office}" xmlns:text="{text}" xmlns:table="{table}"'
    content = f"<office:document-content {root}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": f"{content}</office:document-content>".encode(),
        },
        zipfile.ZIP_STORED,
    )


def fixed_layout(page: str) -> bytes:
    """An OFD file whose one page holds this."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="1.xml"/></ofd:Pages>'
    return archive(
        {
            "OFD.xml": f"<ofd:OFD {space}>{body}</ofd:OFD>".encode(),
            "Doc_0/Document.xml": f"<ofd:Document {space}>{pages}</ofd:Document>".encode(),
            "Doc_0/1.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>".encode(),
        }
    )


def seven(header: bytes, packed: bytes = b"") -> bytes:
    """A 7z archive with this header."""
    start = struct.pack("<QQL", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start + packed + header


def tar_block(name: bytes, size: bytes) -> bytes:
    head = bytearray(512)
    head[: len(name)], head[124 : 124 + len(size)] = name, size
    head[257:263], head[156] = b"ustar\0", ord("0")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def ole_sized(stream_size: int) -> bytes:
    """An old Office file whose sectors lead round in a circle and whose folder says a size that is not there."""
    sector = struct.pack("<128L", 0xFFFFFFFD, 1, *[1] * 126)
    entry = "WordDocument".encode("utf-16-le").ljust(64, b"\0") + struct.pack(
        "<HBBLLL", 26, 2, 1, 2**32 - 1, 2**32 - 1, 2**32 - 1
    )
    entry += bytes(36) + struct.pack("<LQ", 1, stream_size)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<L", 0) + b"\xff" * 432
    return head + sector + entry.ljust(512, b"\0") + bytes(512)


def mail(body: str, *headers: str) -> bytes:
    return "\r\n".join(("From: a@example.com", "To: b@example.com", *headers, "", body)).encode()


FILES: tuple[Hostile, ...] = (
    Hostile("empty.txt", bytes, NOT_READ, frozenset({"EMPTY"})),
    Hostile("blanks.txt", lambda: b" \n\t\r\n" * 1000, NOT_READ, frozenset({"NO_TEXT"})),
    Hostile("nul.txt", lambda: b"\x00" * 100_000),
    Hostile("one-byte.txt", lambda: b"\xff"),
    Hostile("random.bin", lambda: zlib.compress(bytes(range(256)) * 400)),
    Hostile("control.txt", "成果\x1b[2J\x0712项\x00".encode, READ),
    Hostile("surrogates.txt", lambda: b"\xed\xa0\x80" * 500 + "完成3项".encode()),
    Hostile("bidi.txt", ("\u202e\u200b" * 5000 + "完成改进3项").encode, READ),
    Hostile("long-line.txt", lambda: "改进".encode() * 100_000, READ),
    Hostile("blank-runs.txt", ("完成" + " " * 300_000 + "3项\n").encode, READ),
    Hostile("many-lines.txt", lambda: "完成3项\n".encode() * 15_000, READ),
    Hostile("digits.txt", ("获得" + "9" * 300_000 + "项专利").encode, READ),
    Hostile("chinese-digits.txt", ("获得" + "万亿" * 50_000 + "项专利").encode, READ),
    Hostile("brackets.txt", ("（" * 50_000 + "完成3项" + "）" * 50_000).encode, READ),
    Hostile("full-stops.txt", ("“。" * 100_000 + "完成3项").encode, READ),
    Hostile("entities.txt", lambda: b"&amp;" * 100_000 + "完成3项".encode(), READ),
    Hostile("utf16-cut.txt", lambda: "完成改进3项".encode("utf-16")[:-1], READ),
    Hostile("utf32.txt", lambda: "完成改进3项".encode("utf-32"), READ),
    Hostile("wide.csv", lambda: b"," * 400_000 + b"\n" + "完成3项".encode()),
    Hostile("quotes.csv", lambda: b'"' * 200_001),
    Hostile("is-a-program.docx", lambda: b"\x7fELF" + b"\x00" * 4096, NOT_READ, frozenset({"UNSUPPORTED_TYPE"})),
    Hostile("is-a-page.pdf", "<html><body><p>工作室完成改进3项，获奖2项。</p></body></html>".encode, READ),
    Hostile("deep.html", lambda: b"<html><body>" + b"<div>" * 100_000 + "完成3项".encode()),
    Hostile("attributes.html", lambda: b"<p " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + ">完成3项</p>".encode()),
    Hostile("unclosed.html", lambda: b"<html><body><p>" + b"<b><i>" * 20_000 + "完成3项".encode()),
    Hostile("comment.html", lambda: "<html><body><p>完成3项</p><!--".encode() + b"-" * 1_000_000),
    Hostile("script.html", f'<script src="{CANARY}"></script><img src="{CANARY}"><p>工作室完成改进3项。</p>'.encode, READ),
    Hostile("base.html", f'<base href="{CANARY}"><link rel="stylesheet" href="x.css"><p>完成改进3项。</p>'.encode, READ),
    Hostile("charset-lies.html", lambda: '<meta charset="utf-8"><p>工作室完成工艺改进三项</p>'.encode("gbk"), READ),
    Hostile("charset-unknown.html", lambda: '<meta charset="x-none"><p>工作室完成工艺改进三项</p>'.encode("gbk"), READ),
    Hostile("tables.html", lambda: b"<table><tr><td>" * 5_000 + "完成3项".encode()),
    Hostile("spans.html", '<table><tr><td colspan="2000000000" rowspan="2000000000">完成3项</td></tr></table>'.encode),
    Hostile("entity.html", lambda: billion_laughs("<html><body><p>&l9;完成3项</p></body></html>").encode()),
    Hostile("truncated.docx", lambda: word(PARAGRAPH * 500)[:-700]),
    Hostile("half.docx", lambda: word(PARAGRAPH * 500)[:400], NOT_READ),
    Hostile("no-document.docx", lambda: archive({"[Content_Types].xml": b"<Types/>"}), NOT_READ),
    Hostile("other-root.docx", lambda: word_xml("<html>not Word</html>"), NOT_READ),
    Hostile("bad-xml.docx", lambda: word_xml(f"<w:document {WORD}><w:body>{PARAGRAPH}<w:p>")),
    Hostile("laughs.docx", lambda: word_xml(billion_laughs(ENTITY_BODY.format("&l9;")))),
    Hostile("entity.docx", lambda: word_xml(external_entity(ENTITY_BODY.format("&e;&h;")))),
    Hostile("deep.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 5_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 5_000)),
    Hostile(
        "grid-span.docx",
        lambda: word(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'),
        READ,
    ),
    Hostile("runs.docx", lambda: word("<w:p>" + "<w:r><w:t>改</w:t></w:r>" * 100_000 + "</w:p>"), READ),
    Hostile("bomb.docx", lambda: word("<w:p/>" + " " * 300_000_000), NOT_READ),
    Hostile("linked.docx", lambda: word(PARAGRAPH, word___rels__document_xml=b""), READ),
    Hostile("tables-300.docx", lambda: word(NESTED * 300 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 300), READ),
    Hostile("parts.docx", lambda: word(PARAGRAPH, **{f"word__media__{n}.bin": b"x" for n in range(60_000)}), READ),
    Hostile("declares.docx", lambda: word_xml(f"<!DOCTYPE w:document>{ENTITY_BODY.format('完成3项')}"), NOT_READ),
    Hostile("open-groups.rtf", lambda: rich(b"{" * 300_000)),
    Hostile("bytes-to-come.rtf", lambda: rich(b"\\u23436?\\u25104?3 \\bin2000000000 x"), READ),
    Hostile("endless-picture.rtf", lambda: rich("完成3项".encode("gbk") + b"{\\pict\\pngblip " + b"89504e47" * 200_000)),
    Hostile("far-columns.rtf", lambda: rich(b"\\trowd\\cellx1\\cellx2147483647 " + b"\\intbl a\\cell" * 5_000 + b"\\row"), READ),
    Hostile("odd-numbers.rtf", lambda: rich(b"\\u-99999999999? \\fs-1 \\itap2000000000 \\ilvl99 \\'zz 3\\par"), READ),
    Hostile("deep.odt", lambda: open_document("<text:section>" * 20_000 + "<text:p>完成3项</text:p>")),
    Hostile("blanks.odt", lambda: open_document('<text:p>完成<text:s text:c="2000000000"/>3项</text:p>'), READ),
    Hostile(
        "repeated.ods",
        lambda: open_document(
            '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell'
            ' table:number-columns-repeated="1000"><text:p>3</text:p></table:table-cell></table:table-row></table:table>',
            "spreadsheet",
        ),
        ANY,
        frozenset({"LIMIT_CELLS"}),
    ),
    Hostile(
        "laughs.odt",
        lambda: open_document("").replace(b"<office:document-content", b"<!DOCTYPE x><office:document-content"),
        NOT_READ,
    ),
    Hostile(
        "names-itself.ofd", lambda: fixed_layout('<ofd:CompositeObject ID="1" ResourceID="1" Boundary="0 0 9 9"/>'), NOT_READ
    ),
    Hostile(
        "steps.ofd",
        lambda: fixed_layout(
            '<ofd:TextObject ID="1" Boundary="0 0 1e300 nan" Size="1e99"><ofd:TextCode X="0" Y="inf"'
            ' DeltaX="g 2000000000 1e308">完成3项</ofd:TextCode></ofd:TextObject>'
        ),
    ),
    Hostile("deep.ofd", lambda: fixed_layout("<ofd:PageBlock>" * 200 + "</ofd:PageBlock>" * 200), NOT_READ),
    Hostile("circle.doc", lambda: ole_sized(2**62), NOT_READ),
    Hostile("circle.ppt", lambda: ole_sized(4096), NOT_READ),
    Hostile("circle.xls", lambda: ole_sized(0), NOT_READ),
    Hostile("circle.msg", lambda: ole_sized(2**31), NOT_READ),
    Hostile("parts-in-parts.eml", lambda: nested_mail(3_000)),
    Hostile("long-header.eml", lambda: mail("完成3项", "Subject: " + "=?utf-8?B?5a6M5oiQ?= " * 50_000), READ),
    Hostile(
        "no-charset.eml", lambda: mail("完成3项", 'Content-Type: text/plain; charset="x-none"', "Date: 99 Foo 99999999"), READ
    ),
    Hostile("boundary.eml", lambda: mail("--", 'Content-Type: multipart/mixed; boundary=""')),
    Hostile("many.mbox", lambda: b"From a@b Thu Jan  1 00:00:00 2020\nSubject: x\n\n3\n\n" * 40),
    Hostile("header.7z", lambda: seven(b"\x01\x04\x06\x00\xff" + b"\xff" * 40), NOT_READ),
    Hostile("many-files.7z", lambda: seven(b"\x01\x05\xf0\xff\xff\xff\x7f\x00"), NOT_READ),
    Hostile("size.tar", lambda: tar_block(b"a.txt", b"77777777777") + b"x" * 512),
    Hostile("base-256.tar", lambda: tar_block(b"a.txt", b"\xff" * 12) + b"x" * 512),
    Hostile("long-names.tar", lambda: tar_block(b"././@LongLink", b"77777777777") + b"x" * 512),
    Hostile("bomb.gz", lambda: gzip.compress(b"0" * 300_000_000, 9), ANY, frozenset({"LIMIT_RATIO"})),
    Hostile("cut.xz", lambda: lzma.compress("完成3项".encode() * 1000)[:-20]),
    Hostile("head-alone.rar", lambda: b"Rar!\x1a\x07\x01\x00" + b"\xff" * 200, NOT_READ),
    Hostile(
        "far-cell.xlsx",
        lambda: sheet('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>完成3项</t></is></c></row>', "A1:XFD1048576"),
    ),
    Hostile(
        "dimension-lies.xlsx",
        lambda: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>完成3项</t></is></c></row>', "A1:XFD1048576"),
        READ,
    ),
    Hostile("cells.xlsx", lambda: sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_000)))),
    Hostile("bad-cell.xlsx", lambda: sheet('<row r="x"><c r="??"><v>1e999999</v></c><c r="A0"><v>nan</v></c></row>')),
    Hostile("no-sheet.xlsx", lambda: archive({"[Content_Types].xml": WORKBOOK_TYPES}), NOT_READ),
    Hostile(
        "laughs.xlsx",
        lambda: archive(
            {"[Content_Types].xml": WORKBOOK_TYPES, "xl/workbook.xml": billion_laughs("<workbook>&l9;</workbook>").encode()}
        ),
        NOT_READ,
    ),
    Hostile("loop.pdf", page_loop, NOT_READ),
    Hostile("references.pdf", many_references),
    Hostile("deep.pdf", deep_pages),
    Hostile("forms.pdf", calling_forms),
    Hostile("doubly-deflated.pdf", doubly_deflated),
    Hostile("long-line.pdf", long_pdf_line),
    Hostile("encrypted.pdf", encrypted_pdf, NOT_READ),
    Hostile("launch.pdf", launching_pdf),
    Hostile("huge-page.pdf", huge_page),
    Hostile("header-only.pdf", lambda: b"%PDF-1.7\n", NOT_READ),
    Hostile("endless-string.pdf", endless_string, NOT_READ),
    Hostile("nested-arrays.pdf", nested_arrays),
    Hostile("no-pages.pdf", lambda: pdf(b"<< /Type /Catalog >>"), NOT_READ),
    Hostile("old.doc", ole_file, NOT_READ),
    Hostile("empty.zip", lambda: archive({}), NOT_READ, frozenset({"EMPTY"})),
    Hostile("cut.zip", lambda: archive({"a.txt": b"x" * 5000, "b.txt": os.urandom(5000)})[:-3000]),
    Hostile("bomb.zip", lambda: archive({"a.txt": b"0" * 300_000_000}), ANY, frozenset({"LIMIT_RATIO"})),
    Hostile("overlap.zip", overlapping, NOT_READ, frozenset({"LIMIT_RATIO"})),
    Hostile("nested.zip", lambda: nested_archives(12)),
    Hostile("entries.zip", lambda: archive({f"{n}.txt": b"" for n in range(10_500)}), ANY, frozenset({"LIMIT_ENTRIES"})),
    Hostile("wrong-crc.zip", wrong_crc, ANY, frozenset({"DAMAGED"})),
    Hostile("encrypted.zip", encrypted_member, ANY, frozenset({"ENCRYPTED"})),
    Hostile("escape.zip", escaping, ANY, frozenset({"UNSAFE_PATH"})),
    Hostile("link.zip", link_member, ANY, frozenset({"UNSAFE_PATH"})),
    Hostile("gbk-name.zip", lambda: raw_name("证明材料一二三.txt".encode("gbk")), READ),
    Hostile("big5-name.zip", lambda: raw_name("功績證明許蓋.txt".encode("big5")), READ),
    Hostile("newline-name.zip", lambda: raw_name(b"a\nb\x1b[31mc.txt"), READ),
    Hostile("same-name.zip", lambda: raw_name(b"same.txt") + b"", READ),
    Hostile("names-itself.zip", lambda: archive({"names-itself.zip": archive({"names-itself.zip": b"PK\x03\x04"})})),
)


def things(folder: Path) -> Iterator[Path]:
    """What is no regular file, or none that can be read as it is: a pipe, a socket, links, a folder, a sparse file of 2 GB."""
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "pipe.txt")
    yield folder / "pipe.txt"
    listener = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket is at most 107 bytes
    try:
        listener.bind("socket.txt")
    finally:
        os.chdir(here)
        listener.close()
    yield folder / "socket.txt"
    (folder / "out.txt").symlink_to("/etc/passwd")
    yield folder / "out.txt"
    (folder / "nowhere.txt").symlink_to("not there")
    yield folder / "nowhere.txt"
    (folder / "round").symlink_to(".")
    yield folder / "round"
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(2_000_000_000)
    yield folder / "sparse.txt"


def write_all(folder: Path) -> None:
    """Every file above, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for hostile in FILES:
        (folder / hostile.name).write_bytes(hostile.make())
    list(things(folder))


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
