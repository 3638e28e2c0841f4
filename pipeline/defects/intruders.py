"""Signs set inside words against copying or filters: 小(🕤)驿站, 技🕤术, one Cyrillic letter in the midst of Han.

Pictures at the end of a phrase and Greek letters (α粒子) are the writer's own and stay. Cyrillic and Greek letters that look
like Latin ones inside a Latin word are made Latin.
"""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PICTURE = (
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u25b1\u25b4-\u25ca\u25cc\u25d0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_FOREIGN = (
    "[\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff]"
)
TRIGGER = re.compile(f"{_PICTURE}|{_FOREIGN}|[Α-Ωο][A-Za-z]|[A-Za-z][Α-Ωο]")
_BRACKETED = re.compile(f"(?<=[{_HAN}])[(（\\[【]\\s?(?:{_PICTURE}|{_FOREIGN}){{1,4}}\\s?[)）\\]】](?=[{_HAN}])")
_BETWEEN = re.compile(f"(?<=[{_HAN}]){_PICTURE}{{1,4}}(?=[{_HAN}])")
_BREAK = re.compile(f"(?<=[。！？])({_FOREIGN})(?=[{_HAN}“])")
_LONE = re.compile(f"(?<=[{_HAN}，、；：])({_FOREIGN})(?=[{_HAN}])")
_LIKE_LATIN = "АВЕКМНОРСТУХасеорухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_WORD = re.compile(f"[A-Za-z{_LIKE_LATIN}]{{2,40}}")
_LATIN = str.maketrans(_LIKE_LATIN, "ABEKMHOPCTYXaceopyxiABEZHIKMNOPTYXo")


def edits(text: str) -> Iterator[Edit]:
    """Such signs taken out, one that stands for a line's end made one.

    >>> [(edit.span, edit.text) for edit in edits("小(🕤)驿站，ВIM认证，α粒子👍")]
    [(Span(start=1, end=4), ''), (Span(start=7, end=10), 'BIM')]
    """
    found = [Edit(Span(*sign.span()), "", "picture or foreign letter inside a word") for sign in _BRACKETED.finditer(text)]
    found += [Edit(Span(*sign.span()), "", "picture inside a word") for sign in _BETWEEN.finditer(text)]
    found += [Edit(Span(*sign.span()), "\n", "foreign letter in the place of a line's end") for sign in _BREAK.finditer(text)]
    found += [Edit(Span(*sign.span()), "", "foreign letter inside a word") for sign in _LONE.finditer(text)]
    found += [
        Edit(Span(*word.span()), word[0].translate(_LATIN), "foreign letter that looks like a Latin one")
        for word in _WORD.finditer(text)
        if not word[0].isascii() and any(letter.isascii() for letter in word[0])
    ]
    yield from sorted(found, key=_start)


def _start(edit: Edit) -> Span:
    return edit.span
