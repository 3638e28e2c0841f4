"""Lines in which papers of Taiwan name who reported from where."""

import pytest

from classifiers import byline
from pipeline.document import Byline


@pytest.mark.parametrize(
    ("line", "reporters"),
    [
        ("【记者方可晴／竹溪报导】2024/11/06", ("方可晴",)),
        ("〔记者林大同、王小美／台中报导〕", ("林大同", "王小美")),
        ("[记者李明／高雄连线报导]", ("李明",)),
        ("（中央社记者陈一心台北5日电）", ()),
    ],
)
def test_a_signed_line_is_a_byline(line: str, reporters: tuple[str, ...]) -> None:
    assert byline.is_byline(line)
    assert byline.read(Byline(), line, line).reporters == reporters


@pytest.mark.parametrize("line", ["【记者节特别报道】今天是他们的节日", "（记者从工会获悉此事）", "【报道】何秀琴的二十年"])
def test_other_brackets_are_none(line: str) -> None:
    assert not byline.is_byline(line)
