"""What a user says of the pages of a site: which element holds the article, which its title, what is not the article's.

Rules come from a file of the user's (`pipeline.sites`); none comes with the program. They only change roles: what they take out
of the article stays in the text, with the rule as its reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from extractors.sites import Site
from extractors.web_blocks import Page, Run, xpath
from extractors.web_judge import Verdict


def applied(site: Site, page: Page, runs: Sequence[Run], root: etree._Element, verdict: Verdict) -> Verdict:
    """The verdict on the visible `runs` of a page as the rules of its site change it.

    A selector that finds nothing on the page changes nothing.
    """
    paths = [xpath(page, run.node) for run in runs]
    roles, whys, title = list(verdict.roles), list(verdict.whys), verdict.title
    rules = f"the rules for {site.host}"
    if body := set(_within(paths, _places(root, site.body))):
        for i in range(len(runs)):
            if i in body:
                roles[i], whys[i] = None, f"the body by {rules}"
            elif roles[i] in (None, "title"):
                roles[i], whys[i] = "nav", f"outside the body by {rules}"
    if named := list(_within(paths, _places(root, site.title))):
        title = named[0]
        roles[title], whys[title] = "title", f"the title by {rules}"
    for i, why in _taken_out(site, paths, runs, root):
        if i != title:
            roles[i], whys[i] = "nav", f"{why} by {rules}"
    return Verdict(tuple(roles), tuple(whys), title)


def compiled(selector: str) -> etree.XPath:
    """A selector as XPath. Raises ValueError for one that is neither that nor plain CSS.

    >>> compiled("div.main > p, #note").path
    "//div[contains(concat(' ', normalize-space(@class), ' '), ' main ')]/p | //*[@id='note']"
    """
    written = selector.strip()
    path = written if written.startswith(("/", ".", "(")) and not CLASS_FIRST.match(written) else _from_css(written)
    try:
        return etree.XPath(path)
    except etree.XPathSyntaxError as error:
        raise ValueError(f"{selector!r} is no XPath: {error}") from error


CLASS_FIRST = re.compile(r"\.[\w-]")
SIMPLE = re.compile(r"(?P<tag>\*|[a-zA-Z][\w-]*)?(?P<marks>(?:[.#][\w-]+)*)")


def _from_css(selector: str) -> str:
    return " | ".join("".join(_steps(part)) for part in selector.split(","))


def _steps(selector: str) -> Iterator[str]:
    words = selector.replace(">", " > ").split()
    if not words or words[0] == ">" or words[-1] == ">":
        raise ValueError(f"{selector!r} is no selector")
    axis = "//"
    for word in words:
        if word == ">":
            axis = "/"
            continue
        found = SIMPLE.fullmatch(word)
        if not found:
            raise ValueError(f"{word!r} is more than tags, classes and ids: write it as XPath")
        yield axis + (found["tag"] or "*") + "".join(map(_test, re.findall(r"[.#][\w-]+", found["marks"])))
        axis = "//"


def _test(mark: str) -> str:
    if mark[0] == "#":
        return f"[@id='{mark[1:]}']"
    return f"[contains(concat(' ', normalize-space(@class), ' '), ' {mark[1:]} ')]"


def _taken_out(site: Site, paths: Sequence[str], runs: Sequence[Run], root: etree._Element) -> Iterator[tuple[int, str]]:
    for selector in site.remove:
        for i in _within(paths, _places(root, selector)):
            yield i, f"removed ({selector})"
    for i, run in enumerate(runs):
        for text in site.drop:
            if text in run.text:
                yield i, f"dropped ({text})"


def _places(root: etree._Element, selector: str) -> list[str]:
    """The paths of the elements that a selector finds."""
    found = compiled(selector)(root) if selector else []
    return [_path(element) for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


def _path(element: etree._Element) -> str:
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        position = 1 + sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))
        steps.append(f"{node.tag}[{position}]")
        node = node.getparent()
    return "/" + "/".join(reversed(steps))


def _within(paths: Sequence[str], places: Iterable[str]) -> Iterator[int]:
    """The runs that stand in one of the elements."""
    outer = tuple(places)
    for i, path in enumerate(paths):
        if any(path == place or path.startswith(place + "/") for place in outer):
            yield i
