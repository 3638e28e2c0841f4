"""Signs of an advert in a line: its words, ways to be reached, appeals to the reader, disguise. Each has points and a place."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from classifiers.folding import Folded
from classifiers.prefilter import Patterns, grams
from classifiers.terms import Finder, Found
from corpus import tables

_REACH = (
    (
        2.5,
        "messenger account",
        re.compile(
            "(?:微信|薇信|威信|徽信|卫星|微|薇|扣扣|企鹅|vx|v信|v芯|wx|wechat|weixin|qq|tg|飞机|电报|telegram|whatsapp|line|[qv](?=[:：]))"
            "(?:号|群|同号|联系|咨询|客服|同步|手机|[:：+@/])*[ ]?[a-z0-9@][a-z0-9_-]{4,}"
        ),
    ),
    (
        1.2,
        "address of a site",
        re.compile(
            "(?:https?|www)[:/.]*[a-z0-9][^\u3400-\u9fff\\s，。；、]{4,}"
            "|(?<![a-z0-9@.-])[a-z0-9-]{2,30}(?:\\.?(?:com|net|cc|vip|xyz|top|app|win|bet|club|icu)|\\.(?:info|me|tv))(?![a-z0-9])"
        ),
    ),
    (1.2, "telephone number", re.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|(?<!\\d)400[- ]?\\d{3,4}[- ]?\\d{3,4}(?!\\d)")),
    (
        0.8,
        "appeal to the reader",
        re.compile(
            "找我|联系我|加我|私我|问我|找上好|欢迎(?:来电|咨询|加|选购|订购|广大)|需要的(?:联系|加|来)?|请(?:加|添加)|添加.{0,6}微信|点击(?:头像|进入|领取|链接|下载)|扫码(?:领|进|加|咨询)|就找|就上|想.{1,6}(?:找|加)"
        ),
    ),
    (
        0.8,
        "promise of a seller",
        re.compile(
            "(?:保证|包|确保)(?:成功|通过|过|会|赢|下|退|真|录取|拿证)|不成功|不过(?:全额)?退|全额退款|成功后(?:收费|付款)|先.{1,4}后(?:付|款)|(?:全国|长期)(?:接单|办理|出售|供应|有效)|[零0]元(?:起|购|注册)|(?:一|当|半|三)天(?:出证|放款|拿证|到账)|(?:利息|点数|价格|费率)(?:低|优)|[一二三四五六七八九十]{1,3}年(?:老店|老品牌|信誉)|名额仅|仅剩|永久免[费封]|24小时(?:在线|客服|自动|提款|急速|极速)|日赚|月入"
        ),
    ),
)
_REACHED = frozenset({"messenger account", "telephone number", "address of a site"})
_LATIN = re.compile("[a-z]{2}")
_LATIN_WORD = re.compile("(?<![A-Za-z0-9])[a-z]{2,6}(?![A-Za-z0-9])")
_IN_HAN = re.compile("[\u3400-\u9fff]")
_MANY = 5
"""Syllables that make a line one of pinyin."""
_STRANGE = "[^\\w\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f|｜,;:!?（）()“”《》『』「」℃°′″‰\\s·.%/+～~-]"
_STRANGE_MARK = re.compile(_STRANGE)
_DISGUISE = re.compile(f"[\u3400-\u9fff]{_STRANGE}{{1,3}}[\u3400-\u9fff]")
_LEAST_DISGUISED = 3
_SHORT = 3
"""Letters of a word that may come about by accident; one less for a word of `_HARDLY_HONEST` points."""
_HARDLY_HONEST = 3.0
_QUOTED = re.compile("“[^“”]{2,24}”|「[^「」]{2,24}」|『[^『』]{2,24}』|‘[^‘’]{2,24}’|《[^《》]{2,24}》")
_QUOTED_SHARE, _SPEAKER = 0.4, 4
"""The share of a quotation that adverts' words must be, and the letters beside it of somebody who speaks of them."""
_QUERY = re.compile(
    "多少钱|哪家|哪里|哪个|怎么(?:样|办|治|走)|如何|排名|排行|价格|费用|下载|官网|网址|入口|登录|注册|在线|免费|高清|视频|平台|app|最新|网站|玩法|攻略|技巧|推荐|专区|大全|试玩|图片|小说|电影|论坛|资料"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of adverts, each with its points and what it shows."""

    words: dict[str, tuple[float, str]]
    finder: Finder


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, at a place of the line."""

    place: int
    points: float
    name: str
    end: int = 0
    """Where it ends; 0 for a sign that is no word."""

    @property
    def reaches(self) -> bool:
        """Whether it only tells how somebody is reached, as honest notices do too."""
        return self.addresses or self.name.startswith("contact")

    @property
    def addresses(self) -> bool:
        """Whether it is a telephone number, an account or an address itself."""
        return self.name in _REACHED

    @property
    def praises(self) -> bool:
        """Whether it says no more than how well, cheap or fast, as honest offers do too."""
        return self.name.startswith("pitch")


@cache
def lexicon(without: str = "") -> Lexicon:
    """The words of adverts, but for the kinds named in `without` (blanks between), as evaluation asks for a kind unheard of.

    Raises ValueError for a kind that the table does not have.
    """
    rows = tables.rows("spam_terms")
    left_out = set(without.split())
    if unknown := left_out - {row["kind"] for row in rows}:
        kinds = ", ".join(sorted({row["kind"] for row in rows}))
        raise ValueError(f"no kind of spam {', '.join(sorted(unknown))}; there are {kinds}")
    words = {row["term"]: _worth(row) for row in rows if row["kind"] not in left_out}
    return Lexicon(words, Finder(words))


def signs(text: str, fold: Folded, words: Lexicon) -> list[Sign]:
    """Every sign in a line, in no order. Words inside honest look-alikes have none, nor have those that somebody quotes."""
    pairs = grams(fold.text)
    found = [] if words.finder.begins.isdisjoint(pairs) else _unquoted(text, list(_word_signs(fold, words, pairs)))
    for number in _reach().possible(pairs):
        points, name, _ = _REACH[number]
        matches = _reach().pattern(number).finditer(fold.text)
        found += [Sign(fold.place(match.start()), points, name, fold.place(match.end() - 1) + 1) for match in matches]
    if _LATIN.search(text):
        found += _pinyin_signs(text)
    if len(_STRANGE_MARK.findall(text)) >= _LEAST_DISGUISED:
        disguised = [match.start() for match in _DISGUISE.finditer(text)]
        if len(disguised) >= _LEAST_DISGUISED:
            found += [Sign(place, 0.7, "signs set between letters", place + 1) for place in disguised]
    return found


def _pinyin_signs(text: str) -> Iterator[Sign]:
    """Syllables in Latin letters in the place of a letter (贷kuan), or as a whole line of them (jia wei xin)."""
    whole = sum(one[0] in _syllables() for one in _LATIN_WORD.finditer(text)) >= _MANY
    for one in _LATIN_WORD.finditer(text):
        beside = _IN_HAN.match(text[max(0, one.start() - 1)]) or _IN_HAN.match(text[one.end() : one.end() + 1])
        if one[0] in _syllables() and ((beside and len(one[0]) > 2) or whole):
            yield Sign(one.start(), 0.7 if whole else 1.5, "pinyin in the place of letters", one.end())


def queries(text: str) -> list[str]:
    """The words of a text that people type into a search box; those inside honest words are none."""
    pieces, done = [], 0
    for start, end, _ in lookalikes().finditer(text):
        pieces.append(text[done:start])
        done = end
    return _QUERY.findall("".join((*pieces, text[done:])))


def honest_words(text: str) -> int:
    """How many words of work, awards and offices a text has."""
    return sum(1 for _ in _honest().finditer(text))


def honest_starts(text: str) -> list[int]:
    """Where such words begin."""
    return [found.start for found in _honest().finditer(text)]


def honest_places(text: str) -> set[int]:
    """The places of letters in words of work, awards and offices."""
    return {place for found in _honest().finditer(text) for place in range(found.start, found.end)}


def warns(text: str, *, kinds: "frozenset[str] | None" = None) -> bool:
    """Whether a text speaks against adverts, or of what they abuse, rather than being one.

    With `kinds`, those of the adverts in question, a word that belongs to one kind's honest trade counts for that kind alone.
    """
    words = _warnings()
    found = _warning_finder().finditer(text)
    return any(kinds is None or not words[one.term] or words[one.term] in kinds for one in found)


def _word_signs(fold: Folded, words: Lexicon, pairs: set[str]) -> Iterator[Sign]:
    safe = list(lookalikes().within(fold.text, pairs))
    for found in words.finder.finditer(fold.text):
        points, name = words.words[found.term]
        if not is_inside(found, safe) and not _is_accident(fold.text, found, points):
            yield Sign(fold.place(found.start), points, name, fold.place(found.end - 1) + 1)


def _is_accident(text: str, found: Found, points: float) -> bool:
    """Whether a short word comes of letters that belong to the words beside it: 快三 in 加快三个, 下注 in 井下注浆."""
    short = _SHORT if points < _HARDLY_HONEST else _SHORT - 1
    return len(found.term) <= short and not edges(text).issuperset((found.start, found.end))


@lru_cache(maxsize=16)
def edges(text: str) -> frozenset[int]:
    """The places at which the words of `text` begin and end, by the dictionary of jieba."""
    import rjieba  # noqa: PLC0415  its dictionary takes a quarter of a worker's start, and few documents ask it

    return frozenset(accumulate(map(len, rjieba.cut(text, False)), initial=0))


def _unquoted(text: str, found: Sequence[Sign]) -> list[Sign]:
    """The words that are not spoken of: a sentence that sets nothing but an advert between quotation marks quotes it."""
    quotes = [quote.span() for quote in _QUOTED.finditer(text)] if found else []
    if not quotes or len(_IN_HAN.findall(_QUOTED.sub("", text))) < _SPEAKER:
        return list(found)
    quoted: set[int] = set()
    for start, end in quotes:
        inside = [place for place, sign in enumerate(found) if start < sign.place < end]
        if sum(found[place].end - found[place].place for place in inside) >= _QUOTED_SHARE * (end - start - 2):
            quoted.update(inside)
    return [sign for place, sign in enumerate(found) if place not in quoted]


def is_inside(found: Found, others: Sequence[Found]) -> bool:
    """Whether a word stands wholly within one of `others`."""
    return any(other.start <= found.start and found.end <= other.end for other in others)


def _worth(row: dict[str, str]) -> tuple[float, str]:
    weight = int(row["weight"])
    return (0.4, 1.5, 3.0)[weight - 1], f"{row['kind']}: {row['term']}" if weight > 1 else "words of adverts"


@cache
def _reach() -> Patterns:
    return Patterns([pattern.pattern for _, _, pattern in _REACH])


@cache
def lookalikes() -> Finder:
    """Honest words that share letters with those of adverts."""
    return Finder(tables.column("lookalikes", "term"))


@cache
def _syllables() -> frozenset[str]:
    """Every syllable of Mandarin, without tones."""
    plain = (unicodedata.normalize("NFD", row["reading"]) for row in tables.rows("pinyin"))
    return frozenset("".join(letter for letter in one if letter.isascii()) for one in plain)


@cache
def _honest() -> Finder:
    return Finder(tables.column("honest_terms", "term"))


@cache
def _warnings() -> dict[str, str]:
    return {row["term"]: row["kind"] for row in tables.rows("warnings")}


@cache
def _warning_finder() -> Finder:
    return Finder(_warnings())
