"""What makes a page of ours hard to use without eyes or a mouse, or runs or calls anything: the serious rules, without a browser.

`bench.axe` asks a browser for more.
"""

import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as parser

from classifiers.rows import ROW
from pipeline.document import Note
from pipeline.errors import Flag, Reason
from pipeline.merging.kin import kin
from pipeline.officer import run_report
from pipeline.packet import merge
from pipeline.packet_record import PacketRecord
from pipeline.pictures import Crop, Picture, Pictures
from pipeline.record import DocumentRecord
from pipeline.render import html
from tests.papers import paper, told

DOT = Picture("data:image/jpeg;base64,/9j/4AAQ", 600, 80)
NAMES = ("dossier", "dossier hant", "index", "report")
CONTRAST = 4.5
"""Of text of ordinary size to what it stands on (WCAG 2.2, 1.4.3)."""
GROUNDS = {"paper": "ink soft seal proved told news", "mark": "ink", "target": "ink soft seal proved told news"}
"""What is written on which ground, by names of the style table; `target` is where a link has led."""


def papers() -> list[DocumentRecord]:
    return [
        paper(
            "申报表.docx",
            "工作室名称\t秦半夏中药炮制创新工作室\n领衔人\t秦半夏\n团队人数\t9人\n近年获专利5项。\n节约药材费83万元。",
            told("ip_right", "获专利5项", quantity=5, unit="项", object="专利"),
            told("economic_benefit", "节约药材费83万元", quantity=830_000, unit="元", confidence=0.4),
            kind="form",
        ),
        paper(
            "總結.pdf",
            "工作室現有成員8人。\n獲專利6項。",
            told("ip_right", "獲專利6項", quantity=6, unit="项", object="专利"),
            script="hant",
        ),
        paper(
            "清单.csv",
            "名称\t类型\n一种切片机\t实用新型\n一种炒药锅\t发明",
            told("ip_right", "一种切片机\t实用新型", why=(ROW,)),
            told("ip_right", "一种炒药锅\t发明", why=(ROW,)),
            kind="list",
        ),
        paper("锁.pdf", "", kind="other", notes=(Note(Reason.ENCRYPTED, "asks for a password"),)),
        paper("乱.pdf", "字迹残缺。", notes=(Note(Flag.GARBLED_TEXT),)),
    ]


def packet() -> PacketRecord:
    return merge(papers(), packet_id="p", name="packet")


def pictures() -> Pictures:
    crop = Crop(page=1, href="p.pages/1-1.jpg", strip=DOT, small=DOT, why="")
    gone = Crop(page=2, href="", strip=None, small=None, why="VANISHED")
    anchors = [f"evidence-{claim.id}-{index + 1}" for claim in packet().claims for index in range(len(claim.evidence))]
    return Pictures(dict.fromkeys(anchors, (crop, gone)), {papers()[1].id: ((1, "p.pages/1-1.jpg"),)})


def page(name: str) -> str:
    documents, whole = papers(), packet()
    if name == "index":
        listed = html.listed(whole, documents, href="p.html")
        return html.index([listed, listed], alike=kin([whole, merge(documents, packet_id="q", name="again")]))
    if name == "report":
        return html.run_report(run_report({"packet": "packet"}, [(2.5, "packet", "总结.pdf")], documents, [whole]))
    return html.page(whole, documents, pictures=pictures(), script="hant" if name.endswith("hant") else "hans")


@pytest.fixture(params=NAMES)
def tree(request: pytest.FixtureRequest) -> Any:
    return parser.fromstring(page(request.param))


def test_a_page_names_itself_and_its_language_and_has_one_main_part(tree: Any) -> None:
    assert tree.get("lang") in ("zh-Hans", "zh-Hant")
    assert tree.xpath("string(//title)").strip()
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    assert set(tree.xpath("//@lang")) <= {"zh-Hans", "zh-Hant", "zh"}


def test_headings_are_in_order_and_none_is_empty(tree: Any) -> None:
    headings = list(tree.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    levels = [int(element.tag[1]) for element in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(element.text_content().strip() for element in headings)


def test_tables_have_heads_and_rows_as_wide_as_they(tree: Any) -> None:
    for table in tree.xpath("//table[not(@class='drawn')]"):
        assert table.xpath("./thead/tr/th[@scope='col']")
        assert all(head.text_content().strip() for head in table.xpath("./thead//th"))
        assert table.xpath("./tbody/tr/th[@scope='row']")
        widths = {len(row.xpath("./td | ./th")) for row in table.xpath("./thead/tr | ./tbody/tr")}
        assert len(widths) == 1


def test_pictures_say_what_they_are_and_links_lead_somewhere_and_say_where(tree: Any) -> None:
    assert all(image.get("alt", "").strip() for image in tree.xpath("//img"))
    assert all(drawing.get("aria-labelledby") for drawing in tree.xpath("//*[local-name()='svg'][@role='img']"))
    for link in tree.xpath("//a"):
        assert link.get("href")
        assert link.text_content().strip() or link.xpath(".//img[@alt]")


def test_every_label_and_anchor_resolves_and_no_name_is_given_twice(tree: Any) -> None:
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(names)
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(names)
    assert all(section.get("aria-labelledby") for section in tree.xpath("//section | //article"))


def test_nothing_runs_or_calls_out_and_only_pictures_that_are_within_are_shown(tree: Any) -> None:
    assert not tree.xpath("//script | //iframe | //object | //embed | //form | //base | //link | //audio | //video")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert all(source.startswith("data:image/jpeg;base64,") for source in tree.xpath("//@src"))
    addresses = [link for link in tree.xpath("//@href") if ":" in link.partition("/")[0] or link.startswith("//")]
    assert not addresses
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_lists_hold_items_and_the_order_of_the_keyboard_is_that_of_the_page(tree: Any) -> None:
    assert all(item.tag == "li" for found in tree.xpath("//ul | //ol") for item in found)
    assert not tree.xpath("//@tabindex")
    links = tree.xpath("//body//a")
    assert not tree.xpath("//a[@class='skip']") or links[0].get("class") == "skip"


@pytest.mark.parametrize(("ground", "ink"), [(ground, ink) for ground, inks in GROUNDS.items() for ink in inks.split()])
def test_ink_stands_out_from_what_it_is_written_on(ground: str, ink: str) -> None:
    style = str(parser.fromstring(page("dossier")).xpath("string(//style)"))
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", style))
    (colours["target"],) = re.findall(r":target \{[^}]*background: (#\w+)", style)
    assert contrast(colours[ink], colours[ground]) >= CONTRAST


def test_the_sign_for_an_unseen_letter_stands_out() -> None:
    style = str(parser.fromstring(page("dossier")).xpath("string(//style)"))
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", style))
    ((ink, ground),) = re.findall(r"\.sign \{[^}]*color: (#\w+); background: var\(--(\w+)\)", style)
    assert contrast(ink, colours[ground]) >= CONTRAST


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' brightness (WCAG 2.2, definition of contrast ratio)."""
    dark, bright = sorted((_brightness(one), _brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
