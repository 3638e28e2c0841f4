"""Where an advert inside a true sentence begins and ends, when no mark of its own tells: 每[ad]年, or a brand run into a word.

Its words stand close together: the names of what is sold, then those that every advert ends in, which are data
(`corpus/lexicon/advert_tails.tsv`).
The stretch from the first of them to the last is the advert; a pair of brackets around it goes with it. Beside that stands
what was learned of borders (`classifiers.borders`): a stretch that reads as an advert by far and has a sign of one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from classifiers.advert import Opinion
from classifiers.borders import Stretch
from classifiers.folding import Folded
from classifiers.signs import Sign, is_inside, lookalikes, warns
from classifiers.stretch import Run
from classifiers.terms import Finder
from corpus import tables

_CLOSE = 4
"""Letters between two words of one advert."""
_SHORTEST = 5
_BRACKETS = re.compile("[(（\\[【〔［｛{《<＜][^()（）\\[\\]【】〔〕［］｛｝{}《》<>＜＞。！？]{2,40}[)）\\]】〕］｝}》>＞]")
_MARK = re.compile("[。！？!?；;，,、|｜\\s]")
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_LEFT = 0.35
"""The share of a line that is not advert when the line is somebody's sentence."""
_TAIL = 0.8
_NAMED = 3.0
"""Points of a word that names what is sold and is hardly ever honest: one of them at least."""
_LIKELY, _TOGETHER = 0.6, 4.2
"""The least log odds of a stretch by the model of adverts, and what these, `_PER_MARGIN` of the margin and the points of its
signs must come to; words of mere praise have none."""
_PER_MARGIN, _PER_POINT, _MOST_MARGIN, _MOST_POINTS = 1 / 700, 0.4, 2100, 4.0
"""What margin and points are worth, and how much of either counts. Of 10 413 honest sentences that no model had seen (newspapers
and our documents) three had such a stretch at 4.5. Of 5 377 sentences of other
newspapers four have at 4.2 and seven at 4.0."""
_UNNAMED = "reads like an advert set into the sentence"
_COMMAS = "，,、"
_PHRASE = re.compile("[，,、]?[^，,、。！？；]{2,30}[，,]?")
_MORE = 0.8
"""Log odds of a phrase beside an advert that is more of it."""
_WORTH_ASKING = 10
"""Letters of which the model of adverts is sure enough to be asked for no more than its leaning."""
_CALLED = re.compile(
    "官方|网址|网站|官网|网页|主页|公众号|微信|手机|同号|电话|热线|专线|服务|客服|咨询|联系|地址|邮箱|邮编|邮政编码|传真|(?:24)?小时|方式|联系人|或"
)
_OFFICE = re.compile("投稿|来稿|稿件|编辑|会务组|工会|办公室|村委|社区|居委|班主任|支部|志愿者|联络员")
"""For what, or whose, an honest account is."""
_LEAST_SAID = 4
"""Letters beside an address and its name that say what it is for."""
_MOST_OF_IT = 0.6
"""The share of what stands in brackets from which all of it goes."""
_QUOTES = (("“", "”"), ("《", "》"), ("「", "」"), ("‘", "’"), ('"', '"'))


def inserted(text: str, fold: Folded, found: Sequence[Sign], *, enough: float) -> Iterator[Run]:
    """The stretches of `text` whose words of adverts stand together and are points `enough`, in order, without overlap."""
    brackets = [bracket.span() for bracket in _BRACKETS.finditer(text)]
    done = 0
    taken = {place for sign in found for place in range(sign.place, sign.end)}
    ends = (tail for tail in tails(fold) if tail.place not in taken)
    for group in _groups(text, sorted((*found, *ends), key=_place)):
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


def apart(text: str, stretches: Iterable[Stretch], found: Sequence[Sign], *, advert: Opinion, enough: float) -> Iterator[Run]:
    """The learned stretches of `text` that are adverts beyond doubt, in order."""
    for one in stretches:
        start, end = _bracketed(text, one.start, one.end)
        names = [sign for sign in found if start <= sign.place < end]
        if (
            end - start >= _SHORTEST
            and _is_told(advert(text[start:end]), one.margin, names, enough / 3.0)
            and not only_reaches(text, start, end, names)
            and not quoted(text, start, end)
            and not warns(_clause(text, start, end), kinds=frozenset(sign.name.partition(":")[0] for sign in names))
        ):
            yield Run(*_with_more(text, start, end, advert), "; ".join(dict.fromkeys(sign.name for sign in names)) or _UNNAMED)


def _is_told(likely: float, margin: int, signs: Sequence[Sign], gentle: float) -> bool:
    """Whether opinion, margin and signs together say that a stretch is an advert."""
    points = min(sum(sign.points for sign in signs if not sign.praises), _MOST_POINTS)
    told = likely + _PER_MARGIN * min(margin, _MOST_MARGIN) + _PER_POINT * points
    return likely >= _LIKELY * gentle and told >= _TOGETHER * gentle


def only_reaches(text: str, start: int, end: int, signs: Sequence[Sign]) -> bool:
    """Whether a stretch says no more than where somebody is reached, or how well one is served: nothing is sold in it.

    Whoever gives the account of a messenger in the middle of a text wants to sell, unless it is an office's.
    """
    if any(sign.name == "messenger account" for sign in signs):
        return is_of_an_office(_clause(text, start, end), signs)
    taken = {place for sign in signs if sign.addresses or sign.praises for place in range(sign.place, sign.end)}
    if not taken and not _CALLED.search(text, start, end):
        return False
    rest = "".join(text[place] for place in range(start, end) if place not in taken)
    return len(_HAN.findall(_CALLED.sub("", rest))) < _LEAST_SAID


def is_of_an_office(text: str, signs: Iterable[Sign]) -> bool:
    """Whether a text names the office that is reached so, and nothing in it is sold."""
    return bool(_OFFICE.search(text)) and all(sign.points <= 1 or sign.reaches or sign.praises for sign in signs)


def _with_more(text: str, start: int, end: int, advert: Opinion) -> tuple[int, int]:
    """A stretch with the phrases beside it that read like adverts too, and without the end of a word before its first comma."""
    comma = text.find("，", start, start + 4)
    if comma >= 0 and start and _HAN.match(text[start - 1]):
        start = comma + 1
    while end < len(text) and text[end - 1].isascii() and text[end - 1].isalnum() and text[end].isascii() and text[end].isalnum():
        end += 1
    while end < len(text) and (text[end - 1] in _COMMAS or text[end] in _COMMAS):
        phrase = _PHRASE.match(text, end)
        if phrase is None or len(phrase[0]) < _SHORTEST or advert(phrase[0]) <= _MORE:
            break
        end = phrase.end()
    return start, end


def quoted(text: str, start: int, end: int) -> bool:
    """Whether a stretch is no more than what stands between two quotation marks: somebody speaks of it."""
    for opening, closing in _QUOTES:
        first = text.rfind(opening, max(0, start - 2), start + 2)
        last = text.find(closing, max(start + 1, end - 2), end + 2)
        if first >= 0 and last >= 0 and last > first:
            return True
    return False


def joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """`runs`, those that touch made one."""
    made: list[Run] = []
    for run in sorted(runs, key=_start):
        if made and run.start <= made[-1].end:
            why = made[-1].why if run.why in made[-1].why else f"{made[-1].why}; {run.why}"
            made[-1] = Run(made[-1].start, max(made[-1].end, run.end), why)
        else:
            made.append(run)
    return tuple(made)


def _bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the brackets around it and the few letters beside it in them: a name, say, before what it sells."""
    for bracket in _BRACKETS.finditer(text):
        first, last = bracket.span()
        if first - 1 <= start and end <= last + 3 and end - start >= _MOST_OF_IT * (last - first):
            return first, last
    return start, end


def _clause(text: str, start: int, end: int) -> str:
    """The sentence around a stretch."""
    before = max(text.rfind(mark, 0, start) for mark in "。！？；") + 1
    after = min((place for mark in "。！？；" if (place := text.find(mark, end)) >= 0), default=len(text))
    return text[before:after]


def narrowed(
    text: str, runs: Sequence[Run], inside: Sequence[Run], learned: Sequence[Run], found: Sequence[Sign], *, advert: Opinion
) -> tuple[Run, ...]:
    """`runs` of whole pieces, drawn in to the adverts `inside` where letters of the true sentence were glued to them.

    A line of which too little is left is an advert with a sentence of its own: its runs stay as they are. Borders that were
    `learned` are believed: what stands beside them is more of the advert only where it names one.
    """
    made = [_drawn(text, run, inside, found, None if any(map(run.meets, learned)) else advert) for run in runs]
    made += [one for one in inside if not any(map(one.meets, made))]
    made = list(joined(made))
    rest = _rest(text, made)
    if not runs:
        return tuple(made)
    if made == list(runs) or not _HAN.search(rest) or len(rest) < _LEAST_LEFT * len(text) or advert(rest) > 0:
        return tuple(runs)
    return tuple(made)


def _drawn(text: str, run: Run, inside: Sequence[Run], found: Sequence[Sign], advert: "Opinion | None") -> Run:
    """`run` from its first advert to its last, with what reads like one before and after."""
    cores = [one for one in inside if one.meets(run)]
    if not cores:
        return run
    start, end = min(one.start for one in cores), max(one.end for one in cores)
    if _is_more(text, (run.start, start), found, advert):
        start = min(start, run.start)
    if _is_more(text, (end, run.end), found, advert):
        end = max(end, run.end)
    return Run(start, end, run.why)


def _is_more(text: str, place: tuple[int, int], found: Sequence[Sign], advert: "Opinion | None") -> bool:
    """Whether what stands at `place`, beside an advert, is more of it."""
    part = text[slice(*place)]
    if any(place[0] <= sign.place < place[1] and sign.points > 1 for sign in found):
        return True
    if advert is None:
        return False
    return not _HAN.search(part) or advert(part) > (0 if len(part) >= _WORTH_ASKING else _MORE)


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


def tails(fold: Folded) -> Iterator[Sign]:
    """Words that adverts string together after the name of what is sold."""
    words = list(_tail_words().finditer(fold.text))
    safe = list(lookalikes().finditer(fold.text)) if words else []
    for found in words:
        if not is_inside(found, safe):
            yield Sign(fold.place(found.start), _TAIL, found.term, fold.place(found.end - 1) + 1)


def _rest(text: str, runs: Sequence[Run]) -> str:
    done, left = 0, ""
    for run in runs:
        left += text[done : run.start]
        done = run.end
    return left + text[done:]


@cache
def _tail_words() -> Finder:
    return Finder(tables.column("advert_tails", "term"))


def _place(sign: Sign) -> int:
    return sign.place


def _start(run: Run) -> int:
    return run.start
