"""The role of every line of a document, with the reasons, and runs of spam inside true lines as cuts.

What the extractor knows of a line's structure is respected. Then the line's own shape and words decide (`furniture`, `byline`,
`spam`), what pages' own lines read like (`chrome`), then its neighbours (`neighbours`). Everything else is body. A line
with a sentence that names work or awards is never dropped whole: only the run of spam in it is cut.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers import byline, chrome, foreign, signs, spam
from classifiers.furniture import furniture
from classifiers.judged import Judged, Seen, outside
from classifiers.neighbours import is_structural, settled
from classifiers.page import Page
from classifiers.stretch import Run
from pipeline.document import BODY_ROLES, Cut, Document, Line, Note, Role
from pipeline.errors import Flag
from pipeline.view import Edit, Span

VERSION = "9"

_SENTENCE = re.compile("[。！？；]")
_WORD = re.compile("[^\\W_]")
_HAN = re.compile("[\u3400-\u9fff]")
_BLANKS = " \t\u3000\u00a0"
_SOURCES: dict[str, Role] = {"header": "running_head", "footer": "running_head", "name": "toc"}
_HEAD = 3
"""The first lines, in which a menu or a byline is told by less."""
_DROPPED, _DROPPED_IN_TEXT, _DROPPED_ALONE = 0.2, 0.08, 0.04
"""How little likely a line must be the article's to be dropped for what it reads like: among lines that rules call the page's,
among hardly any, and by itself. Found on the labelled pages in four folds by page."""
_A_PAGE = 1
_KEPT = 0.9
"""How likely a line must be the article's to be kept against a rule of `furniture` or `byline`."""
_CERTAIN = frozenset({"spam", "ad", "page_number", "toc", "running_head"})
_SHORT = 14
_AWARD = re.compile("[金银铜特一二三]等?奖|优[秀胜]奖|大奖赛?|奖[牌章杯状]|专利号|ZL\\d{6}")
"""What a line of a list of honours names; such a line is the article's, whatever it reads like."""
_ANNEX = re.compile("附(?:件|表|录|图)?\\s?\\d*\\s?[:：]")


@dataclass(frozen=True, slots=True)
class Judge:
    """How many points make spam, by which words and models, and how much doubt drops a line of the page."""

    enough: float
    known: spam.Known
    chrome: chrome.Model
    doubt: float = 1.0


def build(strict: bool = False, gentle: bool = False) -> Callable[[Document], Document]:
    """The stage. `strict` cuts at fewer signs of spam, `gentle` at more; both together are refused with ValueError."""
    if strict and gentle:
        raise ValueError("strict and gentle exclude each other")
    enough = spam.ENOUGH - 1.0 * strict + 1.5 * gentle
    return judged_by(Judge(enough, spam.everything(), chrome.model(), 1.0 + strict - 0.7 * gentle))


def judged_by(judge: Judge) -> Callable[[Document], Document]:
    """The stage with words and models of the caller's own, as evaluation has it."""

    def step(document: Document) -> Document:
        judged = settled(document, _judge(document, list(_seen(document)), judge))
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
    """Each line by itself, and by what its page's own lines read like."""
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
            at_head=place < _HEAD and len(seen) > _HEAD,
            foreign=_foreign(document, line),
        )
        one = _one(line, setting, judge)
        after_links = after_links or (one.role == "related" and not is_structural(line))
        judged.append(one)
    return [_cut_if_kept(one) for one in (_by_page(judged, judge) if _is_web(document) else judged)]


def _cut_if_kept(one: Judged) -> Judged:
    """A line of the body with the runs that are cut out of it; any other as a whole."""
    return one if one.role in BODY_ROLES or not one.runs else replace(one, runs=())


def rule(text: str, *, at_head: bool = False) -> "tuple[Role, str] | None":
    """The role that rules give a line of Simplified text, and the reason; None for one that they leave alone.

    >>> rule("上一篇：夜校开课"), rule("夜校开课了。")
    (('related', 'page furniture: 上一篇：'), None)
    """
    if "\t" in text:
        return None
    if part := furniture(text, at_head=at_head):
        return part
    return ("byline", "fields of a byline") if byline.is_byline(text, under_title=at_head) else None


def _one(line: Seen, setting: spam.Setting, judge: Judge) -> Judged:
    """The role of a line by itself."""
    if line.block and line.block.role:
        return Judged(line, line.block.role, (line.block.why or "the source's structure",))
    if line.block and line.block.kind in _SOURCES:
        return Judged(line, _SOURCES[line.block.kind], (f"the source's {line.block.kind}",))
    found = spam.runs(line.text, setting, enough=judge.enough, known=judge.known)
    if found and _is_all(line.text, found):
        return Judged(line, "spam", tuple(run.why for run in found))
    if part := rule(line.text, at_head=setting.at_head):
        return Judged(line, part[0], (part[1],), found)
    return Judged(line, _body_role(line), _body_reason(line), found)


def _by_page(judged: Sequence[Judged], judge: Judge) -> list[Judged]:
    """The lines after what was learned of pages' own lines: some of them dropped, some kept against a rule."""
    rules = ["" if one.role in BODY_ROLES else one.role for one in judged]
    page = chrome.Page([chrome.Line(one.seen.text, rule) for one, rule in zip(judged, rules, strict=True)])
    least = judge.doubt * _least(page)
    made = list(judged)
    for place, one in enumerate(judged):
        if is_structural(one.seen) or one.role in _CERTAIN or "\t" in one.seen.text:
            continue
        if one.role in BODY_ROLES and (_is_safe(one) or _signs(judged, place)):
            continue
        opinion = judge.chrome(page.features(place))
        if one.role in BODY_ROLES and opinion.kept < least:
            made[place] = replace(one, role=opinion.role, why=(f"reads like the page's own: {opinion.role}",))
        elif one.role not in BODY_ROLES and opinion.kept > _KEPT:
            made[place] = replace(one, role="body", why=("reads like the article's",))
    return made


def _least(page: chrome.Page) -> float:
    if len(page.lines) < chrome.LONE:
        return _DROPPED_ALONE
    return _DROPPED if page.own >= _A_PAGE else _DROPPED_IN_TEXT


def _is_safe(one: Judged) -> bool:
    """Whether a line of the body is a sentence, an annex's name, cut already, or told by the source itself."""
    text, block = one.seen.text, one.seen.block
    return bool(
        one.runs
        or (len(text) > _SHORT and _SENTENCE.search(text))
        or _ANNEX.match(text)
        or _AWARD.search(text)
        or (block and block.kind in {"cell", "heading", "caption", "footnote"})
    )


def _signs(judged: Sequence[Judged], place: int) -> bool:
    """Whether a line is the office that signs a notice, over its date and under a sentence."""
    dated = place + 1 < len(judged) and byline.is_date(judged[place + 1].seen.text)
    return dated and any(_SENTENCE.search(one.seen.text) for one in judged[:place] if one.role in BODY_ROLES)


def _is_all(text: str, runs: Sequence[Run]) -> bool:
    """Whether so little stands outside the runs that the line is spam as a whole."""
    rest = "".join(text[start:end] for start, end in outside(text, runs))
    left, all_of_it = len(_WORD.findall(rest)), len(_WORD.findall(text))
    if _SENTENCE.search(rest) and signs.honest_words(rest) >= 2:
        return False
    return left < 6 or left < 0.2 * all_of_it


def _body_role(line: Seen) -> Role:
    kinds: dict[str, Role] = {"heading": "heading", "caption": "caption", "footnote": "footnote"}
    return kinds.get(line.block.kind, "body") if line.block else "body"


def _body_reason(line: Seen) -> tuple[str, ...]:
    if line.block and line.block.why:
        return (line.block.why,)
    if line.block and line.block.kind in {"cell", "heading", "caption", "footnote", "list_item"}:
        return (f"a {line.block.kind.replace('_', ' ')} of the source",)
    return ("a sentence",) if _SENTENCE.search(line.text) else ("nothing speaks against it",)


def _is_web(document: Document) -> bool:
    """Pages and plain text are where strangers' adverts come in; an office file is its writer's own."""
    return not document.media_type or document.media_type.startswith(("text/", "application/xhtml"))


def _other_script(document: Document, line: Seen) -> bool:
    """A Simplified line in a Traditional page: its letters did not change, though such pages' letters do."""
    if document.script != "hant" or line.text != line.own:
        return False
    return len(_HAN.findall(line.text)) >= 10


def _foreign(document: Document, line: Seen) -> tuple[tuple[int, int], ...]:
    """Where a line of a page in Traditional, or in both, speaks Simplified."""
    if document.script not in {"hant", "mixed"} or line.text == line.own or len(line.text) != len(line.own):
        return ()
    return foreign.stretches(line.own)


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
    title = document.title or next((one.left for one in judged if one.role == "title"), "")
    found = document.byline
    for one in judged:
        if one.role == "byline":
            found = byline.read(found, one.seen.text, one.seen.own)
    first = next((one for one in judged if one.role == "body" and _SENTENCE.search(one.seen.text)), None)
    if first is not None:
        found = byline.reporters(found, first.seen.text, first.seen.own)
    return replace(document, title=title, byline=found)
