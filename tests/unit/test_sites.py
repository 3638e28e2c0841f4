"""Rules of a user's for the pages of sites: what they change, what they say of it, and what is refused."""

from pathlib import Path

import pytest

from extractors import web
from extractors.registry import Context
from extractors.sites import Site
from extractors.web_sites import compiled
from pipeline import sites
from pipeline.errors import ConfigError

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>闸门</title>
<link rel="canonical" href="https://m.news.example.cn/a/1.html"></head><body>
<div class="note"><b>旧闸门换新记</b></div>
<div class="main"><p>闸门工老倪守了三十年水库，换下的钢丝绳有一吨多。</p>
<p class="more">本文系原创，转载请联系。</p><p>今年汛期前，他给每扇闸门都做了一份履历。</p></div>
<div class="talk"><p>去年有人说要把闸门全换成电动的，他听了只是笑笑，说手摇的也得留一扇。</p></div></body></html>"""


def kept(*rules: Site) -> tuple[str, list[str], dict[str, str]]:
    found = web.extract(PAGE.encode(), Context(sites=rules))
    texts = {found.text[slice(*block.span)]: block for block in found.blocks}
    return found.title, [text for text, block in texts.items() if block.role is None], {t: b.why for t, b in texts.items()}


def test_body_title_and_what_to_take_out_are_as_the_rules_say() -> None:
    site = Site("news.example.cn", body="div.main", title=".note > b", remove=("//p[@class='more']",), drop=("履历",))
    title, body, whys = kept(site)
    assert title == "旧闸门换新记"
    assert body == ["闸门工老倪守了三十年水库，换下的钢丝绳有一吨多。"]
    assert whys[body[0]] == "the body by the rules for news.example.cn"
    assert whys["本文系原创，转载请联系。"] == "removed (//p[@class='more']) by the rules for news.example.cn"
    assert whys["今年汛期前，他给每扇闸门都做了一份履历。"] == "dropped (履历) by the rules for news.example.cn"


def test_rules_for_another_host_and_selectors_that_find_nothing_change_nothing() -> None:
    assert kept(Site("ews.example.cn", body="div.note")) == kept()
    assert kept(Site("example.cn", body="#absent", title="h6", remove=("table.x",))) == kept()


def test_a_file_of_rules_is_read_by_host(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_text('["example.cn"]\nbody = "article"\ndrop = ["广告"]\n', "utf-8")
    assert sites.load(file) == (Site("example.cn", body="article", drop=("广告",)),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["a.cn"]\nbdy = "p"\n', "did you mean body"),
        ('["a.cn"]\nbody = "p:first-child"\n', "write it as XPath"),
        ('["a.cn"]\nbody = "//p["\n', "no XPath"),
        ('["a.cn"]\nremove = "p"\n', "Expected `array`"),
        ('["a.cn"]\ndrop = [""]\n', "every line"),
        ("a = 1\n", "must be a table"),
        ("a = \n", "Invalid value"),
    ],
)
def test_a_rule_that_is_none_is_refused_with_its_host_or_file(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sites.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=told):
        sites.load(file)


def test_plain_selectors_become_xpath() -> None:
    assert compiled("ul li.on").path == "//ul//li[contains(concat(' ', normalize-space(@class), ' '), ' on ')]"
    assert compiled(".a").path.startswith("//*[contains")
