import contextlib
import struct
from email.message import EmailMessage
from email.mime.text import MIMEText

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import mail, mailbox
from extractors.detect import extract, recognise
from extractors.mailparts import text_of
from extractors.registry import Context
from pipeline.document import Byline, Extraction
from pipeline.errors import DocumentError, Reason
from tests.builders.archives import Kept

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)
LOGO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 80, 40) + bytes(40)


def read(data: bytes, name: str = "a.eml") -> tuple[Extraction, dict[str, bytes]]:
    kept = Kept()
    found = extract(data, Context(name=name, keep=kept))
    return found, {child.path: kept.contents[child.sha256] for child in found.children}


def message(text: str = "附件是申报材料。", html: str = "", **attached: bytes) -> EmailMessage:
    """A mail with a text, perhaps a page that says it again, and attachments of any kind."""
    made = EmailMessage()
    made["From"] = "张三 <zhang@example.com>"
    made["To"] = "评审办公室 <office@example.com>"
    made["Subject"] = "工作室申报材料（第二批）"
    made["Date"] = "Mon, 13 May 2024 09:30:00 +0800"
    made.set_content(text, charset="gb2312")
    if html:
        made.add_alternative(html, subtype="html")
    for name, content in attached.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{name}.docx")
    return made


def page(*parts: tuple[str, str, bytes]) -> bytes:
    """A page saved as one file, of (type, address, content)."""
    head = b'From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    body = b""
    for kind, address, content in parts:
        body += f"--B\r\nContent-Type: {kind}\r\nContent-Location: {address}\r\n\r\n".encode() + content + b"\r\n"
    return head + body + b"--B--\r\n"


def test_a_mail_gives_its_headers_its_text_and_its_attachments() -> None:
    found, children = read(message(工作总结=b"one", 名单=b"two").as_bytes())
    lines = found.text.rstrip().split("\n")
    assert lines[0] == found.title == "工作室申报材料（第二批）"
    assert lines[-1] == "附件是申报材料。"
    assert [block.role for block in found.blocks] == ["title", "byline", "byline", "byline", None]
    assert found.byline == Byline(authors=("张三",), published="2024-05-13T09:30:00")
    assert children == {"工作总结.docx": b"one", "名单.docx": b"two"}


def test_of_alternatives_the_page_is_read_and_its_tables_with_it() -> None:
    table = (
        "<html><body><p>名单如下。</p><table><tr><td>姓名</td><td>等级</td></tr><tr><td>李四</td><td>高级技师</td></tr></table>"
    )
    found, _ = read(message(text="见表。", html=table).as_bytes())
    assert "李四\t高级技师" in found.text
    assert "见表。" not in found.text
    assert [found.text[cell.span.start : cell.span.end] for cell in found.tables[0].rows[1]] == ["李四", "高级技师"]


def test_a_mail_in_a_mail_is_a_child() -> None:
    outer = message(text="转发")
    outer.add_attachment(message(text="原件"))
    _, children = read(outer.as_bytes())
    assert list(children) == ["工作室申报材料（第二批）.eml"]
    assert read(children["工作室申报材料（第二批）.eml"])[0].text.rstrip().endswith("原件")


def test_names_and_subjects_in_raw_bytes_are_read_by_their_letters() -> None:
    raw = (
        b"From: a@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\nSubject: "
        + "创新工作室年度总结报告".encode("gbk")
        + b'\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: application/pdf; name="'
        + b"=?GBK?B?1qTK6S5wZGY=?="
        + b'"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nMTIz\r\n--B--\r\n'
    )
    found, children = read(raw)
    assert found.title == "创新工作室年度总结报告"
    assert children == {"证书.pdf": b"123"}


def test_a_letter_cut_over_two_encoded_words_is_whole() -> None:
    assert text_of("=?utf-8?B?5Yqz5Yqo5qih?=\r\n =?utf-8?B?6IyD?=") == "劳动模范"
    whole = "=?gbk?B?" + "1tA=" + "?="
    assert text_of(whole) == "中"


def test_a_page_saved_as_one_file_is_read_as_a_page_with_its_large_pictures_as_children() -> None:
    html = "<html><head><title>新闻</title></head><body><h1>工作室揭牌</h1><p>五月三日，工作室在车间揭牌成立。</p></body></html>"
    data = page(
        ("text/html; charset=gbk", "http://example.com/a.html", html.encode("gbk")),
        ("text/css", "http://example.com/a.css", b"p { color: red }"),
        ("image/png", "http://example.com/scan.png?x=1", SCAN),
        ("image/png", "http://example.com/logo.png", LOGO),
    )
    found, children = read(data, "新闻.mht")
    assert "五月三日，工作室在车间揭牌成立。" in found.text
    assert "Saved by" not in found.text
    assert found.media_type == "multipart/related"
    assert list(children) == ["scan.png"]
    assert found.notes == ()


def test_a_page_that_lost_its_text_says_so_beside_its_files() -> None:
    found, children = read(page(("image/png", "http://example.com/scan.png", SCAN)), "新闻.mht")
    assert list(children) == ["scan.png"]
    assert [note.code for note in found.notes] == [Reason.NO_TEXT]


def test_a_mailbox_gives_its_mails_as_children() -> None:
    one = b"From zhang@example.com Mon May 13 09:30:00 2024\n"
    data = one + message(text="其一").as_bytes() + b"\n\n" + one + message(text="其二").as_bytes()
    assert recognise(data) is mailbox.FORMAT
    found, children = read(data, "a.mbox")
    assert found.text.split("\n") == ["1 工作室申报材料（第二批）.eml", "2 工作室申报材料（第二批）.eml"]
    assert [read(content)[0].text.strip()[-2:] for content in children.values()] == ["其一", "其二"]


def test_text_that_begins_like_a_letter_is_no_mail() -> None:
    for text in ("Subject: 申请\n\n正文", "时间: 五月\nFrom here on: text", "单位: 某厂\n日期: 2024\n"):
        assert recognise(text.encode()) is not mail.FORMAT


def test_a_program_that_says_it_is_a_page_stays_a_mail_when_it_was_sent() -> None:
    sent = MIMEText("<html><body><p>正文</p></body></html>", "html", "utf-8")
    sent["From"], sent["To"] = "a@example.com", "b@example.com"
    assert read(sent.as_bytes())[0].media_type == "message/rfc822"


@settings(deadline=None)
@given(st.integers(0, 2000), st.binary(max_size=6), st.floats(0.3, 1))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes, kept: float) -> None:
    whole = message(html="<p>甲</p>", 一=b"1").as_bytes()
    data = whole[:position] + patch + whole[position + len(patch) :]
    with contextlib.suppress(DocumentError):
        mail.extract(data[: int(len(data) * kept)], Context(keep=Kept()))
