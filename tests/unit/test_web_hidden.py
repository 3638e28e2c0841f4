import pytest

from extractors.registry import Context
from extractors.web import FORMAT

BEFORE = "<p>班组把一台旧磨床改成了数控磨床，加工一件只要从前三分之一的时间，工友们都说好用。</p>"
AFTER = "<p>下一步，他们打算把这套办法写成操作法，在全厂的机加工车间里逐台推开，让更多工友受益。</p>"
LIE = "國家級發明獎八十八項"


def hidden(piece: str, *, head: str = "") -> bool:
    """Whether `piece`, which holds the lie, is read as hidden within an article."""
    page = f"<html><head><meta charset=utf-8><title>磨床</title>{head}</head><body>{BEFORE}{piece}{AFTER}</body></html>"
    extraction = FORMAT.extract(page.encode(), Context(name="page.html"))
    roles = {block.role for block in extraction.blocks if LIE in extraction.text[block.span.start : block.span.end]}
    assert roles, "the lie must be in the text"
    return roles == {"hidden"}


@pytest.mark.parametrize(
    "style",
    [
        "opacity:.01", "opacity:2%", "filter:opacity(0)", "font-size:1px", "font-size:.1em", "font:0/0 a", "color:transparent",
        "color:rgba(0,0,0,0)", "color:#fff", "color:white;background-color:#FFFFFF", "position:absolute;left:-999em",
        "margin-left:-9999px", "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(50%)", "transform:scale(0)",
        "transform:translateX(-9999px)", "content-visibility:hidden", "display:/**/none", r"d\69splay:none",
        "display:none!important;display:block",
    ],
)  # fmt: skip
def test_a_style_that_leaves_nothing_to_see_hides(style: str) -> None:
    assert hidden(f'<p style="{style}">{LIE}</p>')


@pytest.mark.parametrize(
    "style",
    [
        "opacity:.5", "font-size:12px", "font-size:0.9em", "color:#333", "color:#fff;background:#a00", "color:rgba(0,0,0,.8)",
        "transform:translateX(-10px)", "left:-9999px", "margin-left:-10px", "overflow:hidden", "color:#fff;background:url(x.png)",
    ],
)  # fmt: skip
def test_a_style_that_leaves_it_seen_hides_nothing(style: str) -> None:
    assert not hidden(f'<p style="{style}">{LIE}</p>')


@pytest.mark.parametrize(
    "selector", [".x", "p.x", "#y", "p#y", "body .x", "body > p.x", "[data-z]", "p[class='x']", ".q, .x", "*.x"]
)
def test_a_rule_of_the_page_hides_what_it_is_about(selector: str) -> None:
    piece = f'<p class="x" id="y" data-z="1">{LIE}</p>'
    assert hidden(piece, head=f"<style>{selector} {{ display: none }}</style>")
    assert hidden(piece, head=f"<style>@media screen {{ {selector} {{ font-size: 0 }} }}</style>")
    assert not hidden(piece, head=f"<style>@media print {{ {selector} {{ display: none }} }}</style>")


@pytest.mark.parametrize("selector", ["p.w", "div > .x", "#x", ".x:hover", ".x + p", "a .x", "[data-z='2']"])
def test_a_rule_about_something_else_hides_nothing(selector: str) -> None:
    assert not hidden(f'<p class="x" data-z="1">{LIE}</p>', head=f"<style>{selector} {{ display: none }}</style>")


def test_the_more_particular_rule_holds_and_the_style_of_the_element_over_both() -> None:
    rules = "<style>p.x { display: block } .x { display: none }</style>"
    assert not hidden(f'<p class="x">{LIE}</p>', head=rules)
    assert not hidden(f'<p class="x" style="display:block">{LIE}</p>', head="<style>.x { display: none }</style>")
    assert hidden(f'<p class="x" style="display:block">{LIE}</p>', head="<style>.x { display: none !important }</style>")
    assert hidden(f'<p class="x">{LIE}</p>', head="<style>:root { --v: none } .x { display: var(--v) }</style>")


def test_white_letters_are_hidden_on_paper_and_seen_on_a_dark_ground() -> None:
    white = f'<font color="#ffffff">{LIE}</font>'
    assert hidden(f"<p>{white}</p>")
    assert hidden(f'<table bgcolor="white"><tr><td>{white}</td></tr></table>')
    assert not hidden(f'<div style="background:#003366"><p>{white}</p></div>')
    assert not hidden(f'<div class="banner"><p>{white}</p></div>', head='<link rel="stylesheet" href="site.css">')


def test_what_is_taken_back_within_a_hidden_element_is_seen() -> None:
    assert not hidden(f'<div style="font-size:0"><p style="font-size:14px">{LIE}</p></div>')
    assert not hidden(f'<div style="visibility:hidden"><p style="visibility:visible">{LIE}</p></div>')
    assert hidden(f'<div style="display:none"><p style="display:block">{LIE}</p></div>')
