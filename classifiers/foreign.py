"""Words in Simplified letters inside a Traditional sentence: whoever set them in did not write the rest."""

from bisect import bisect_right

from classifiers.script_letters import only_simplified, only_traditional

_FEWEST, _LONGEST, _MOST = 2, 30, 2
"""Letters of Simplified writing alone that make such a stretch, the letters it may reach over, and how many a sentence may
have: with more its writer mixes both, or a machine forgot some."""
_WRITTEN = 3
"""Letters of Traditional writing alone that tell how the sentence is written."""


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The places in a Traditional line that only Simplified writing has, each from its first such letter to its last.

    >>> line = "機組檢修提前兩天完成，财神娱乐网址節省費用四十萬元。"
    >>> [line[start:end] for start, end in stretches(line)]
    ['财神娱乐网']
    """
    traditional, simplified = only_traditional(text), only_simplified(text)
    if len(simplified) < _FEWEST or len(traditional) < _WRITTEN or len(traditional) < len(simplified) / 2:
        return ()
    found: list[list[int]] = []
    for place in simplified:
        if not found or bisect_right(traditional, found[-1][-1]) < bisect_right(traditional, place):
            found.append([])
        found[-1].append(place)
    if len(found) > _MOST:
        return ()
    return tuple((one[0], one[-1] + 1) for one in found if len(one) >= _FEWEST and one[-1] - one[0] < _LONGEST)
