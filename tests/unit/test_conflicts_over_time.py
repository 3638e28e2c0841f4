"""Figures of several years and papers: what cannot both be so is shown, what is of another year is not."""

import io
from typing import Any

import pytest
from docx import Document as Word

from pipeline.document import Window
from pipeline.packet import merge
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord
from pipeline.render import html, word
from tests.papers import paper, told


def merged(*documents: DocumentRecord) -> PacketRecord:
    return merge(documents, packet_id="p", name="packet")


def saved(path: str, text: str, *figures: tuple[int, Window]) -> DocumentRecord:
    found = [
        told("economic_benefit", f"节约备件费{figure}万元", quantity=figure * 10_000, unit="元", currency="CNY", window=window)
        for figure, window in figures
    ]
    return paper(path, text, *found)


def year(number: int) -> Window:
    return Window("year", number, number)


def kinds(*documents: DocumentRecord) -> list[str]:
    return [conflict.kind for conflict in merged(*documents).conflicts]


def by_year(*figures: int) -> DocumentRecord:
    text = "。".join(f"{2021 + index}年节约备件费{figure}万元" for index, figure in enumerate(figures))
    return saved("b.docx", f"{text}。", *((figure, year(2021 + index)) for index, figure in enumerate(figures)))


@pytest.mark.parametrize(("total", "found"), [(240, []), (260, ["years_sum"])])
def test_a_total_over_years_is_held_against_the_figures_of_just_these_years(total: int, found: list[str]) -> None:
    form = saved("a.docx", f"2021年至2023年节约备件费{total}万元。", (total, Window("period", 2021, 2023)))
    assert kinds(form, by_year(50, 86, 104)) == found


def test_a_total_is_not_held_against_some_of_its_years() -> None:
    form = saved("a.docx", "2021年至2024年节约备件费260万元。", (260, Window("period", 2021, 2024)))
    assert kinds(form, by_year(50, 86, 104)) == []


def test_figures_of_two_years_do_not_contradict_each_other() -> None:
    one = saved("a.docx", "2022年节约备件费86万元。", (86, year(2022)))
    other = saved("b.docx", "2023年节约备件费104万元。", (104, year(2023)))
    assert kinds(one, other) == []


@pytest.mark.parametrize(
    ("window", "other", "found"),
    [
        (Window("cumulative"), Window("cumulative", 2021), ["figure"]),
        (Window("period", 2021, 2023), Window("cumulative", 2021), ["figure"]),
        (Window("cumulative", 2019), Window("cumulative", 2021), []),
        (Window("year", 2021, 2021), Window("cumulative", 2021), []),
    ],
)
def test_totals_contradict_each_other_as_far_as_they_can_be_of_one_time(window: Any, other: Any, found: list[str]) -> None:
    assert (
        kinds(saved("a.docx", "节约备件费912万元。", (912, window)), saved("b.docx", "节约备件费921万元。", (921, other)))
        == found
    )


def test_two_figures_of_a_sentence_are_each_of_the_year_that_their_own_clause_writes() -> None:
    span = Window("period", 2022, 2023)
    one = saved("a.docx", "2022年节约备件费86万元，2023年节约备件费104万元。", (86, span), (104, span))
    proof = saved("b.docx", "2022年节约备件费86万元。", (86, year(2022)))
    packet = merged(one, proof)
    assert sorted((len(claim.evidence), claim.window.first, claim.window.last) for claim in packet.claims) == [
        (1, 2023, 2023),
        (2, 2022, 2022),
    ]


def test_a_total_of_the_form_without_a_time_is_of_the_years_that_the_form_is_about() -> None:
    total = told("economic_benefit", "节约备件费312万元", quantity=3_120_000, unit="元", currency="CNY")
    form = "申报表（2021—2023年）\n工作室名称\t闻人静工作室\n节约备件费312万元。"
    assert kinds(paper("f.docx", form, total, kind="form"), by_year(86, 104, 117)) == ["years_sum"]
    assert kinds(paper("f.docx", form.replace("（2021—2023年）", ""), total, kind="form"), by_year(86, 104, 117)) == []


def test_a_year_at_the_head_of_a_clause_dates_its_figure_although_the_sentence_speaks_of_a_longer_time() -> None:
    text = "三年来，2021年节约备件费86万元，截至2023年节约备件费117万元。"
    one = saved("a.docx", text, (86, Window("period")), (117, Window("cumulative", None, 2023)))
    windows = {claim.quantity: (claim.window.kind, claim.window.last) for claim in merged(one).claims}
    assert windows == {860_000: ("year", 2021), 1_170_000: ("cumulative", 2023)}


def test_a_sum_of_years_is_told_as_it_is_reckoned_in_html_and_on_the_first_page_in_word() -> None:
    papers = (saved("a.docx", "2021年至2023年节约备件费260万元。", (260, Window("period", 2021, 2023))), by_year(50, 86, 104))
    packet = merged(*papers)
    reckoned = "260万元 / 50 + 86 + 104 = 240"
    assert [conflict.detail for conflict in packet.conflicts] == [reckoned]
    assert reckoned in html.page(packet, papers)
    first = [line.text for line in Word(io.BytesIO(word.document(packet, papers))).paragraphs]
    assert any(reckoned in line for line in first[: first.index("尚缺的依据")])
