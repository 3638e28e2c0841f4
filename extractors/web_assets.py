"""Of what a browser saved with a page, what belongs to its article: pictures that stand in it, pages that its frames show.

Adverts, logos and the pictures of other articles are no documents: a picture counts where the text beside it is the article's.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from extractors import pictures
from extractors.registry import Context
from extractors.web_blocks import Page, Shown
from pipeline.document import BODY_ROLES, Role

NEAR = 4
"""Elements up from a picture, at most, to the one that also holds the text of the article it stands beside."""
MOST = 200


def saved_with(page: Page, roles: Sequence[Role | None], context: Context) -> Iterator[tuple[str, bytes]]:
    """Names and contents of what was saved with the page and is the article's own. `roles` are those of the page's runs."""
    seen: set[str] = set()
    for shown in page.shown:
        place = unquote(shown.source.split("?")[0].split("#")[0]).removeprefix("./")
        if len(seen) == MOST or place in seen or not (shown.frame or _in_article(page, roles, shown)):
            continue
        seen.add(place)
        content = context.beside(place)
        if content and (shown.frame or pictures.worth_reading(content)):
            yield place, content


def _in_article(page: Page, roles: Sequence[Role | None], shown: Shown) -> bool:
    """Between two runs of the article, or beside one in the same part of the page."""
    beside = [at for at in (shown.run - 1, shown.run) if 0 <= at < len(roles) and _is_body(roles[at])]
    return len(beside) == 2 or any(_holds(page, _above(page, shown.node), page.runs[at].node) for at in beside)


def _is_body(role: Role | None) -> bool:
    return role is None or role in BODY_ROLES or role == "title"


def _above(page: Page, node: int) -> int:
    for _ in range(NEAR):
        parent = page.nodes[node].parent
        if parent < 0 or page.nodes[parent].tag in {"body", "html"}:
            break
        node = parent
    return node


def _holds(page: Page, outer: int, node: int) -> bool:
    while node > outer:
        node = page.nodes[node].parent
    return node == outer
