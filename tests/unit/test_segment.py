"""Sentences end where a reader's would."""

import pytest

from pipeline import segment
from pipeline.document import Cut, Document, Line, Source
from pipeline.view import Edit, Span, View

SPLIT = {
    "完成攻关3项。节约资金20万元！还有吗？": ["完成攻关3项。", "节约资金20万元！", "还有吗？"],
    "他说：“干就干好。”大家都笑了。": ["他说：“干就干好。”", "大家都笑了。"],
    "（详见附件。）后续工作正在推进。": ["（详见附件。）", "后续工作正在推进。"],
    "效率由3.5提高到4.25；能耗下降": ["效率由3.5提高到4.25；能耗下降"],
    "网址 https://example.com/a?b=1.5&c=2 可查。": ["网址 https://example.com/a?b=1.5&c=2 可查。"],
    "See No. 5 and Fig. 2 of the report. The end": ["See No. 5 and Fig. 2 of the report.", "The end"],
    "完成了！！真的？！": ["完成了！！", "真的？！"],
    "只有标点……": ["只有标点……"],
    "。。": [],
    "": [],
}


@pytest.mark.parametrize(("text", "sentences"), SPLIT.items())
def test_a_line_is_split_at_its_sentences(text: str, sentences: list[str]) -> None:
    assert [text[slice(*span)] for span in segment.split(text)] == sentences


def test_only_the_body_has_sentences_and_cuts_stand_in_none() -> None:
    text = "来源：某报\n每[广告]年维修。全文完。广告"
    lines = (
        Line(Span(0, 5), "byline"),
        Line(Span(6, 21), "body", (Cut(Span(7, 11), "ad", "x"), Cut(Span(19, 21), "ad", "x"))),
    )
    matched = View(text).edited([Edit(Span(7, 11), "", "cut"), Edit(Span(19, 21), "", "cut")])
    document = Document(source=Source(path=""), text=text, lines=lines, mended=View(text), matched=matched)
    sentences = segment.build()(document).sentences
    assert [(text[slice(*found.span)], found.line) for found in sentences] == [("每[广告]年维修。", 1), ("全文完。", 1)]
