"""Where an advert inside a true sentence begins and ends, when no mark of its own tells: 每[ad]年, or a brand run into a word.

Its words stand close together: the names of what is sold, then those that every advert ends in, which are data
(`corpus/lexicon/advert_tails.tsv`).
The stretch from the first of them to the last is the advert; a pair of brackets around it goes with it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from classifiers.advert import Model
from classifiers.folding import Folded
from classifiers.patterns import any_word
from classifiers.signs import Sign, lookalikes
from classifiers.stretch import Run
from corpus import tables

_CLOSE = 4
"""Letters between two words of one advert."""
_SHORTEST = 5
_BRACKETS = re.compile("[(（\\[【〔［｛{《<＜][^()（）\\[\\]【】〔〕［］｛｝{}《》<>＜＞。！？]{2,40}[)）\\]】〕］｝}》>＞]")
_MARK = re.compile("[。！？!?；;，,、|｜\\s]")
_SENTENCE = re.compile("[。！？；]")
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_LEFT = 0.35
"""The share of a line that is not advert when the line is somebody's sentence."""
_TAIL = 0.8
_NAMED = 3.0
"""Points of a word that names what is sold and is hardly ever honest: one of them at least."""


def inserted(text: str, fold: Folded, found: Sequence[Sign], *, enough: float) -> Iterator[Run]:
    """The stretches of `text` whose words of adverts stand together and are points `enough`, in order, without overlap."""
    brackets = [bracket.span() for bracket in _BRACKETS.finditer(text)]
    done = 0
    taken = {place for sign in found for place in range(sign.place, sign.end)}
    tails = (tail for tail in _tails(fold) if tail.place not in taken)
    for group in _groups(text, sorted((*found, *tails), key=_place)):
        start, end = group[0].place, max(sign.end for sign in group)
        names = {sign.name for sign in group}
        around = next(((first, last) for first, last in brackets if first < start and end < last), None)
        points = sum(sign.points for sign in group)
        strongest = max(sign.points for sign in group)
        told = points >= enough and len(names) > 1 and strongest >= _NAMED
        if around:
            told = told or (points >= 0.75 * enough and strongest > 1 and end - start >= 0.5 * (around[1] - around[0] - 2))
            start, end = around
        elif told:
            end = next((last for first, last in brackets if first == end and last - first <= 14), end)
        if told and start >= done and end - start >= _SHORTEST:
            yield Run(start, end, "; ".join(dict.fromkeys(sign.name for sign in group)))
            done = end


def narrowed(text: str, runs: Sequence[Run], inside: Sequence[Run], advert: Model) -> tuple[Run, ...]:
    """`runs` of whole pieces, drawn in to the adverts `inside` where letters of the true sentence were glued to them.

    A line of which too little is left is an advert with a sentence of its own: its runs stay as they are.
    """
    drawn = [_drawn(text, run, inside, advert) for run in runs]
    drawn += [one for one in inside if not any(one.start < run.end and run.start < one.end for run in runs)]
    drawn.sort(key=_start)
    rest = _rest(text, drawn)
    if drawn == list(runs) or not _SENTENCE.search(text) or len(rest) < _LEAST_LEFT * len(text) or advert(rest) > 0:
        return tuple(runs)
    return tuple(drawn)


def _drawn(text: str, run: Run, inside: Sequence[Run], advert: Model) -> Run:
    cores = [one for one in inside if run.start <= one.start and one.end <= run.end]
    if not cores:
        return run
    start, end = run.start, run.end
    left, right = text[start : cores[0].start], text[cores[-1].end : end]
    one_piece = bool(_HAN.search(right)) and not _MARK.search(right.rstrip("，,、。；！？ "))
    glued = one_piece and (len(right) > _SHORTEST or bool(left)) and advert(right) < 0
    if glued:
        end = cores[-1].end
    if _HAN.search(left) and (glued or len(left) >= _SHORTEST) and advert(left) < 0:
        start = cores[0].start
    return Run(start, end, run.why)


def _groups(text: str, found: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Signs that stand next to each other with no mark between them."""
    group: list[Sign] = []
    for sign in found:
        last = max((one.end for one in group), default=0)
        if group and (sign.place - last > _CLOSE or _MARK.search(text[last : sign.place])):
            yield group
            group = []
        group.append(sign)
    if group:
        yield group


def _tails(fold: Folded) -> Iterator[Sign]:
    safe = [found.span() for found in lookalikes().finditer(fold.text)]
    for found in _tail_words().finditer(fold.text):
        if not any(start <= found.start() and found.end() <= end for start, end in safe):
            yield Sign(fold.place(found.start()), _TAIL, found[0], fold.place(found.end() - 1) + 1)


def _rest(text: str, runs: Sequence[Run]) -> str:
    done, left = 0, ""
    for run in runs:
        left += text[done : run.start]
        done = run.end
    return left + text[done:]


@cache
def _tail_words() -> re.Pattern[str]:
    return any_word(tables.column("advert_tails", "term"))


def _place(sign: Sign) -> int:
    return sign.place


def _start(run: Run) -> int:
    return run.start
