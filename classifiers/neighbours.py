"""What the lines around a line say of it: links come in rows, a page's foot is its own, a date under a notice is its signature.

Each rule takes the lines as they are judged so far and gives them back, some with another role; the order is that of `settled`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from classifiers import byline
from classifiers.judged import Judged, Seen
from pipeline.document import Document, Role

_SENTENCE = re.compile("[。！？；]")
_WORD = re.compile("[^\\W_]")
_HAN = re.compile("[\u3400-\u9fff]")
_TITLE_END = re.compile("[。；，、：:,;]$")
LINK_LINE = 60
"""Letters of the longest link to other news."""
_TOLD = re.compile("[，、：].*[。！？][”’」』）)]?$|[。；]$")
"""How a line ends that tells something; a link to other news is a title and does not."""
_HEAD_LINES = 15
_NUMBER = re.compile(r"\d{1,3}(?:\s?/\s?\d{1,3})?")
_PAGE = 4
"""Lines between one running head and the next, at the least: rows of a table repeat sooner."""
_CONTACT = re.compile("(?:[\u3400-\u9fff]{2,8})?(?:电话|邮箱|地址|传真|电子邮箱|电子邮件|邮编|热线)\\s?[:：\\s]")
_SITE = re.compile("网站|备案|版权|技术支持|主办|承办|维护|标识码|ICP")
_FOOT: frozenset[Role] = frozenset({"byline", "share", "related", "legal", "comment", "nav"})


def settled(document: Document, judged: Sequence[Judged]) -> list[Judged]:
    """The lines of `document`, judged one by one before, after all that their neighbours say of them."""
    lines = list(_links(_running(judged)))
    lines = list(_signed(_without_title(document, lines)))
    lines = list(_said_once(_with_foot(list(_contacts(lines)))))
    return list(_with_headings(lines))


def _running(judged: Sequence[Judged]) -> Iterator[Judged]:
    """A short line that comes again beside the page's number is the running head of a paper; the number is the page's."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(judged):
        if one.role in {"body", "running_head"} and _may_run(one.seen):
            places.setdefault(one.seen.text, []).append(place)
    numbers = {place for place, one in enumerate(judged) if one.role == "page_number" or _NUMBER.fullmatch(one.seen.text)}
    running: set[int] = set()
    for found in places.values():
        apart = all(later - earlier >= _PAGE for earlier, later in pairwise(found))
        if len(found) > 1 and apart and any(place + step in numbers for place in found for step in (-1, 1)):
            running.update(found)
    for place, one in enumerate(judged):
        if place in running:
            yield replace(one, role="running_head", why=("the same line on each page",))
        elif place in numbers and one.role == "body" and running & {place - 1, place + 1}:
            yield replace(one, role="page_number", why=("a number beside the running head",))
        else:
            yield one


def _may_run(seen: Seen) -> bool:
    """Whether a line could be a running head: short, no sentence, more than a word or a figure."""
    return 6 <= len(seen.text) <= 40 and "\t" not in seen.text and not _SENTENCE.search(seen.text)


def is_structural(seen: Seen) -> bool:
    """Whether the source's structure gave the line its role: then it has judged the lines after it too."""
    return bool(seen.block and seen.block.role)


def _links(judged: Iterable[Judged]) -> Iterator[Judged]:
    """After links to other news, what has no role of its own is one more of them, until a paragraph comes."""
    after_links = False
    for one in judged:
        if one.role == "related":
            after_links = after_links or not is_structural(one.seen)
        elif after_links and one.role == "body":
            one, after_links = _after_links(one)  # noqa: PLW2901 - the line itself changes
        yield one


def _after_links(one: Judged) -> tuple[Judged, bool]:
    """What a line without a role of its own is after links to other news: one more of them, until a paragraph comes."""
    text = one.seen.text
    if one.seen.block and one.seen.block.kind == "cell":
        return one, False
    if _TOLD.search(text) or (len(text) >= LINK_LINE * 3 // 4 and _SENTENCE.search(text)) or len(text) > LINK_LINE:
        return one, False
    return replace(one, role="related", why=("a short line after links to other news",), runs=()), True


def _without_title(document: Document, judged: Sequence[Judged]) -> Iterator[Judged]:
    """The lines, where the first that stands like a title is one."""
    title = re.sub(r"\s", "", document.title)
    found = False
    for place, one in enumerate(judged):
        if one.role in {"body", "heading"} and not found and place < _HEAD_LINES:
            if title and re.sub(r"\s", "", one.seen.own) == title:
                yield replace(one, role="title", why=("the document's title",))
                found = True
                continue
            if not title and _stands_as_title(judged, place):
                yield replace(one, role="title", why=("the first line, over the text",))
                found = True
                continue
            found = found or not title
        yield one


def _stands_as_title(judged: Sequence[Judged], place: int) -> bool:
    text = judged[place].left
    block = judged[place].seen.block
    if "\t" in text or (block and block.kind in {"cell", "list_item", "caption", "footnote"}):
        return False
    if not 4 <= len(text) <= 60 or _TITLE_END.search(text) or len(_HAN.findall(text)) < 4:
        return False
    later = judged[place + 1 : place + 8]
    return any(one.role == "byline" or (one.role == "body" and _SENTENCE.search(one.seen.text)) for one in later)


def _signed(judged: Iterable[Judged]) -> Iterator[Judged]:
    """A lone date under the text is the signature of a notice, not the page's byline."""
    lines = list(judged)
    told = len(lines) == 1
    for one in lines:
        told = told or (one.role == "body" and bool(_SENTENCE.search(one.seen.text)))
        if told and one.role == "byline" and byline.is_date(one.seen.text):
            yield replace(one, role="body", why=("a date under the text",))
        else:
            yield one


def _contacts(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Whom to call stands over the signature of a notice; under it, it is the site's own."""
    signed = max((place for place, one in enumerate(judged) if one.role == "body" and byline.is_date(one.seen.text)), default=-1)
    for place, one in enumerate(judged):
        if one.role == "legal" and place < signed and _CONTACT.match(one.seen.text) and not _SITE.search(one.seen.text):
            yield replace(one, role="body", why=("whom to call, over the signature",))
        else:
            yield one


def _is_signature(judged: Sequence[Judged], place: int) -> bool:
    """Whether a line is a date, or the office over one, under a text that is not followed by the site's own lines yet."""
    return any(one.role == "body" and byline.is_date(one.seen.text) for one in judged[place : place + 2])


def _with_foot(judged: Iterable[Judged]) -> list[Judged]:
    """Under the last paragraph, a short line that follows the page's own lines is one of them."""
    lines = list(judged)
    last = max((place for place, one in enumerate(lines) if one.role == "body" and _SENTENCE.search(one.seen.text)), default=-1)
    foot = next((place for place in range(last + 1, len(lines)) if last >= 0 and lines[place].role in _FOOT), len(lines))
    for place in range(foot + 1, len(lines)):
        one = lines[place]
        if (
            one.role == "body"
            and len(one.seen.text) <= LINK_LINE
            and "\t" not in one.seen.text
            and not _is_signature(lines, place)
        ):
            lines[place] = replace(one, role="related", why=("a short line at the page's foot",), runs=())
    return lines


def _said_once(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Two or more paragraphs in a row that stand on the page already are its text given twice."""
    first: dict[str, int] = {}
    same: list[int | None] = []
    paragraphs = [place for place, one in enumerate(judged) if one.role == "body" and _is_paragraph(one.seen)]
    for order, place in enumerate(paragraphs):
        met = first.setdefault(_bare(judged[place].seen.text), order)
        same.append(met if met < order else None)
    again = set()
    for order, earlier in enumerate(same):
        if earlier is None:
            continue
        if same[order - 1] == earlier - 1 or (order + 1 < len(same) and same[order + 1] == earlier + 1):
            again.add(paragraphs[order])
    for place, one in enumerate(judged):
        yield replace(one, role="duplicate", why=("the page gives this text twice",), runs=()) if place in again else one


def _is_paragraph(seen: Seen) -> bool:
    """Rows of tables repeat by right; prose of some length does not."""
    return len(seen.text) >= 20 and "\t" not in seen.text and bool(_SENTENCE.search(seen.text))


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text))


def _with_headings(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Short lines without a sentence's mark that stand right over a paragraph are headings."""
    for place, one in enumerate(judged):
        text, after = one.seen.text, judged[place + 1] if place + 1 < len(judged) else None
        loose = one.seen.block is not None and one.seen.block.kind in {"line", "paragraph"}
        if (
            one.role == "body"
            and loose
            and after is not None
            and after.role == "body"
            and 4 <= len(text) <= 36
            and "\t" not in text
            and not _SENTENCE.search(text)
            and not _TITLE_END.search(text)
            and not one.runs
            and len(after.seen.text) > 2 * len(text)
            and _SENTENCE.search(after.seen.text)
        ):
            yield replace(one, role="heading", why=("a short line over a paragraph",))
        else:
            yield one
