import re
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from lxml import html as parser

from classifiers.rows import ROW
from pipeline.document import Note, Window
from pipeline.dossier import dossier
from pipeline.errors import Flag, Reason
from pipeline.officer import run_report
from pipeline.packet import merge
from pipeline.record import DocumentRecord, LineRecord, PlaceRecord
from pipeline.render import html
from pipeline.view import Span
from tests.papers import paper, told

HOSTILE = '<script>alert(1)</script>"onload=x&amp;\u202e\u200b'


def made() -> list[DocumentRecord]:
    return [
        paper(
            f"申报表{HOSTILE}.docx",
            f"工作室名称\t米兰香工匠创新工作室\n累计获专利14项{HOSTILE}。\n近三年节约1.3亿元。",
            told("ip_right", f"获专利14项{HOSTILE}", quantity=14, unit="项", window=Window("cumulative")),
            told("economic_benefit", "节约1.3亿元", quantity=130_000_000, unit="元", window=Window("period", 2022, 2024)),
            kind="form",
            notes=(Note(Flag.HIDDEN_TEXT, HOSTILE, where=HOSTILE, count=3),),
        ),
        paper(
            "新聞.html",
            "米蘭香工匠創新工作室獲專利14項。",
            told("ip_right", "獲專利14項", quantity=14, unit="项"),
            kind="news",
            script="hant",
        ),
        paper(
            "清单.csv",
            "专利清单\n名称\t状态\n一种香料研磨盘\t授权",
            told("ip_right", "一种香料研磨盘\t授权", why=(ROW,)),
            kind="list",
        ),
        paper("scan.pdf", "", kind="other", notes=(Note(Reason.NO_TEXT, "no text layer"),)),
    ]


def page(script: str = "hans") -> str:
    documents = made()
    return html.page(merge(documents, packet_id="p", name=f"夹{HOSTILE}"), documents, script=script)


def parsed(text: str) -> Any:
    return parser.fromstring(text)


def test_every_anchor_resolves_and_none_is_given_twice() -> None:
    tree = parsed(page())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(ids)
    assert all(link.startswith("#") for link in tree.xpath("//a/@href"))
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(ids)


def test_every_claim_leads_to_its_files_and_every_file_to_its_claims() -> None:
    tree = parsed(page())
    for claim in tree.xpath("//article | //table[@class='rows']//tr[@id]"):
        for file in {link.removeprefix("#") for link in claim.xpath(".//a/@href") if link.startswith("#file-")}:
            assert f"#{claim.get('id')}" in tree.xpath(f"//tr[@id='{file}']//a/@href")


def test_nothing_in_the_page_runs_or_calls_out() -> None:
    tree = parsed(page())
    assert not tree.xpath("//script | //iframe | //object | //embed | //link | //img | //form | //base")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert not re.search(r"https?:|@import|url\(", page())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_hostile_names_and_text_are_shown_as_text_with_unseen_characters_as_signs() -> None:
    tree = parsed(page())
    assert "<script>alert(1)</script>" in tree.xpath("string(//h2[@id='files']/following::table[1])")
    assert "\u202e" not in page()
    assert "\u200b" not in page()
    assert "U+202E" in tree.xpath("//span[@class='sign']/text()")


def test_quotations_keep_their_script_while_labels_follow_the_readers() -> None:
    tree = parsed(page("hant"))
    assert tree.get("lang") == "zh-Hant"
    assert "知識產權" in tree.text_content()
    assert "獲專利14項" in tree.xpath("//span[@lang='zh-Hant']//mark//text()")
    assert "节约1.3亿元" in tree.xpath("//span[@lang='zh-Hans']//mark//text()")


def test_headings_go_down_one_step_at_a_time_and_tables_have_headers() -> None:
    tree = parsed(page())
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(
        table.xpath(".//th[@scope='col']") and table.xpath(".//th[@scope='row']")
        for table in tree.xpath("//table[not(@class='drawn')]")
    )


def test_a_file_that_was_not_read_is_told_in_plain_words_on_the_first_page() -> None:
    tree = parsed(page())
    assert "可能是扫描件" in tree.xpath("string(//section[@aria-labelledby='unread'])")


def test_the_index_lists_every_packet_with_its_outcome() -> None:
    documents = made()
    packet = merge(documents, packet_id="p", name=f"夹{HOSTILE}")
    tree = parsed(html.index([html.listed(packet, documents, href="p.html")]))
    assert tree.xpath("//tbody//a/@href") == ["p.html"]
    assert "未予读取 1" in tree.xpath("string(//tbody)")


def test_a_packet_without_documents_is_still_a_page() -> None:
    text = html.page(merge([], packet_id="p", name="空"), [])
    assert "没有找到成果" in text


def test_the_run_report_counts_files_reasons_and_flags_and_leads_to_the_dossiers() -> None:
    line = LineRecord(Span(0, 1), "body", (), (PlaceRecord(page=3),), ())
    documents = [msgspec.structs.replace(document, lines=(line,) * (number == 0)) for number, document in enumerate(made())]
    packet = merge(documents, packet_id="p", name=f"夹{HOSTILE}")
    report = run_report({"packet": packet.name}, [(2.5, "packet", "scan.pdf")], documents, [packet])
    text = html.run_report(report)
    tree = parsed(text)
    assert (report.files, report.pages, report.states["ok"], report.reasons["NO_TEXT"], report.flags["HIDDEN_TEXT"]) == (
        4,
        3,
        3,
        1,
        1,
    )
    assert "可能是扫描件" in tree.xpath("string(//section[@aria-labelledby='unread'])")
    assert tree.xpath("//svg//rect")
    assert "dossiers/p.html" in tree.xpath("//a/@href")
    assert not tree.xpath("//script | //*[@style] | //img")
    assert "\u202e" not in text


def test_words_in_a_table_are_drawn_in_their_cell_with_the_rows_beside() -> None:
    text = "年份\t成果\t数量\n2022\t专利\t3项\n2023\t获专利授权14项\t省级\n2024\t论文\t2篇\n2025\t标准\t1项"
    document = paper("表.docx", text, told("ip_right", "获专利授权14项", quantity=14, unit="项"), kind="form")
    tree = parsed(html.page(merge([document], packet_id="p", name="a"), [document]))
    drawn = tree.xpath("//table[@class='drawn']")[0]
    assert [row.xpath("string(td[1])").strip() for row in drawn.xpath(".//tr")] == ["2022", "2023", "2024"]
    assert drawn.xpath("string(.//mark)") == "获专利授权14项"


def test_a_packet_of_very_many_claims_and_files_is_a_page_of_some_megabytes_whose_links_all_resolve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, room in (("MOST_TOLD", 4), ("MOST_LISTED", 5), ("MOST_FILES", 6)):
        monkeypatch.setattr(f"pipeline.dossier.{name}", room)
    papers = [
        paper(
            f"{number}.docx",
            f"节约电费{number}万元。",
            told("economic_benefit", f"节约电费{number}万元", quantity=number, object="电费"),
        )
        for number in range(10, 40)
    ]
    made = html.page(merge(papers, packet_id="p", name="packet"), papers)
    ids = set(re.findall(r' id="([^"]+)"', made))
    assert set(re.findall(r'href="#([^"]+)"', made)) <= ids
    assert sum(name.startswith("claim-") and not name.endswith("-head") for name in ids) == 9
    assert sum(name.startswith("file-") for name in ids) == 6
    assert "另有21条成果未在此列出" in made
    assert "另有24份材料未在此列出" in made


def test_of_very_many_pieces_of_evidence_the_strongest_are_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.entries.MOST_PROOFS", 2)
    words = told("economic_benefit", "节约电费86万元", quantity=860000, unit="元", object="电费")
    papers = [paper(f"{number}.docx", "一年来节约电费86万元。", words) for number in range(5)]
    made = html.page(merge(papers, packet_id="p", name="packet"), papers)
    assert made.count('<p class="cite">') == 2
    assert "另有3处依据，见工作簿" in made


def test_what_a_contradiction_tells_of_a_claim_is_not_told_again_beside_it() -> None:
    granted = told("ip_right", "《滤筒反吹装置》专利已授权", status="achieved")
    applied = told("ip_right", "《滤筒反吹装置》专利申请中", status="applied")
    other = told("ip_right", "《快换夹具》专利申请中", status="applied")
    documents = [
        paper("a.docx", "《滤筒反吹装置》专利已授权。", granted),
        paper("b.docx", "《滤筒反吹装置》专利申请中。《快换夹具》专利申请中。", applied, other),
    ]
    read = dossier(merge(documents, packet_id="p", name="夹"), documents)
    assert [found.kind for found in read.contradictions] == ["申请与取得并存"]
    assert ["快换夹具" in entry.words for entry in read.doubtful] == [True]


@pytest.mark.parametrize("item", ["（一）", "2、", "三、", "1. ", ""])
def test_a_claim_is_listed_without_the_number_of_its_item(item: str) -> None:
    words = f"{item}取得授权专利3件"
    document = paper("a.docx", f"{words}。", told("ip_right", words, quantity=3, unit="件", object="专利"))
    (entry,) = dossier(merge([document], packet_id="p", name="夹"), [document]).strongest
    assert entry.words == "取得授权专利3件"
    assert entry.proofs[0].quote.words == words
