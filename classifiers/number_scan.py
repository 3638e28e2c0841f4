"""Where numbers stand in a text: written numbers with their units, and numbers that date or name and count nothing.

What the patterns find is read by `classifiers.quantity`. Units stand in `corpus/lexicon/units.tsv`, words that only begin like a
unit in `unit_followers.tsv`, numbers that count nothing in `number_masks.tsv` and `not_quantities.tsv`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from classifiers import numerals, terms
from corpus import tables
from pipeline.document import Approx

Kind = Literal[
    "count", "person", "times", "time", "percent", "ratio", "energy", "mass", "length", "area", "volume", "power", "money",
    "bare",
]  # fmt: skip
LETTERS = numerals.HAN[1:-1]
"""The letters of Chinese numerals."""
_NAMED = {
    "<year>": r"(?:19|20)\d{2}",
    "<roc>": r"(?:9\d|1[0-3]\d)",
    "<day>": r"\d{1,2}\s*[日号]",
    "<han>": f"[{LETTERS}]",
    "<letters>": LETTERS,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: its name, its kind, where it ends, and the word of approximation behind it (以上, 余)."""

    unit: str
    kind: Kind
    end: int
    suffix: str


@cache
def scanner() -> re.Pattern[str]:
    """Every number of a text, named by what it is: a mask (it counts nothing), plain, a share, tenths, several or a half."""
    masks = [_filled(row["pattern"]) for row in tables.rows("number_masks")]
    masks.append(terms.pattern(tables.column("not_quantities", "term")) + "(?!时)")
    approx = "[余多来几]"
    scales = rf"{approx}?\s?(?:(?<!\s)(?!千[瓦米克伏卡焦])[十百千])?{approx}?[万亿]{{0,2}}(?:(?<=[万亿])\d+(?:\.\d+)?[百千]?万?)?"
    powers = r"(?<![\d.])(?:\d{1,4}[万亿]){0,2}\d[千百]\d[百十](?:\d十)?\d?(?![\d.])[万亿]?"
    mixed = rf"(?:{powers}|(?:{numerals.ARABIC})\s?(?:{scales})){approx}?"
    digit = f"(?!千[瓦米克伏卡焦])[{LETTERS}万亿]"
    spoken = rf"(?:{digit}(?:{digit}|(?<=[{LETTERS}])点(?=[{LETTERS}])|{approx}(?=[万亿百千]))*){approx}?"
    number = rf"(?:{mixed}|{spoken})"
    several = rf"(?:[数几多]|好几|若干|诸多|众多|许多|不少)(?:[十百千万亿]+{approx}?)?"
    whole = r"(?P<whole>[十百]?万|百|千|[二三四五六七八九十]{1,3}|\d+)"
    share = rf"{whole}分之(?P<part>[{LETTERS}]+(?:点[{LETTERS}]+)?|\d+(?:\.\d+)?)(?!一流)"
    other_words = "果员本功立为品熟套型长就绩效分份交才名"
    tens = r"(?P<tens>[一二两三四五六七八九十](?:点[一二三四五六七八九])?|\d(?:\.\d)?)"
    tenths = rf"{tens}成(?P<ones>[一二三四五六七八九半多余])?(?![{other_words}])"
    coin = f"[{LETTERS}]{{1,9}}|{numerals.ARABIC}"
    coins = rf"(?P<yuan>{coin})块(?P<mao>[一二三四五六七八九])(?:毛(?P<fen>[一二三四五六七八九])?分?钱?|钱|(?=[，。；、)]|$))"
    small = r"(?P<mao2>[一二两三四五六七八九])毛(?P<fen2>[一二三四五六七八九])?(?:分)?钱?"
    doubled = r"翻(?:了|上)?(?:近|将近)?(?P<times>[一二两三四五])番"
    amount = rf"\d{{1,4}}|[{LETTERS}]{{1,5}}"
    clock = rf"(?P<hours>{amount})个?小时(?P<minutes>{amount})分(?![之钟])|(?P<minutes2>{amount})分钟?零?(?P<seconds>{amount})秒"
    pair = r"(?P<pair>[俩仨])(?![人口儿月])"
    return re.compile(
        rf"(?P<coins>{coins}|{small})|(?P<doubled>{doubled})|(?P<clock>{clock})|(?P<pairs>{pair})|(?P<half>(?<=[了低少短约省减快掉])(?:将近|近|约)?一半(?!以上|的)|(?<=[降缩减][低短少了])一半以上|(?<=[压下][缩降])一半以上)|(?P<share>{share})|(?P<mask>{'|'.join(masks)})|(?P<tenths>{tenths})"
        rf"|(?P<plain>(?P<number>{number})(?:(?:[-–—~]{{1,2}}|至|到)(?P<second>{number}))?)"
        rf"|(?P<several>{several})(?={_any_unit()})"
    )


def unit_at(text: str, position: int) -> Unit | None:
    """The unit that begins at `position`, after a blank at most."""
    match = _units().match(text, position)
    if match is None:
        return None
    written = match["unit"]
    unit, kind = _unit_table()[written]
    end = match.end("unit")
    if written[-1].isascii() and written[-1].isalpha() and end < len(text) and text[end].isascii() and text[end].isalpha():
        return None
    if any(text.startswith(word, match.start("unit")) for word in _followers().get(written, ())):
        return None
    if written == "个" and (point := _POINT_UNIT.match(text, end)):
        return Unit("百分点", "percent", point.end(), "余" if point["more"] else "")
    if written == "个" and (split := _SPLIT_UNIT.match(text, end)):
        name = {"月": "个月", "星期": "周"}.get(split["of"], split["of"])
        return Unit(name, "time", split.end(), split["half"] or "余")
    return Unit(unit, kind, end, match["suffix"] or "")


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<unit>{terms.pattern(_unit_table())})(?P<suffix>{terms.pattern(suffixes())})?")


@cache
def _unit_table() -> dict[str, tuple[str, Kind]]:
    return {row["written"]: (row["unit"], _kind(row["kind"])) for row in tables.rows("units")}


def _kind(name: str) -> Kind:
    if name not in get_args(Kind):
        raise ValueError(f"units.tsv: unknown kind {name!r}")
    return cast(Kind, name)


@cache
def _followers() -> dict[str, tuple[str, ...]]:
    followers: dict[str, list[str]] = {}
    for row in tables.rows("unit_followers"):
        followers.setdefault(row["unit"], []).append(row["word"])
    return {unit: tuple(words) for unit, words in followers.items()}


def _any_unit() -> str:
    return terms.pattern(written for written, (_, kind) in _unit_table().items() if kind != "power")


def _count_units() -> str:
    return terms.pattern(
        written for written, (_, kind) in _unit_table().items() if kind in ("count", "person") and not written.isascii()
    )


def _filled(pattern: str) -> str:
    for name, meant in _NAMED.items():
        pattern = pattern.replace(name, meant)
    return pattern.replace("<counts>", _count_units())


@cache
def suffixes() -> dict[str, Approx]:
    """Words behind a unit that say how exact the number is."""
    return {row["word"]: _approx(row["approx"]) for row in tables.rows("unit_suffixes")}


def _approx(name: str) -> Approx:
    if name not in get_args(Approx):
        raise ValueError(f"unit_suffixes.tsv: unknown approximation {name!r}")
    return cast(Approx, name)


_SPLIT_UNIT = re.compile("(?:[多余]|(?P<half>半))(?P<of>月|小时|星期)")
_POINT_UNIT = re.compile("(?P<more>[多余]?)(?:百分点|点(?![一-龥]))")
