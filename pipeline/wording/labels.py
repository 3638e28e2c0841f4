"""The names that readers of a dossier or a workbook see: `corpus/lexicon/labels.tsv`, a row a name, a column a script."""

from functools import cache

from corpus import tables

SCRIPTS = ("hans", "hant")


def label(group: str, key: str | None, *, script: str = "hans") -> str:
    """The reader's name for `key`, such as a category or a reason; empty for None.

    Raises KeyError for a name the table lacks.

    >>> label("category", "ip_right"), label("category", "ip_right", script="hant")
    ('知识产权', '知識產權')
    """
    return "" if key is None else _names(script)[group, key]


def labelled(group: str, key: str) -> bool:
    """Whether the table has a name for `key`."""
    return (group, key) in _names("hans")


@cache
def _names(script: str) -> dict[tuple[str, str], str]:
    if script not in SCRIPTS:
        raise KeyError(f"no labels in script {script!r}; there are {', '.join(SCRIPTS)}")
    return {(row["group"], row["key"]): row[script] for row in tables.rows("labels")}
