"""Whether the times of two facts agree, as far as both write them."""

from pipeline.record import WindowRecord


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
