"""Why a sentence claims nothing, where its words say so: it is a rule, an appeal, a supposition, other people's totals."""

import re
from functools import cache

from corpus import tables

_OF_ONE = re.compile("该室|该工作室|该团队|[^，。；]{2,10}工作室(?:因|已|先后|累计)")
"""In a document of rules, what is told of one studio as an example."""


def reason(text: str, *, in_rules: bool = False) -> str | None:
    """Why `text` claims nothing; None where it may claim. `in_rules`: it stands in a document of rules."""
    if in_rules and not _OF_ONE.search(text):
        return "the document is a rule"
    match = _pattern()[0].search(text)
    return _pattern()[1][match.lastgroup or ""] if match else None


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = tables.rows("quiet")
    named = {f"q{number}": f"{row['kind']}: {row['why']}" for number, row in enumerate(rows)}
    return re.compile("|".join(f"(?P<q{number}>{row['pattern']})" for number, row in enumerate(rows))), named
