"""The role of every line of a document, with the reasons, and runs of spam inside true lines as cuts.

What the extractor knows of a line's structure is respected. Then the line's own shape and words decide (`furniture`, `byline`,
`spam`), then its neighbours: what follows "相关新闻" is a link until a true paragraph comes. Everything else is body. A line
with a sentence that names work or awards is never dropped whole: only the run of spam in it is cut.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers import advert, byline, signs, spam
from classifiers.furniture import furniture
from classifiers.page import Page
from classifiers.stretch import Run
from pipeline.document import BODY_ROLES, Block, Cut, Document, Line, Note, Role
from pipeline.errors import Flag
from pipeline.view import Edit, Span

VERSION = "1"

_SENTENCE = re.compile("[。！？；]")
_WORD = re.compile("[^\\W_]")
_HAN = re.compile("[\u3400-\u9fff]")
_BLANKS = " \t\u3000\u00a0"
_TITLE_END = re.compile("[。；，、：:,;]$")
_LINK_LINE = 60
"""Letters of the longest link to other news."""
_TOLD = re.compile("[，、：].*[。！？][”’」』）)]?$|[。；]$")
"""How a line ends that tells something; a link to other news is a title and does not."""
_HEAD_LINES = 15
_CONTACT = re.compile("(?:[\u3400-\u9fff]{2,8})?(?:电话|邮箱|地址|传真|电子邮箱|电子邮件|邮编|热线)\\s?[:：\\s]")
_SITE = re.compile("网站|备案|版权|技术支持|主办|承办|维护|标识码|ICP")
_FOOT: frozenset[Role] = frozenset({"byline", "share", "related", "legal", "comment", "nav"})
_SOURCES: dict[str, Role] = {"header": "running_head", "footer": "running_head", "name": "toc"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as the stage looks at it: in Simplified, as written, and where."""

    text: str
    own: str
    view: Span
    base: Span
    block: "Block | None"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line's role and reasons, and its runs of spam in places of its text."""

    seen: Seen
    role: Role
    why: tuple[str, ...]
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """How many points make spam, by which words, and who is asked in doubt."""

    enough: float
    words: signs.Lexicon
    advert: advert.Model


def build(strict: bool = False, gentle: bool = False) -> Callable[[Document], Document]:
    """The stage. `strict` cuts at fewer signs of spam, `gentle` at more; both together are refused with ValueError."""
    if strict and gentle:
        raise ValueError("strict and gentle exclude each other")
    return judged_by(Judge(spam.ENOUGH - 1.0 * strict + 1.5 * gentle, signs.lexicon(), advert.model()))


def judged_by(judge: Judge) -> Callable[[Document], Document]:
    """The stage with words and a model of the caller's own, as evaluation has it."""

    def step(document: Document) -> Document:
        judged = _judge(document, list(_seen(document)), judge)
        lines = tuple(_line(document, one) for one in judged)
        cuts = [Span(one.seen.view.start + run.start, one.seen.view.start + run.end) for one in judged for run in one.runs]
        document = replace(
            document,
            lines=lines,
            matched=document.matched.edited(Edit(cut, "", "spam") for cut in cuts),
            notes=(*document.notes, *_notes(judged, len(cuts))),
        )
        return _with_head(document, judged)

    return step


def _seen(document: Document) -> Iterator[Seen]:
    """Each line of the mended text that has letters."""
    starts = [block.span.start for block in document.blocks]
    start = 0
    matched, mended = document.matched.text, document.mended.text
    for text in matched.split("\n"):
        first, last = start + len(text) - len(text.lstrip(_BLANKS)), start + len(text.rstrip(_BLANKS))
        if first < last:
            base = document.matched.to_base(Span(first, last))
            place = bisect_right(starts, base.start) - 1
            block = document.blocks[place] if place >= 0 and document.blocks[place].span.end > base.start else None
            yield Seen(matched[first:last], mended[first:last], Span(first, last), base, block)
        start += len(text) + 1


def _judge(document: Document, seen: Sequence[Seen], judge: Judge) -> list[Judged]:
    judged: list[Judged] = []
    page = Page([line.text for line in seen])
    after_links = False
    for place, line in enumerate(seen):
        announced = place > 0 and seen[place - 1].text.endswith(("：", ":"))
        setting = spam.Setting(
            odd=page.odd(line.text) if _is_web(document) and not announced else 0.0,
            announced=announced,
            other_script=_other_script(document, line),
            after_links=after_links,
            at_head=place < 3 and len(seen) > 3,
        )
        one = _one(line, setting, judge)
        if one.role == "related":
            after_links = after_links or not _is_structural(line)
        elif after_links and one.role == "body":
            one, after_links = _after_links(one)
        judged.append(one)
    judged = list(_signed(_without_title(document, judged)))
    judged = list(_said_once(_with_foot(list(_contacts(judged)))))
    return list(_with_headings(judged))


def _is_structural(line: Seen) -> bool:
    """Whether the source's structure gave the line its role: then it has judged the lines after it too."""
    return bool(line.block and line.block.role)


def _one(line: Seen, setting: spam.Setting, judge: Judge) -> Judged:
    """The role of a line by itself."""
    if line.block and line.block.role:
        return Judged(line, line.block.role, (line.block.why or "the source's structure",))
    if line.block and line.block.kind in _SOURCES:
        return Judged(line, _SOURCES[line.block.kind], (f"the source's {line.block.kind}",))
    found = spam.runs(line.text, setting, enough=judge.enough, words=judge.words, advert=judge.advert)
    if found and _is_all(line.text, found):
        return Judged(line, "spam", tuple(run.why for run in found))
    if "\t" not in line.text and not found:
        if part := furniture(line.text, at_head=setting.at_head):
            return Judged(line, part[0], (part[1],))
        if byline.is_byline(line.text, under_title=setting.at_head):
            return Judged(line, "byline", ("fields of a byline",))
    return Judged(line, _body_role(line), _body_reason(line), found)


def _is_all(text: str, runs: Sequence[Run]) -> bool:
    """Whether so little stands outside the runs that the line is spam as a whole."""
    rest = "".join(text[start:end] for start, end in _outside(text, runs))
    left, all_of_it = len(_WORD.findall(rest)), len(_WORD.findall(text))
    if _SENTENCE.search(rest) and signs.honest_words(rest) >= 2:
        return False
    return left < 6 or left < 0.2 * all_of_it


def _outside(text: str, runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    done = 0
    for run in runs:
        yield done, run.start
        done = run.end
    yield done, len(text)


def _body_role(line: Seen) -> Role:
    kinds: dict[str, Role] = {"heading": "heading", "caption": "caption", "footnote": "footnote"}
    return kinds.get(line.block.kind, "body") if line.block else "body"


def _body_reason(line: Seen) -> tuple[str, ...]:
    if line.block and line.block.kind in {"cell", "heading", "caption", "footnote", "list_item"}:
        return (f"a {line.block.kind.replace('_', ' ')} of the source",)
    return ("a sentence",) if _SENTENCE.search(line.text) else ("nothing speaks against it",)


def _after_links(one: Judged) -> tuple[Judged, bool]:
    """What a line without a role of its own is after links to other news: one more of them, until a paragraph comes."""
    text = one.seen.text
    if one.seen.block and one.seen.block.kind == "cell":
        return one, False
    if _TOLD.search(text) or (len(text) >= _LINK_LINE * 3 // 4 and _SENTENCE.search(text)) or len(text) > _LINK_LINE:
        return one, False
    return replace(one, role="related", why=("a short line after links to other news",), runs=()), True


def _is_web(document: Document) -> bool:
    """Pages and plain text are where strangers' adverts come in; an office file is its writer's own."""
    return not document.media_type or document.media_type.startswith(("text/", "application/xhtml"))


def _other_script(document: Document, line: Seen) -> bool:
    """A Simplified line in a Traditional page: its letters did not change, though such pages' letters do."""
    if document.script != "hant" or line.text != line.own:
        return False
    return len(_HAN.findall(line.text)) >= 10


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
    text = _left(judged[place].seen.text, judged[place].runs)
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
            and len(one.seen.text) <= _LINK_LINE
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


def _left(text: str, runs: Sequence[Run]) -> str:
    """A line without its runs of spam and the strokes that tied them to it."""
    rest = "".join(text[start:end] for start, end in _outside(text, runs))
    return rest.strip(" \t\u3000_-—|｜丨") if runs else rest


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


def _line(document: Document, one: Judged) -> Line:
    start = one.seen.view.start
    cuts = tuple(
        Cut(document.matched.to_base(Span(start + run.start, start + run.end)), "spam", run.why)
        for run in one.runs
        if one.role in BODY_ROLES or one.role == "title"
    )
    why = one.why if not cuts else (*one.why, "spam inside it is cut")
    return Line(one.seen.base, one.role, cuts, why)


def _notes(judged: Sequence[Judged], cuts: int) -> Iterator[Note]:
    whole = sum(one.role in {"spam", "ad"} for one in judged)
    if whole or cuts:
        yield Note(Flag.SPAM_CUT, f"{whole} lines of spam, {cuts} runs inside lines", count=whole + cuts)


def _with_head(document: Document, judged: Sequence[Judged]) -> Document:
    """The document with the title and byline that its lines tell, where the extractor gave none."""
    title = document.title or next((_left(one.seen.own, one.runs) for one in judged if one.role == "title"), "")
    found = document.byline
    for one in judged:
        if one.role == "byline":
            found = byline.read(found, one.seen.text, one.seen.own)
    first = next((one for one in judged if one.role == "body" and _SENTENCE.search(one.seen.text)), None)
    if first is not None:
        found = byline.reporters(found, first.seen.text, first.seen.own)
    return replace(document, title=title, byline=found)
