"""What is ticked in a form's cell that offers several answers: ☑劳模创新工作室 □职工创新工作室."""

import re

TICKED, OPEN = "☑☒✓✔√■", "□☐◻"
BOXES = TICKED + OPEN
_BEFORE = re.compile(rf"([{BOXES}])\s*([^{BOXES}]*)")
_BEHIND = re.compile(r"([^\s（）()、，,；;/]{1,40})\s{0,4}[（(]\s{0,4}([√✓✔☑]?)\s{0,4}[）)]")


def ticked(value: str) -> str:
    """The answers that are ticked, none where every box is open; a value without boxes as it is.

    A mark stands before its answer, or in brackets behind it. A lone mark before a value is no choice, and is left out.

    >>> ticked("☑劳模创新工作室 □工匠创新工作室"), ticked("国有（√） 民营（ ）"), ticked("□是 □否"), ticked("省级")
    ('劳模创新工作室', '国有', '', '省级')
    """
    if any(box in value for box in BOXES) and _BEFORE.match(value.strip()):
        chosen = [answer.strip(" \t、，,；;/") for box, answer in _BEFORE.findall(value) if box in TICKED]
        return "、".join(answer for answer in chosen if answer)
    behind = _BEHIND.findall(value)
    if len(behind) > 1 and any(mark for _, mark in behind) and not _BEHIND.sub("", value).strip(" 、，,；;/"):
        return "、".join(answer for answer, mark in behind if mark)
    return value
