"""Rules for the pages of sites, from a TOML file of the user's: what `clean --sites FILE` reads.

::

    ["news.example.cn"]            # this host and all below it
    body = "div.article"           # the element that holds the article: XPath, or CSS of tags, classes, ids
    title = "h1"
    remove = ["div.ad", "//p[@class='more']"]
    drop = ["点击蓝字关注"]          # lines that hold this text
"""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from extractors.sites import Site
from pipeline.errors import ConfigError

KEYS = ("body", "title", "remove", "drop")


def load(path: Path) -> tuple[Site, ...]:
    """The rules in a file, by host. Raises ConfigError for what cannot be read, is no rule, or has a selector that is none."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return tuple(_site(host, rules, str(path)) for host, rules in sorted(given.items()))


def _site(host: str, rules: Any, where: str) -> Site:
    if not isinstance(rules, dict):
        raise ConfigError(f'{where}: {host} must be a table: ["{host}"]')
    for key in rules:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(KEYS)}"
            raise ConfigError(f"{where}: there is no key {key} for {host}; {hint}")
    from extractors.web_sites import compiled  # noqa: PLC0415  lxml loads slowly

    try:
        site = msgspec.convert({"host": host.lower().strip("."), **rules}, Site)
        for selector in filter(None, (site.body, site.title, *site.remove)):
            compiled(selector)
    except (msgspec.ValidationError, ValueError) as error:
        raise ConfigError(f"{where}: {host}: {error}") from error
    if "" in site.drop:
        raise ConfigError(f"{where}: {host}: an empty text to drop would drop every line")
    return site
