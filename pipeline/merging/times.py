"""Whether the times of two facts agree, as far as both write them."""

import re

import msgspec

from classifiers.window import window
from pipeline.record import AchievementRecord, WindowRecord

_YEAR = re.compile(r"(?<![\d\-—–~～至到])((?:19|20)\d\d)年(?!度?(?:以来|起|至|到|底|末|前|后|间|[\d\-—–~～]))")
_UNDATED = WindowRecord("undated", None, None)
_TOTAL = re.compile("累计|截至|截止|以来|至今|迄今")
_ONLY_A_TIME = re.compile("(?:^|[。；，,;])[ \u3000]*[于在到至]?[0-9一二〇○零三四五六七八九年月日底初春夏秋季]{4,12}[，,]?$")
"""A clause that is nothing but a time belongs to the next: 2021年，“…”获一等奖."""
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def in_its_own_year(found: AchievementRecord, clause: str) -> AchievementRecord:
    """`found` with the one year that its own clause writes, where the sentence's time was taken for its own, or none.

    三年来，2022年节约86万元，2023年节约104万元 are figures of one year each. `clause` is up to the claim's end, in Simplified.
    """
    window, told = found.window, _ANY_YEAR.findall(clause)
    match = _YEAR.search(clause)
    if window.kind == "year" or match is None or len(told) != 1 or _TOTAL.search(clause):
        return found
    begins = not clause[: match.start()].strip(" \t于在")
    if not (window.kind == "period" or begins) or not _between(int(match[1]), years(window)):
        return found
    year = int(match[1])
    return msgspec.structs.replace(found, window=WindowRecord("year", year, year))


def bare_of_others(found: AchievementRecord, before: str, clause: str, after: str) -> tuple[AchievementRecord, bool]:
    """`found` without a time that only what follows in its sentence tells, and whether its time is another clause's before it.

    节约612万元，2019年被评为工匠 says nothing of when the money was saved; 2021年获奖，节约612万元 hardly does. `before` and
    `after` are what stands around the claim's clause in its sentence, all in Simplified. A time that none of them tells stays.
    """
    told = found.window
    if told.kind not in ("year", "period") or told.first is None or _tells(clause, told):
        return found, False
    if _tells(before, told):
        return found, not _ONLY_A_TIME.search(before)
    return (msgspec.structs.replace(found, window=_UNDATED) if _tells(after, told) else found), False


def _tells(words: str, told: WindowRecord) -> bool:
    return bool({told.first, told.last} & {int(year) for year in _ANY_YEAR.findall(words)}) or window(words).first == told.first


def one_count(one: WindowRecord, other: WindowRecord) -> bool:
    """Whether two counts are of one time: the same years, or both a total since the same year as far as both write it."""
    a, b = years(one), years(other)
    if a == b:
        return True
    since = ("cumulative", "undated")
    if one.kind in since and other.kind in since:
        return None in (a[0], b[0]) and None in (a[1], b[1])
    kinds = {one.kind, other.kind}
    return kinds == {"period", "cumulative"} and a[0] == b[0] and None in (a[1], b[1])


def same_time(one: WindowRecord, other: WindowRecord) -> bool:
    """Whether the years agree as far as both write them; a fact without years may be of any.

    A total since some year that equals the count of a year within it is of the same things: nothing came before.
    """
    a, b = years(one), years(other)
    if one.kind != other.kind and "cumulative" in (one.kind, other.kind):
        total, part = (a, b) if one.kind == "cumulative" else (b, a)
        return all(year is None or _between(year, total) for year in part)
    return a == b or all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))


def shared_time(one: WindowRecord, other: WindowRecord) -> bool:
    """Whether years overlap: a named thing happens once, and a paper may tell the years around it (2019年挂牌，2021年获评)."""
    (first, last), (start, end) = years(one), years(other)
    known = (first or last, last or first, start or end, end or start)
    return None not in known and known[0] <= known[3] and known[2] <= known[1]  # type: ignore[operator]


def _between(year: int, years: tuple[int | None, int | None]) -> bool:
    first, last = years
    return (first is None or year >= first) and (last is None or year <= last)


def years(window: WindowRecord) -> tuple[int | None, int | None]:
    """First and last year; one year is both, but a total since a year has no last."""
    if window.kind in ("cumulative", "period"):
        return window.first, window.last
    return window.first or window.last, window.last or window.first
