"""Copies of one article told from articles that only look alike."""

import pytest

from pipeline.editing.copies import Fingerprint, are_copies, fingerprint, leads, packed, unpacked
from pipeline.script import to_simplified

ARTICLE = (
    "船闸检修工作室的三年\n"
    "春节刚过，船闸的大修就开始了，工作室的十一个人在闸室里待了整整四十天。\n"
    "人字门的底枢磨损严重，过去要把门吊起来才能换，一吊就是半个月，航道上的船要排到下游的桥边。\n"
    "组长琢磨出一套不吊门更换底枢的办法，把工期从二十六天压到了十九天，这个办法后来写进了局里的检修规程。\n"
    "闸室的排水泵也是他们自己改的，三台旧泵拼成两台新泵，一年省下电费八万多元。"
)
OTHER = (
    "纺机工作室又添新招\n"
    "细纱车间的断头率一直是老大难，工作室用了半年时间把每一台车的锭速重新测了一遍。\n"
    "他们发现问题出在隔纱板的角度上，于是自己做了一个量角的小工具，一分钟就能校完一台。\n"
    "如今全车间三百多台细纱机都用上了这个小工具，千锭时断头从十二根降到了七根。"
)


def told(text: str) -> Fingerprint:
    return fingerprint(to_simplified(text))


@pytest.mark.parametrize(
    "copy",
    [
        ARTICLE.replace("船闸检修工作室的三年\n", "闸室里的四十天\n本报讯（记者 何平）\n"),
        "\n".join(ARTICLE.split("\n")[:4]),
        ARTICLE.replace("，", ",").replace("。", "｡ "),
        ARTICLE.replace("整整四十天", "整整四十多天").replace("八万多元", "八万元"),
        ARTICLE + "\n" + "编后：这样的小改小革还有很多，欢迎来信来稿讲述你身边的故事，来稿请寄本报群工部收。",
    ],
    ids=["another title", "cut short", "other marks", "a word changed", "a note added"],
)
def test_a_copy_is_known_through(copy: str) -> None:
    assert are_copies(told(ARTICLE), told(copy))


def test_a_traditional_mirror_is_a_copy() -> None:
    mirror = "春節剛過，船閘的大修就開始了，工作室的十一個人在閘室裡待了整整四十天。"
    assert are_copies(told(ARTICLE.split("\n")[1] * 2), told(mirror * 2))


def test_articles_of_one_kind_are_no_copies() -> None:
    assert not are_copies(told(ARTICLE), told(OTHER))


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    one, other = told("工作室本年度授权专利三项"), told("工作室本年度授权专利四项")
    assert are_copies(one, one)
    assert not are_copies(one, other)


def test_the_longest_copy_leads_and_others_stand_alone() -> None:
    pages = [told("\n".join(ARTICLE.split("\n")[:4])), told(ARTICLE), told(OTHER)]

    def longest(index: int) -> tuple[object, ...]:
        return (-pages[index].letters,)

    assert leads(pages, longest) == [1, 1, 2]


def test_a_line_that_all_pages_share_makes_no_copies() -> None:
    footer = "本网所载文章只代表作者本人的观点，与本网立场无关，转载请注明来源和作者的姓名。"
    subjects = ["船舶", "纺织", "陶瓷", "电力", "铁路", "医院", "煤矿", "港口", "气象", "邮政", "林业", "水利"]
    pages = [
        told(
            "\n".join(
                [
                    *(
                        f"{subject}工作室的第{n}件事是{subject * 3}里头的{chr(0x4E10 + 97 * n + ord(subject[0]) % 800)}"
                        for n in range(9)
                    ),
                    footer,
                ]
            )
        )
        for subject in subjects
    ]
    assert leads(pages, lambda index: (index,)) == list(range(len(pages)))


def test_a_fingerprint_comes_back_from_its_bytes() -> None:
    assert unpacked(packed(told(ARTICLE))) == told(ARTICLE)
    assert unpacked(packed(told(""))) == told("")
