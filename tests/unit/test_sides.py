"""What was kept and what was cut of a page, side by side, for people who read Chinese."""

import re

import pytest

from pipeline.process import Annotator, document_stages
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from pipeline.render import sides
from pipeline.wording.line_reasons import line_reason
from tests.annotate import unannotated

PAGE = """<html><head><title>泵房里的改造</title></head><body><div class="nav">首页 &gt; 新闻 &gt; 正文</div>
<h1>泵房里的改造</h1><p>2023-05-06 来源：河口工人报</p>
<p>班组改造了泵房的回水管路，全年节电3万度，值班人员再也不用半夜起来排气。</p>
<p>改造所用的阀门都是从库房旧件里挑出来修好的【正规博彩平台 首存送彩金 加微信 bc8866】，没有多花一分钱。</p>
<p style="display:none">隐藏的关键词</p>
<p>今年他们还要把这套办法用到另外两个泵房去。</p>
<div class="related"><ul><li><a href="/a">厂区新闻一则</a></li><li><a href="/b">职工食堂换新灶</a></li></ul></div>
</body></html>"""


@pytest.fixture(scope="module")
def record() -> DocumentRecord:
    return document_record(Annotator(document_stages())(unannotated(PAGE.encode(), "泵房.html")))


def test_kept_lines_and_cut_ones_stand_on_their_sides(record: DocumentRecord) -> None:
    rows = sides.sides(record)
    kept = "".join(run.text for row in rows for run in row.runs if not run.cut)
    cut = "".join(text for row in rows for text in row.cut) + "".join(run.text for row in rows for run in row.runs if run.cut)
    assert "全年节电3万度" in kept
    assert "没有多花一分钱" in kept
    assert "博彩" not in kept
    assert all(word in cut for word in ("博彩", "隐藏的关键词", "职工食堂换新灶", "首页"))
    assert sorted("".join((kept + cut).split())) == sorted("".join(record.text.split()))


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_every_reason_is_told_in_chinese(record: DocumentRecord, script: str) -> None:
    reasons = {line_reason(why, script=script) for row in sides.sides(record) for _, why, _ in row.notes}
    assert len(reasons) >= 4
    assert not [told for told in reasons if re.search("[a-z]{3} [a-z]", told)]


def test_the_page_tells_reasons_in_its_script(record: DocumentRecord) -> None:
    assert "不显示（display:none）" in sides.page(record)
    assert "不顯示（display:none）" in sides.page(record, script="hant")


def test_a_reason_of_ones_own_rules_stays_as_it_is() -> None:
    assert line_reason("my own rule: 页脚") == "my own rule: 页脚"


@pytest.mark.parametrize(
    "why",
    [
        "in a table of contents, with a page number",
        "a number alone at the top of the page",
        "at the bottom of 3 pages",
        "beside what stands at the top of several pages",
        "large words across the text, on 4 pages",
        "recognised with confidence 0.61",
    ],
)
def test_what_a_pdf_says_of_its_lines_is_told_in_chinese_too(why: str) -> None:
    assert not re.search("[a-z]", line_reason(why) + line_reason(why, script="hant"))
