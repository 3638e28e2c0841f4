"""Pages whose text is a song or a poem."""

from extractors import web
from extractors.registry import Context

VERSE = (
    "清晨的风吹过山岗", "老船工唱起旧时歌谣", "河水弯弯流向远方", "带走我童年的纸船", "啊 故乡的河", "你是否还记得我",
    "灯火点亮渔村的夜晚", "母亲站在渡口张望", "一声汽笛划破长空", "我背起行囊去远航",
)  # fmt: skip
AROUND = (
    "<div class='nav'><a href='/'>首页</a><a href='/a'>歌手</a><a href='/b'>专辑</a></div>",
    (
        "<div class='side'><h3>热门歌曲</h3><ul><li><a href='/1'>夜航船</a></li><li><a href='/2'>码头</a></li></ul></div>"
        "<div class='foot'>版权所有 歌词网</div>"
    ),
)
PROSE = "<p>合唱团昨晚在江边的旧船坞演出，三百名船工和家属到场，演出收入全部捐给渡口小学的图书室。</p>"


def kept(page: str) -> list[str]:
    extraction = web.extract(f"<html><head><title>故乡的河</title></head><body>{page}</body></html>".encode(), Context())
    return [extraction.text[slice(*block.span)] for block in extraction.blocks if block.role is None]


def test_the_lines_of_a_song_are_the_text_of_its_page() -> None:
    song = "<br>".join(VERSE)
    assert kept(f"{AROUND[0]}<div class='main'><h1>故乡的河</h1><div class='lrc'>{song}</div></div>{AROUND[1]}") == [*VERSE]


def test_short_lines_beside_an_article_are_not_its_text() -> None:
    tags = "<div class='tags'>" + "<br>".join(("江边", "船坞", "渡口", "合唱", "演出", "船工", "小学", "图书室")) + "</div>"
    found = kept(f"{AROUND[0]}<div class='main'><h1>故乡的河</h1>{PROSE * 3}</div>{tags}{AROUND[1]}")
    assert len(found) == 3
    assert all("合唱团" in one for one in found)


def test_links_are_no_verse() -> None:
    links = "<br>".join(f"<a href='/{place}'>{line}</a>" for place, line in enumerate(VERSE))
    assert not kept(f"{AROUND[0]}<div class='main'>{links}</div>{AROUND[1]}")
