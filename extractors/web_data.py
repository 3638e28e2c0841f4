"""The article of a page that shows none: as data in its scripts, from which a program in the browser would make the page.

Scripts are read as data and never run: JSON-LD, elements of type application/json, and objects or JSON strings that a script
assigns. Of all texts in them the one with the most sentences is the article.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extractors.web_markup import fragment

LEAST = 40
"""Letters of an article, at the least."""
LONGEST = 4_000_000
"""Letters of scripts that are read, all together."""
MOST_TRIES = 40
"""Places of a script at which a value is looked for."""
MOST_VALUES = 200_000
TITLES = ("title", "headline", "subject", "articletitle", "name")
TEXTS = ("text", "content", "html", "body", "paragraph", "value", "insert", "p")
TAGS = re.compile(r"<[^<>]{0,2000}>")
MARKUP = re.compile(r"<(?:p|br|div|section|span|img|h[1-6]|li)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[。！？]|[.!?](?=\s|$)")
ASSIGNED = re.compile(r"""=\s{0,9}(?=[{\[])|JSON\.parse\(\s{0,9}(?=")""")


def article(root: etree._Element) -> etree._Element | None:
    """An element with the headline and the article that the page's scripts hold; None when they hold none."""
    best, title, most = "", "", 0.0
    left = LONGEST
    for script in root.iter("script"):
        source = (script.text or "")[:left]
        left -= len(source)
        for value in _values(source, (script.get("type") or "").lower()):
            for text, headline in _texts(value):
                if (worth := _worth(text)) > most:
                    best, title, most = text, headline, worth
    return _element(best, title) if len(TAGS.sub("", best)) >= LEAST else None


def _values(source: str, kind: str) -> Iterator[Any]:
    """The values that a script is, or assigns."""
    if "json" in kind:
        yield from _decoded(source, 0)
        return
    for tried, found in enumerate(ASSIGNED.finditer(source)):
        if tried >= MOST_TRIES:
            return
        for value in _decoded(source, found.end()):
            yield from _decoded(value, 0) if isinstance(value, str) else (value,)


def _decoded(source: str, start: int) -> Iterator[Any]:
    """The JSON value at `start`, if one stands there."""
    while start < len(source) and source[start].isspace():
        start += 1
    try:
        yield json.JSONDecoder(strict=False).raw_decode(source, start)[0]
    except (ValueError, RecursionError):
        return


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text of a value that could be an article, with the title that stands beside it or above."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        thing, title = waiting.pop()
        if isinstance(thing, dict):
            own = next((text for key, text in thing.items() if key.lower() in TITLES and _is_title(text)), title)
            waiting += [(inner, own) for inner in thing.values()]
        elif isinstance(thing, list):
            waiting += [(inner, title) for inner in thing]
            yield "\n".join(filter(None, map(_paragraph, thing))), title
        elif isinstance(thing, str):
            yield thing, title


def _paragraph(item: Any) -> str:
    """A member of a list of paragraphs: a text, or an object that has one."""
    if isinstance(item, dict):
        item = next((text for key, text in item.items() if key.lower() in TEXTS and isinstance(text, str)), "")
    return item if isinstance(item, str) else ""


def _is_title(text: Any) -> bool:
    return isinstance(text, str) and 3 < len(text) <= 120 and "<" not in text


def _worth(text: str) -> float:
    """How much running text a string holds; 0 for what has no two sentences, or is an address or code."""
    marks = len(SENTENCE.findall(text))
    if marks < 2 or text.startswith(("http", "data:", "function")):
        return 0.0
    plain = TAGS.sub("", text)
    return min(len(plain), 80.0 * len(SENTENCE.findall(plain)))


def _element(text: str, title: str) -> etree._Element:
    made = etree.Element("article")
    if title:
        etree.SubElement(made, "h1").text = title
    if MARKUP.search(text):
        made.append(fragment(text))
        return made
    for line in text.splitlines():
        if line.strip():
            etree.SubElement(made, "p").text = "".join(letter if letter >= " " or letter == "\t" else " " for letter in line)
    return made
