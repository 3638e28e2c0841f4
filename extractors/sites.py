"""What a user may say of the pages of a site; `extractors.web_sites` does what it says. No rule comes with the program."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec


class Site(msgspec.Struct, frozen=True):
    """The rules for a host and those below it. Selectors are XPath, or CSS of tags, classes, ids, blanks, ``>`` and commas.

    `drop` are texts: a line that holds one is not the article's.
    """

    host: str
    body: str = ""
    title: str = ""
    remove: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def site_of(sites: Sequence[Site], address: str) -> Site | None:
    """The rules for the host of an address: its own, else those of the nearest domain around it.

    >>> sites = [Site("example.cn"), Site("news.example.cn")]
    >>> site_of(sites, "https://a.news.example.cn/1").host, site_of(sites, "https://myexample.cn/1")
    ('news.example.cn', None)
    """
    try:
        host = "." + (urlsplit(address).hostname or "")
    except ValueError:
        return None
    fitting = [site for site in sites if host.endswith("." + site.host)]
    return max(fitting, key=_length, default=None)


def _length(site: Site) -> int:
    return len(site.host)
