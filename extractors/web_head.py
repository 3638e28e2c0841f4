"""What a page says of itself where no reader sees it: the title element, meta elements and JSON-LD, read as data alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from extractors.web_blocks import folded

LONGEST_VALUE = 2_000
LONGEST_DATA = 500_000
ADDRESS = re.compile(r"https?://[\w.-]{3,200}(?::\d{1,5})?/?(?:[/?#][^\s\x00-\x20<>\"]{0,1500})?", re.IGNORECASE)
SAVED = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,5}\)(\S{8,1500})")
ARTICLE_TYPES = frozenset({"article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "socialmediaposting"})


@dataclass(frozen=True, slots=True)
class Head:
    """The title element's text, meta values by lower-case name (the first of each), and the fields of JSON-LD articles.

    `address` is what the page calls its own address: as its canonical link, for sharing, as data, or as a browser that saved it
    noted; empty when it tells none.
    """

    title: str
    meta: dict[str, str]
    data: dict[str, str]
    address: str = ""

    def first(self, *names: str) -> str:
        """The first non-empty meta value of these names."""
        return next((self.meta[name] for name in names if self.meta.get(name)), "")


def read(root: etree._Element, source: str = "") -> Head:
    """The head of the page with this root; `source` is the first of its markup, where browsers leave a note."""
    element = root.find(".//title")
    title = folded((element.text or "")[:LONGEST_VALUE]) if element is not None else ""
    meta: dict[str, str] = {}
    for found in root.iter("meta"):
        name = found.get("property") or found.get("name") or found.get("itemprop") or ""
        content = folded((found.get("content") or "")[:LONGEST_VALUE])
        if name and content:
            meta.setdefault(name.strip().lower()[:80], content)
    data = _linked_data(root)
    saved = SAVED.search(source)
    return Head(title, meta, data, _address(root, meta, data, saved[1] if saved else ""))


def _address(root: etree._Element, meta: Mapping[str, str], data: Mapping[str, str], saved: str) -> str:
    """The first of what the page declares that is the whole address of a page on a site."""
    links = (link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    declared = (*links, meta.get("og:url", ""), meta.get("twitter:url", ""), data.get("url", ""), saved)
    return next((value for value in map(str.strip, declared) if ADDRESS.fullmatch(value)), "")


def _linked_data(root: etree._Element) -> dict[str, str]:
    """headline, author, publisher, datePublished and the like of the first article that JSON-LD describes."""
    fields: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "")[:LONGEST_DATA]
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            if str(thing.get("@type", "")).lower() in ARTICLE_TYPES:
                for key in ("headline", "description", "datePublished", "author", "publisher", "editor", "url"):
                    fields.setdefault(key, _named(thing.get(key)))
    return {key: value for key, value in fields.items() if value}


def _things(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outer ones first."""
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _things(item, depth + 1)


def _named(value: Any) -> str:
    """A string, or the name of a thing or things."""
    if isinstance(value, str):
        return folded(value[:LONGEST_VALUE])
    if isinstance(value, dict):
        return _named(value.get("name"))
    if isinstance(value, list):
        return " ".join(filter(None, (_named(item) for item in value[:10])))
    return ""
