"""Text that a spreadsheet program would take for a formula."""

LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""First letters that make a spreadsheet program take text for a formula, or swallow the letter."""


def as_text(value: str) -> str:
    """`value` so that it stays text in a CSV file too: behind an apostrophe where it begins as formulas do.

    >>> as_text("=1+1"), as_text("授权3项")
    ("'=1+1", '授权3项')
    """
    return f"'{value}" if value.startswith(LEADS) else value
