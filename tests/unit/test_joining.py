"""Lines of a paragraph as one text."""

import pytest

from extractors.joining import joint, stitched

PIECES = [
    ["lubri-", "cation"],
    ["ex-", "a-", "mple"],
    ["a-", "b-", "c-", "def-", "ghi"],
    ["技术", "", "攻关7", "1万"],
    ["节约7", "", ".5万元"],
    ["2019-", "2021", "the", "drive"],
    ["全年" + "检修" * 30, "3", "5台"],
]


@pytest.mark.parametrize("pieces", PIECES)
def test_each_line_is_joined_to_all_that_stands_before_it(pieces: list[str]) -> None:
    whole = ""
    for piece in pieces:
        cut, between = joint(whole[-40:], piece)
        whole = whole[: len(whole) - cut] + between + piece
    assert stitched(pieces)[0] == whole


def test_a_word_that_is_cut_twice_is_whole_again() -> None:
    text, spans = stitched(["ex-", "a-", "mple"])
    assert text == "example"
    assert [text[start:end] for start, end in spans] == ["ex", "a", "mple"]
