"""Runs of spam inside a line, by what they say and how they stand there.

A line is taken to pieces at its marks and blanks. A piece has points for signs of an advert (`signs`), for the shape of a list
of search words, for the other script than the page's; and loses points for words of work and awards. The run of pieces with
the most points is spam if it has enough; then the rest of the line is looked at again. One advert's word in a sentence is a
mention: it takes two different signs.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from classifiers import borders, own_services
from classifiers.advert import Model, Opinion, model, telling
from classifiers.folding import Folded, folded
from classifiers.inserted import apart, inserted, is_of_an_office, joined, narrowed, only_reaches, quoted, tails
from classifiers.prefilter import grams
from classifiers.signs import Lexicon, Sign, honest_starts, honest_words, lexicon, queries, signs, warns
from classifiers.stretch import Run

ENOUGH = 3.0
_FOREIGN = 1.5
"""Points of a few words in the other script than the line's."""
_NEUTRAL = -0.3
"""Points of a piece without any sign: a run reaches over one or two of them."""
_HONEST = -0.9
_MOST_HONEST = -2.4
_LIKELY = 0.6
_DOUBT = 1.5
"""How much less is enough for a line that does not fit its page: found on the labelled pages, where it costs no honest line."""
_READABLE = 12
"""Letters from which the model's opinion of a line alone is worth something."""
_HINT, _LEANING, _BESIDE_SIGNS, _CERTAIN = 0.4, 0.3, 0.7, 1.2
"""Points of a sign, log odds, and their sum that make an advert: no honest line of our held-out pages comes near."""
_MARKS = "。！？!?；;|｜\\s，,、_丨"
_PIECE = re.compile(f"(?:[^{_MARKS}—-]|[—-](?![\u3400-\u9fff]))+(?:[{_MARKS}”—]|-(?=[\u3400-\u9fff]))*")
_LIST_MARK = re.compile("[|｜丨_\\s、，,）（()]+")
_PHRASE_MARK = re.compile("[|｜丨_\\s，,]+")
_BAR = re.compile("[|｜丨_]")
_ENTRIES = 5
"""Parts between bars that make a line a list, of which a run of spam is one more."""
_MAY_HOLD = 3
"""Pairs of letters that speak for an advert, without which none is looked for in a sentence that has no sign of one: of 2 400
honest sentences a fifth has as many, of 250 that hold an advert fifteen have fewer."""
_EVERYDAY = frozenset({"在线", "免费", "高清", "视频", "平台", "注册", "登录", "最新", "网站"}) | frozenset(
    {"技巧", "推荐", "图片", "资料", "如何", "费用", "价格", "电影", "论坛"}
)
"""Words of searches that courses, systems and halls have too: alone they make no list of search words."""
_JOINT = re.compile("(?<![\\s_|｜丨·—-])[\\s_|｜丨·—-]++$")
_LABEL = re.compile("[\u3400-\u9fff]{2,8}[：:][^/]")
"""What a list is of, before it: 开设课程："""
_TOLD_MARK = re.compile("[。；]")
_ENDS = "！？!?”’」』）)】"
_SENTENCE_MARK = re.compile("[。！；]")
_HAN = re.compile("[\u3400-\u9fff]")
_TITLE = 6
"""Letters of the shortest title that an advert was set to."""
_HONEST_BY_FAR, _HONEST_REST = -0.5, -2.0
_WARNED = 1.0
"""Log odds of an advert at which a word of warning is the advert's own."""
_OFFERS = re.compile("agency|contact|messenger|telephone")
"""Signs that no mere brand has: whoever sets one to a title sells by its name alone."""
_PRAISE = re.compile("pitch|words of adverts|promise of a seller|appeal to the reader")
"""Signs that honest sentences have too: none of them is dropped for these alone."""
_LIKELY_ALONE, _A_WORD_OF_WORK, _STRUNG = 0.2, 1.2, 3
"""Log odds of an advert and what each word of work adds to them, for a line of phrases that has no sign at all: of 2 921 honest
lines that no model had seen none is like that. And the parts of a line with a sign from which less is enough."""
_BY_ITSELF = 1.5
"""Log odds at which what is left of a line beside its runs is more of them."""
_TOLD_HONESTLY = 1.0
"""Log odds that a whole sentence with a weak sign must have."""
_STRUNG_LEANING, _STRUNG_CERTAIN = 0.0, 0.4
"""As `_LEANING` and `_CERTAIN`, for a line strung together of parts."""
_PERSON = re.compile("(?:[（(]?\\d{1,4}[)）.、])?\\s?(?:联系人|联络人|咨询人|承办人|经办人|项目联系人)\\s?[:：]")
"""Whom to ask: that one is reached by telephone and messenger makes no advert of it."""
_A_NAME = 3
_WORD = re.compile("[^\\W_]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page says of a line: in the other script than the page, after links to other news, at the page's head."""

    other_script: bool = False
    after_links: bool = False
    at_head: bool = False
    announced: bool = False
    """The line before ends in a colon: what comes is what it speaks of, a list of courses say."""
    foreign: tuple[tuple[int, int], ...] = ()
    """Where a Traditional line speaks Simplified (see `classifiers.foreign`)."""
    odd: float = 0.0
    """How little the line fits a page of prose, 0 to 2 (see `classifiers.page`)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of adverts: their words, what they read like, and how they begin and end inside a sentence."""

    words: Lexicon
    advert: Model
    borders: Callable[[], borders.Model]
    """Large, and asked for only where a line has something of an advert: most documents never need it."""


@cache
def everything() -> Known:
    """All that the repo knows."""
    return Known(lexicon(), model(), borders.model)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a line's form says: points and name of a list of search words, whether it is a sentence, how little it fits."""

    points: float
    name: str
    sentence: bool
    odd: float


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    signs: float
    honest: float
    names: tuple[str, ...]

    @property
    def points(self) -> float:
        return self.signs + self.honest + _NEUTRAL


def runs(text: str, setting: Setting, *, enough: float = ENOUGH, known: "Known | None" = None) -> tuple[Run, ...]:
    """The runs of spam in a line of Simplified text, in order; `known` stands in for the whole lexicon and the models.

    >>> line = "百家乐平台注册送彩金，本院完成手术三百例。"
    >>> [line[run.start : run.end] for run in runs(line, Setting())]
    ['百家乐平台注册送彩金，']
    """
    known = known or everything()
    fold = folded(text)
    found = signs(text, fold, known.words)
    own = own_services.places(fold, found) if found else frozenset[int]()
    found = [sign for sign in found if sign.place not in own]
    if _PERSON.match(text) or is_of_an_office(text, found):
        found = [sign for sign in found if not sign.reaches]
    found += [Sign(start, _FOREIGN, "in the other script than the line", end) for start, end in setting.foreign]
    made = _found(text, fold, found, setting, known=known, enough=enough)
    return tuple(run for run in made if not own_services.is_served(text, run, own, known.advert)) if own else made


def _found(text: str, fold: Folded, found: Sequence[Sign], setting: Setting, *, known: Known, enough: float) -> tuple[Run, ...]:
    """The runs of a line with these signs, or with none."""
    shape = _shape(text, setting, any(sign.points > 1 for sign in found))
    sentence = _is_sentence(text)
    if not found and not shape[0] and not setting.odd:
        if not sentence:
            return _unheard_of(text, known.advert, enough)
        return _learned(text, fold, found, known, enough) if _may_hold(fold.text, known.advert) else ()
    return _judged(text, fold, found, _Shape(*shape, sentence, setting.odd), known=known, enough=enough)


def _judged(text: str, fold: Folded, found: Sequence[Sign], shape: _Shape, *, known: Known, enough: float) -> tuple[Run, ...]:
    """The runs of a line with signs, a shape, or a place that speaks for an advert."""
    learned = _learned(text, fold, found, known, enough) if found else ()
    if shape.sentence and _is_mention(text, found, known.advert):
        return learned
    pieces = _pieces(text, found, (shape.points, shape.name))
    named = tuple(run for run in inserted(text, fold, found, enough=enough) if not any(map(run.meets, learned)))
    inside = joined((*named, *learned))
    best = narrowed(text, tuple(_best(pieces, enough, 2)), inside, learned, found, advert=known.advert)
    if shape.sentence:
        best = tuple(run for run in best if _holds(text, run, known.advert))
    glued = bool(best) and _is_glued(text, best, known.advert)
    if why := _whole(text, pieces, best, found, shape, glued=glued, advert=known.advert, enough=enough):
        return (Run(0, len(text), why),)
    return best if shape.sentence else tuple(_with_joint(text, run) for run in best)


def _may_hold(text: str, advert: Model) -> bool:
    return len(telling(advert) & grams(text)) >= _MAY_HOLD


def _with_joint(text: str, run: Run) -> Run:
    """A run at the end of a title, say, with the strokes that tie it on."""
    joint = _JOINT.search(text, 0, run.start)
    return Run(joint.start(), run.end, run.why) if joint and run.end == len(text) and joint.start() else run


def _learned(text: str, fold: Folded, found: Sequence[Sign], known: Known, enough: float) -> tuple[Run, ...]:
    """The stretches of a line that read as adverts set into it."""
    stretches = known.borders().stretches(fold, [*found, *tails(fold)], heard=known.advert.by_letter(fold.text))
    return tuple(apart(text, stretches, found, advert=known.advert, enough=enough))


def _whole(
    text: str,
    pieces: Sequence[_Piece],
    best: Sequence[Run],
    found: Sequence[Sign],
    shape: _Shape,
    *,
    glued: bool,
    advert: Opinion,
    enough: float,
) -> str:
    """Why a line is an advert as a whole; nothing if it is none."""
    if shape.sentence:
        told = bool(best) and _goes_on(text, best, advert) and advert(text) > _HONEST_BY_FAR
    else:
        told = not glued and (bool(best) or _is_advert(pieces, enough)) and _sells(text, found, advert)
    if told or (best and not shape.sentence and advert(text) > _BY_ITSELF and _goes_on(text, best, advert)):
        return _why(pieces)
    if not best and _sells(text, found, advert) and _reads_like_one(text, pieces, shape.sentence, advert, enough):
        return f"reads like an advert; {_why(pieces)}"
    if shape.odd and not glued and not _LABEL.match(text):
        return _second_opinion(text, pieces, shape.odd, advert, enough) if _sells(text, found, advert) else ""
    return ""


def _is_mention(text: str, found: Sequence[Sign], advert: Opinion) -> bool:
    """Whether a sentence speaks of adverts, or against them."""
    return warns(text) and not any(sign.name == "messenger account" for sign in found) and advert(text) < _WARNED


def _unheard_of(text: str, advert: Opinion, enough: float) -> tuple[Run, ...]:
    """A line without any sign that is strung together as adverts are and reads like one beyond doubt."""
    if not _is_strung(text, _PHRASE_MARK, 2) or len(_HAN.findall(text)) < _READABLE or "\t" in text:
        return ()
    if advert(text) < (_LIKELY_ALONE + _A_WORD_OF_WORK * honest_words(text)) * enough / ENOUGH:
        return ()
    return (Run(0, len(text), "reads like an advert"),)


def _is_strung(text: str, mark: re.Pattern[str], fewest: int) -> bool:
    """Whether a line is a string of phrases, not of names or places alone."""
    parts = [part for part in mark.split(text) if _WORD.search(part)]
    return len(parts) >= fewest and max(map(len, parts)) > _A_NAME


def _is_sentence(text: str) -> bool:
    """Whether a mark tells a sentence; those who search ask questions too, and those who sell shout and leave the end open."""
    if _TOLD_MARK.search(text):
        return True
    open_end = text[-1] not in _ENDS and honest_words(text) < 2
    return not open_end and ("！" in text or ("？" in text and len(queries(text)) < 2))


def _holds(text: str, run: Run, advert: Opinion) -> bool:
    """Whether a run in a sentence is more than a mention: not in quotation marks by itself, and not read as honest by far."""
    return not quoted(text, run.start, run.end) and advert(text[run.start : run.end]) > _HONEST_BY_FAR


def _goes_on(text: str, runs: Sequence[Run], advert: Opinion) -> bool:
    """Whether what stands outside the runs of a sentence reads like more of them."""
    rest = text
    for run in reversed(runs):
        rest = rest[: run.start] + rest[run.end :]
    return bool(_HAN.search(rest)) and advert(rest) > 0 and honest_words(rest) < 2


def _sells(text: str, found: Sequence[Sign], advert: Opinion) -> bool:
    """Whether a line does more than say how somebody is reached."""
    if found and only_reaches(text, 0, len(text), found):
        return advert(text) > _TOLD_HONESTLY
    return not found or not all(sign.reaches for sign in found) or advert(text) > 0


def _is_glued(text: str, found: Sequence[Run], advert: Opinion) -> bool:
    """Whether a line without a sentence, a title say, has words of work beside its one run of spam, or reads as honest there."""
    if len(found) != 1 or _OFFERS.search(found[0].why):
        return False
    before, after = text[: found[0].start], text[found[0].end :]
    if len(_BAR.split(text)) >= _ENTRIES and _BAR.search(text, max(0, found[0].start - 2), found[0].end):
        return False
    return any(
        honest_words(part) >= 2 or (len(_HAN.findall(part)) >= _TITLE and advert(part) < _HONEST_REST) for part in (before, after)
    )


def _is_advert(pieces: Sequence[_Piece], enough: float) -> bool:
    """Whether a line without a sentence is an advert as a whole: more speaks for it than against."""
    signs = sum(piece.signs for piece in pieces)
    names = {name for piece in pieces for name in piece.names}
    return signs >= enough and len(names) >= 2 and signs >= 1.5 * -sum(piece.honest for piece in pieces)


def _reads_like_one(text: str, pieces: Sequence[_Piece], sentence: bool, advert: Opinion, enough: float) -> bool:
    """Whether the model calls a line with at least a weak sign an advert, whatever page it stands on."""
    signs = min(sum(piece.signs for piece in pieces), ENOUGH)
    if len(text) < _READABLE or "\t" in text or signs < _HINT or (sentence and honest_words(text) > 1):
        return False
    likely, more = advert(text), (enough - ENOUGH)
    if sentence:
        if all(_PRAISE.match(name) for piece in pieces for name in piece.names):
            return False
        return likely > _TOLD_HONESTLY and likely + _BESIDE_SIGNS * signs >= _CERTAIN + more
    if _is_strung(text, _LIST_MARK, _STRUNG) and honest_words(text) < 2:
        return likely > _STRUNG_LEANING and likely + _BESIDE_SIGNS * signs >= _STRUNG_CERTAIN + more
    return likely > _LEANING and likely + _BESIDE_SIGNS * signs >= _CERTAIN + more


def _second_opinion(text: str, pieces: Sequence[_Piece], odd: float, advert: Opinion, enough: float) -> str:
    """Why a line that does not fit its page is an advert, by all that speaks for it together; nothing if it is none."""
    signs = min(sum(piece.signs for piece in pieces), enough)
    likely = max(-2.0, min(2.0, advert(text)))
    if signs + odd + _LIKELY * likely < enough - _DOUBT or (signs < 1 and likely <= 0):
        return ""
    return "; ".join(
        part for part in (_why(pieces), "does not fit the page", "reads like an advert" if likely > 0 else "") if part
    )


def _why(pieces: Sequence[_Piece]) -> str:
    names = Counter(name for piece in pieces for name in piece.names)
    return "; ".join(name for name, _ in names.most_common(4))


def _best(pieces: Sequence[_Piece], enough: float, fewest: int) -> Iterator[Run]:
    """Runs of pieces whose points sum to enough, with at least `fewest` different signs, from left to right.

    A run ends where its points are highest; it is given up when nothing of them is left, or `ENOUGH` of them is lost again.
    """
    start = 0
    while start < len(pieces):
        last, most, stopped = _richest(pieces, start)
        if most < enough:
            start = stopped
            continue
        if len({name for piece in pieces[start:last] for name in piece.names}) >= fewest:
            yield Run(pieces[start].start, pieces[last - 1].end, _why(pieces[start:last]))
        start = last


def _richest(pieces: Sequence[_Piece], start: int) -> tuple[int, float, int]:
    """Where the run from `start` has the most points, how many, and where looking on was given up."""
    total, most, last, place = 0.0, 0.0, start, start
    while place < len(pieces):
        total += pieces[place].points
        place += 1
        if total >= most:
            most, last = total, place
        if total <= 0 or total < most - ENOUGH:
            break
    return last, most, place


def _pieces(text: str, found: Sequence[Sign], shape: tuple[float, str]) -> list[_Piece]:
    made: list[_Piece] = []
    ordered = sorted(found, key=_place)
    words = honest_starts(text)
    done = 0
    for match in _PIECE.finditer(text):
        first = done
        while done < len(ordered) and ordered[done].place < match.end():
            done += 1
        inside = ordered[first:done]
        held = sum(match.start() <= place < match.end() for place in words)
        honest = max(_HONEST * held, _MOST_HONEST)
        names = dict.fromkeys([sign.name for sign in inside] + ([shape[1]] if shape[0] else []))
        made.append(_Piece(match.start(), match.end(), sum(sign.points for sign in inside) + shape[0], honest, tuple(names)))
    return made


def _place(sign: Sign) -> int:
    return sign.place


def _shape(text: str, setting: Setting, told: bool) -> tuple[float, str]:
    """Points for each piece of a line that is a list of search words: short pieces, no sentence, one word in most."""
    if _SENTENCE_MARK.search(text) or "\\t" in text:
        return 0.0, ""
    parts = [part for part in _LIST_MARK.split(text) if _WORD.search(part)]
    if len(parts) < 4 or sum(map(len, parts)) / len(parts) > 18:
        alone = setting.other_script and (setting.after_links or setting.at_head)
        return (0.8, "in the other script than the page") if alone else (0.0, "")
    if setting.announced or _LABEL.match(text):
        return 0.0, ""
    words = queries(text)
    if not told and (len(set(words)) < 2 or _EVERYDAY.issuperset(words)):
        return 0.0, ""
    asked = len(words) / len(parts)
    points = 0.5 * (_repeated(parts) >= 0.4 and asked > 0) + 0.9 * min(asked, 1.0) * (asked >= 0.3) + 0.5 * setting.other_script
    if not points:
        return 0.0, ""
    return points + 0.3 * (setting.after_links or setting.at_head) + 0.1 * bool(_BAR.search(text)), "a list of search words"


def _repeated(parts: Sequence[str]) -> float:
    """The share of parts that hold the pair of letters most of them hold."""
    pairs = Counter(pair for part in parts for pair in {part[place : place + 2] for place in range(len(part) - 1)})
    return max(pairs.values(), default=0) / len(parts)
