"""Characters that a reader cannot see, or that turn a line around, made visible before anything is shown."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """`text` with each invisible or direction-changing character written as its code point.

    >>> visible("授权\\u200b3项\\u202e")
    '授权⟨U+200B⟩3项⟨U+202E⟩'
    """
    return _UNSEEN.sub(_sign, text)


def pieces(text: str) -> list[tuple[bool, str]]:
    """`text` in runs: (True, the code point) for each unseen character, (False, run) for what lies between.

    >>> pieces("3\\u200b项")
    [(False, '3'), (True, 'U+200B'), (False, '项')]
    """
    found: list[tuple[bool, str]] = []
    done = 0
    for match in _UNSEEN.finditer(text):
        if match.start() > done:
            found.append((False, text[done : match.start()]))
        found.append((True, f"U+{ord(match[0]):04X}"))
        done = match.end()
    if done < len(text):
        found.append((False, text[done:]))
    return found


def _sign(match: "re.Match[str]") -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
