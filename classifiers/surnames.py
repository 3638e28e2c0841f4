"""Surnames of one and two letters, common and rare, in Simplified (`corpus/lexicon/{,rare_}surnames.tsv`)."""

from functools import cache

from corpus import tables


@cache
def known() -> frozenset[str]:
    """All of them."""
    return frozenset((*tables.column("surnames", "surname"), *tables.column("rare_surnames", "surname")))


def begin(name: str) -> bool:
    """Whether a name in Simplified begins with one of them."""
    return name[:1] in known() or name[:2] in known()
