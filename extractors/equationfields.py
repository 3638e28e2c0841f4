"""What fields of the sort EQ print: letters over, around and above one another, from before Word had anything else for them.

Word and WPS still write circled letters (带圈字符) so, and readings above letters (拼音指南) in old files.
"""

import re

READING = re.compile(r"\\o\S*?\s*\(\s*\\s\\up\s*[\d.]+\s*\(([^()]*)\)\s*[,;，]\s*([^()]*)\)", re.IGNORECASE)
FRACTION = re.compile(r"\\f\s*\(([^(),;]*)[,;]([^(),;]*)\)", re.IGNORECASE)
OVER = re.compile(r"\\o(?:\\[a-z]+)*\s*\(([^(),;]*)[,;]([^(),;]*)\)", re.IGNORECASE)
SWITCH = re.compile(r"\\[a-z]+\s*[\d.]*", re.IGNORECASE)
SHAPES = frozenset("○◯〇□△◇")
CIRCLED = {str(number): chr(0x2460 + number - 1) for number in range(1, 21)}


def printed(code: str) -> str:
    """The letters that the code of a field shows; empty for a field of another sort.

    >>> printed(r"EQ \\o\\ac(○,3)"), printed(r"eq \\f(1,2)"), printed(r"eq \\o\\ad(\\s\\up 11(gong),工)"), printed("PAGE")
    ('③', '1/2', '工(gong)', '')
    """
    name, _, rest = code.strip().partition(" ")
    if name.upper() != "EQ":
        return ""
    text = READING.sub(r"\2(\1)", rest)
    if text != rest:
        return text.strip()
    text = OVER.sub(_over, FRACTION.sub(r"\1/\2", text))
    return re.sub(r"[()\s]|[,;](?=\S)", "", SWITCH.sub("", text)) if "\\" in text else text.strip()


def _over(found: re.Match[str]) -> str:
    """Two letters in one place: of a shape and what stands in it, the latter; a circled number is a sign of its own."""
    first, second = found[1].strip(), found[2].strip()
    if first in SHAPES or second in SHAPES:
        inner = second if first in SHAPES else first
        return CIRCLED.get(inner, inner)
    return first + second
