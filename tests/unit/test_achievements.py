"""The stage: sentences of a document in, achievements and helpers with spans of the base text out."""

import time
from dataclasses import replace

import pytest

from classifiers import achievements
from pipeline.document import Document, Line, Sentence
from pipeline.process import from_texts
from pipeline.view import Edit, Span

STEP = achievements.build()


def tagged(*texts: str, title: str = "", subject: str = "") -> Document:
    """A document of one sentence a text."""
    document, spans = from_texts(texts, title=title, subject=subject)
    lines = tuple(Line(span, "body") for span in spans)
    return STEP(replace(document, lines=lines, sentences=tuple(Sentence(span, number) for number, span in enumerate(spans))))


def test_spans_are_of_the_base_text() -> None:
    document = tagged("团队合影。", "取得授权专利三十余项。")
    (found,) = document.achievements
    assert document.text[slice(*found.span)] == "取得授权专利三十余项"
    assert (found.quantity, found.unit, found.approx, found.status) == (30, "项", "over", "achieved")


def test_spans_lead_through_a_view_to_the_source() -> None:
    document, (span,) = from_texts(["創(chuàng)新團隊獲專利5項。"])
    view = document.matched.edited([Edit(Span(1, 9), "", "gloss")])
    view = view.replaced("创新团队获专利5项。")
    document = STEP(replace(document, matched=view, lines=(Line(span, "body"),), sentences=(Sentence(span, 0),)))
    (found,) = document.achievements
    assert document.text[slice(*found.span)] == "獲專利5項"


def test_a_split_of_applied_and_granted_is_two_achievements() -> None:
    found = tagged("申请专利84项，其中已授权48项。").achievements
    assert [(claim.quantity, claim.status) for claim in found] == [(84, "applied"), (48, "achieved")]


def test_a_text_of_a_firm_without_a_studio_is_the_firms() -> None:
    found = tagged(
        "公司创建于1998年。", "公司坚持自主研发，通过三项体系认证。", "公司产品远销海外，获省科技进步二等奖。"
    ).achievements
    assert {one.scope for one in found} == {"employer"}


def test_what_she_did_is_the_leaders_wherever_she_is_named() -> None:
    found = tagged("工作室里，按照她总结的“三看一听”巡检法，漏检率由3%降到0.5%。").achievements
    assert {one.scope for one in found} == {"leader"}


def test_things_told_before_are_not_counted_again() -> None:
    (found,) = tagged("这三项成果年创效300万元。").achievements
    assert found.quantity == 3_000_000


def test_what_is_planned_next_leaves_what_was_done() -> None:
    (found, *_) = tagged("交接时间由二十二分钟降到九分钟，拟扩大试点。").achievements
    assert (found.change_from, found.change_to, found.status) == (22, 9, "achieved")
    (found, *_) = tagged("节约成本300万元；倘若在全局推广，一年可节约一千万元。").achievements
    assert (found.quantity, found.status) == (3_000_000, "achieved")


def test_a_forecast_is_expected() -> None:
    (found,) = tagged("如在全省推广使用，可节省投资1.2亿元。").achievements
    assert (found.category, found.quantity, found.status) == ("economic_benefit", 120_000_000, "expected")


def test_a_list_shares_its_verb() -> None:
    found = tagged("培养高级技师3名、技师12名，签订师徒合同20对。").achievements
    assert [(claim.category, claim.quantity, claim.unit) for claim in found] == [
        ("talent_training", 3, "名"),
        ("talent_training", 12, "名"),
        ("talent_training", 20, "对"),
    ]


def test_the_make_up_of_the_team_is_a_helper() -> None:
    document = tagged("现有成员34人，其中高级职称9人。")
    assert document.achievements == ()
    assert {helper.label for helper in document.helpers} == {"studio_base"}


@pytest.mark.parametrize(
    "text",
    [
        "每年至少完成1项攻关课题。",
        "全市380个创新工作室累计革新千余项。",
        "假如你手里有十项专利，却没有一项用得上。",
        "会议强调，要加强科技创新，力争专利突破百项。",
    ],
)
def test_rules_totals_and_suppositions_claim_nothing(text: str) -> None:
    document = tagged(text)
    assert [found for found in document.achievements if found.scope != "region"] == []
    assert {helper.label for helper in document.helpers} == {"not_achievement"}


def test_a_claim_without_figure_or_name_is_kept_but_marked() -> None:
    (found,) = tagged("团队完成多项技术攻关。").achievements
    assert found.unquantified
    assert found.approx == "several"


@pytest.mark.parametrize(
    "text", ["一" * 4000, "获" * 4000, "研发的" * 1500, "由3到" * 1500, "“" * 4000, "公司" * 2000, "1人" * 2000]
)
def test_a_hostile_sentence_is_read_in_time(text: str) -> None:
    started = time.process_time()
    tagged(text)
    assert time.process_time() - started < 8


def test_a_paragraph_on_public_notice_governs_the_naming_it_goes_on_to_tell() -> None:
    notice = "近日，市总工会对拟命名的40家星级工作室进行公示。"
    naming = "其中，邵家港工匠创新工作室入选三星级创新工作室。"
    document, (span,) = from_texts([notice + naming])
    sentences = (Sentence(Span(0, len(notice)), 0), Sentence(Span(len(notice), span.end), 0))
    found = STEP(replace(document, lines=(Line(span, "body"),), sentences=sentences)).achievements
    assert [(claim.category, claim.status) for claim in found] == [("honor_title", "reviewed")]
    assert [claim.status for claim in tagged(naming).achievements] == ["achieved"]


def test_a_jurys_vote_for_one_item_of_a_list_does_not_reach_the_next() -> None:
    text = "先后全票通过中国钢结构金奖、通过节水示范工程中期验收、喜获“绿建三星”认证。"
    assert [(found.category, found.status) for found in tagged(text).achievements] == [
        ("award_result", "reviewed"),
        ("appraisal_cert", "interim"),
        ("appraisal_cert", "achieved"),
    ]


def test_figures_of_speech_and_steps_of_a_procedure_are_no_achievements() -> None:
    assert tagged("让工作室成为技术创新的“发动机”和创新创造的“孵化器”。").achievements == ()
    assert tagged("通过专家评审、实地考察、现场展示三个层面评定打分。").achievements == ()


def test_what_follows_examples_is_what_the_figure_counts() -> None:
    (found,) = tagged("完成“深基坑监测技术研究”“止水帷幕施工技术研究”等9个地下工程关键技术研究子课题的结题。").achievements
    assert (found.category, found.quantity, found.object) == ("tech_project", 9, "子课题")


def test_narrow_marks_between_words_part_clauses_as_wide_ones_do() -> None:
    wide = tagged("工作室创立以来，完成攻关6项，获专利2项；培训职工300人次。").achievements
    narrow = tagged("工作室创立以来,完成攻关6项,获专利2项;培训职工300人次。").achievements
    assert [(a.category, a.span) for a in wide] == [(b.category, b.span) for b in narrow]
