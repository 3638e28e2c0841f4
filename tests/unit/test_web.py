"""Saved pages: visible text in order, roles outside the article, tables, places, title and byline."""

import pytest
from lxml import etree

from extractors import web
from extractors.registry import Context
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason

SENTENCES = (
    "城北阀门厂的钳工工作室今年完成密封面研磨攻关三项，班组返修率由百分之六降到百分之一，厂里把做法写进了作业指导书。",
    "工作室负责人罗启明说，大家利用午休时间反复试验，先后换过七种磨料，最后用国产材料替代了进口膏剂，每年节约费用二十余万元。",
    "下一步，工作室将与职业学校签订协议，每学期接收十名学生跟岗实习，由四位技师结对指导。",
)
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
FRAME = (
    "<html><head><title>{title}_城北工人网</title></head><body>"
    '<div class="nav"><a href="/">首页</a><a href="/a">要闻</a><a href="/b">班组</a></div>'
    '<h1>{title}</h1><div class="info">来源：城北工人网　2021年03月09日 08:15　记者　罗敏</div>'
    '<div class="content">{body}</div>'
    '<div class="related"><h3>相关新闻</h3>'
    '<ul><li><a href="/1">焊工比武落幕</a></li><li><a href="/2">新设备进厂</a></li></ul></div>'
    '<div class="footer">版权所有 城北工人网 ICP备00000000号</div></body></html>'
)


def read(page: str | bytes) -> Extraction:
    return web.extract(page.encode("utf-8") if isinstance(page, str) else page, Context())


def framed(body: str = ARTICLE, title: str = "小磨料磨出大效益") -> str:
    return FRAME.format(title=title, body=body)


def texts(extraction: Extraction, *roles: str | None) -> list[str]:
    return [extraction.text[slice(*block.span)] for block in extraction.blocks if not roles or block.role in roles]


def test_the_article_is_left_without_a_role_and_all_else_has_one() -> None:
    extraction = read(framed())
    assert texts(extraction, None) == list(SENTENCES)
    assert all(block.why for block in extraction.blocks if block.role)


def test_nothing_is_dropped_from_the_text() -> None:
    text = read(framed()).text
    assert all(piece in text for piece in ("首页", "要闻", "相关新闻", "焊工比武落幕", "版权所有", *SENTENCES))


def test_title_and_byline_are_read_from_around_the_headline() -> None:
    extraction = read(framed())
    assert extraction.title == "小磨料磨出大效益"
    assert extraction.byline.publisher == "城北工人网"
    assert extraction.byline.authors == ("罗敏",)
    assert extraction.byline.published == "2021-03-09T08:15"


@pytest.mark.parametrize("charset", ["gb18030", "gbk", "utf-8", "utf-16"])
def test_the_charset_is_found_whatever_is_declared(charset: str) -> None:
    page = framed().replace("<head>", '<head><meta charset="big5">')
    assert texts(read(page.encode(charset)), None) == list(SENTENCES)


def test_inline_elements_join_and_breaks_part() -> None:
    extraction = read("<body><div>研磨<b>密封</b>面<br>第二<i>行</i></div>")
    assert extraction.text == "研磨密封面\n第二行"


def test_each_block_has_a_place_that_leads_back_to_its_element() -> None:
    page = framed()
    root = etree.fromstring(page, etree.HTMLParser())
    extraction = read(page)
    for anchor in extraction.anchors:
        element = root.find("." + (anchor.place.xpath or "").removeprefix("/html[1]"))
        assert element is not None
        assert extraction.text[slice(*anchor.span)] in "".join(map(str, element.itertext()))


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"', 'style="visibility: hidden"', "hidden", 'aria-hidden="true"', 'style="font-size:0px"',
        'style="position:absolute;left:-9999px"', 'style="color:#fff;background:#fff"', 'class="sly"', 'id="sly"',
    ],
)  # fmt: skip
def test_hidden_text_is_set_apart_and_flagged(hiding: str) -> None:
    page = framed(f"{ARTICLE}<p {hiding}>获国家级大奖九十九项</p><p>三<span {hiding}>百</span>项</p>")
    extraction = read(page.replace("<head>", "<head><style>.sly, #sly {display:none}</style>"))
    assert texts(extraction, "hidden") == ["获国家级大奖九十九项", "百"]
    assert "三项" in texts(extraction)
    assert any(note.code is Flag.HIDDEN_TEXT for note in extraction.notes)


def test_a_rule_for_print_hides_nothing() -> None:
    page = framed().replace("<head>", "<head><style>@media print {.content {display:none}}</style>")
    assert texts(read(page), None) == list(SENTENCES)


def test_an_article_that_only_a_script_shows_is_read_as_shown_and_flagged() -> None:
    extraction = read(framed(f'<div style="visibility:hidden; opacity:0">{ARTICLE}</div>'))
    assert texts(extraction, None) == list(SENTENCES)
    assert any(note.code is Flag.HIDDEN_TEXT for note in extraction.notes)


def test_a_data_table_is_rows_of_cells_and_a_layout_table_just_flows() -> None:
    rows = (("项目", "数量"), ("专利", "三项"), ("论文", ""))
    data = "<table>" + "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows) + "</table>"
    extraction = read(f"<table><tr><td>{ARTICLE}{data}</td></tr></table>")
    assert extraction.text.endswith("项目\t数量\n专利\t三项\n论文\t")
    (table,) = extraction.tables
    assert [[extraction.text[slice(*cell.span)] for cell in row] for row in table.rows] == [
        ["项目", "数量"],
        ["专利", "三项"],
        ["论文", ""],
    ]


def test_a_text_given_twice_is_a_duplicate_the_second_time() -> None:
    extraction = read(framed(f"<div>{ARTICLE}</div><div>{ARTICLE}</div>"))
    assert texts(extraction, None) == list(SENTENCES)
    assert texts(extraction, "duplicate") == list(SENTENCES)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000 + "研磨攻关三项" + "</div>" * 5_000 + "<p>尾段文字</p>",
        "<b>" * 5_000 + "研磨攻关三项<p>尾段文字",
        "<p " + " ".join(f"a{i}=1" for i in range(300_000)) + ">研磨攻关三项</p><p>尾段文字</p>",
        "<p>研磨攻关三项</p><p>尾段文字</p><p>" + "长" * 5_000_000,
        "<table><tr><td>" * 900 + "研磨攻关三项<p>尾段文字",
    ],
    ids=["deep blocks", "deep inline", "attributes", "one long line", "nested tables"],
)
def test_hostile_markup_is_read_all_the_same(page: str) -> None:
    text = read(page).text
    assert "研磨攻关三项" in text
    assert "尾段文字" in text


@pytest.mark.parametrize("end", ["</html>", "</BODY>\n</HTML>\n<!-- head -->", "</body></html><html><head></head><body>"])
def test_what_stands_after_the_end_of_a_page_is_read_as_browsers_do(end: str) -> None:
    page = framed().replace('<div class="content">', end + '<div class="content">')
    assert texts(read(page), None) == list(SENTENCES)
    assert "版权所有" in read(page).text


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read("<html><head><title>空</title></head><body><script>var a = '文字'</script></body></html>")
    assert caught.value.reason is Reason.NO_TEXT


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", True),
        (b"<?xml version='1.0'?>\n<!-- saved -->\n<html xmlns='x'>", True),
        ("<html>".encode("utf-16"), True),
        ("文字在前<div><p>一</p><p>二</p></div><table><tr><td>三</td></tr></table></body>".encode(), True),
        (b"<?xml version='1.0'?><w:document/>", False),
        ("标签 <div> 用于分块。".encode(), False),
        (b"%PDF-1.7", False),
    ],
)
def test_pages_are_recognised_by_content(data: bytes, expected: bool) -> None:
    assert web.recognise(data) is expected
