"""What an organisation tells of its own services in words that adverts use too: its readers' group, forms to load, a VPN account.

Such words are no signs of an advert where the line names who serves whom and how one goes about it, and nothing of price,
promise or trade stands in it. The words are data (`corpus/lexicon/own_services.tsv`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from classifiers.advert import Opinion
from classifiers.folding import Folded
from classifiers.signs import Sign
from classifiers.stretch import Run
from corpus import tables

_HARDLY_HONEST = 3.0
_LEAST_SOLD = 12
"""Letters beside the service's own words from which a run may hold an advert too."""
_HAN = re.compile("[\u3400-\u9fff]")
_SELLER = "seller"


@dataclass(frozen=True, slots=True)
class _Service:
    """A kind of service: its words, and what must stand in the line with them."""

    is_account: bool
    served: re.Pattern[str]
    speaker: re.Pattern[str]
    told: re.Pattern[str]


def places(fold: Folded, found: Sequence[Sign]) -> frozenset[int]:
    """The places of a line's letters that tell of an organisation's own service; none where anything is sold.

    >>> from classifiers.folding import folded
    >>> len(places(folded("图书馆电子资源须用VPN访问。"), ())), len(places(folded("VPN批发，图书馆电子资源。"), ()))
    (3, 0)
    """
    text = fold.text
    reached = any(sign.addresses for sign in found)
    told = [one for one in _services() if (one.is_account or not reached) and one.speaker.search(text) and one.told.search(text)]
    if not told or _seller().search(text):
        return frozenset()
    words = [match for one in told for match in one.served.finditer(text)]
    inside = frozenset(fold.place(place) for match in words for place in range(match.start(), match.end()))
    sold = any(sign.points >= _HARDLY_HONEST and sign.place not in inside for sign in found)
    return frozenset() if sold else inside


def is_served(text: str, run: Run, own: frozenset[int], advert: Opinion) -> bool:
    """Whether a run tells of nothing but the services at the places `own`: what else is in it is short, or reads as honest."""
    if own.isdisjoint(range(run.start, run.end)):
        return False
    rest = "".join(text[place] for place in range(run.start, run.end) if place not in own)
    return len(_HAN.findall(rest)) < _LEAST_SOLD or advert(rest) <= 0


@cache
def _services() -> tuple[_Service, ...]:
    rows = [row for row in tables.rows("own_services") if row["service"] != _SELLER]
    return tuple(
        _Service(row["account"] == "yes", *(re.compile(row[column]) for column in ("served", "speaker", "told"))) for row in rows
    )


@cache
def _seller() -> re.Pattern[str]:
    return next(re.compile(row["told"]) for row in tables.rows("own_services") if row["service"] == _SELLER)
