"""How well lines are told apart, on our own labelled pages: ``python -m corpus.evaluate_lines [dev|heldout|strange|fresh]``.

A line is `kept` when its role is of the body (or the title). Counted are honest lines dropped or cut into, spam and page
furniture that was kept. Pages are split
between `dev` and `heldout` as a whole.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

import msgspec

from pipeline.document import BODY_ROLES, Block, Document, Line, Role, Source
from pipeline.process import Annotator, Step, build, stage
from pipeline.view import Span, View

_TITLE: Role = "title"
KEPT = BODY_ROLES | {_TITLE}


class Labelled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a page with its role; `kind` names the spam on it, `cuts` where it stands inside a true line."""

    doc: str
    line: int
    text: str
    role: Role
    kind: str = ""
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def group(self) -> str:
        """What a wrong answer costs: an honest line, spam, spam inside an honest line, or page furniture."""
        if self.role in KEPT:
            return "spam inside" if self.cuts else "honest"
        return "spam" if self.role in {"spam", "ad"} else "furniture"


@dataclass(frozen=True, slots=True)
class Answer:
    """A labelled line and what the program made of it."""

    wanted: Labelled
    found: Line

    @property
    def right(self) -> bool:
        """Honest lines whole, spam and furniture out, and of a cut at least four fifths with at most two letters too many."""
        kept = self.found.role in KEPT
        if self.wanted.group == "honest":
            return kept and not self.found.cuts
        if self.wanted.group != "spam inside":
            return not kept
        return kept and all(self._covers(*cut) for cut in self.wanted.cuts)

    def _covers(self, start: int, end: int) -> bool:
        base = self.found.span.start
        cuts = [(cut.span.start - base, cut.span.end - base) for cut in self.found.cuts]
        shared = sum(max(0, min(end, last) - max(start, first)) for first, last in cuts)
        return shared >= 0.8 * (end - start) and sum(last - first for first, last in cuts) - shared <= 2


def labelled(split: str) -> list[Labelled]:
    """The lines of a split, in the order of their pages."""
    text = files("corpus").joinpath("labelled", "lines", f"{split}.jsonl").read_text("utf-8")
    return [msgspec.json.decode(line, type=Labelled) for line in text.splitlines()]


def answers(lines: Iterable[Labelled], step: "Step | None" = None, **options: bool) -> list[Answer]:
    """What the program makes of each line, page by page; `step` stands in for the stage that judges them."""
    before = Annotator([stage("mend"), stage("script")])
    judge = step or build(stage("lines", **options))
    found: list[Answer] = []
    for _, page in groupby(lines, key=_page):
        wanted = list(page)
        document = judge(before(_document(wanted)))
        made = iter(document.lines)
        found += [Answer(one, next(made)) for one in wanted]
    return found


def shares(found: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """For each group, how many of its lines are right, of how many."""
    right, total = Counter(one.wanted.group for one in found if one.right), Counter(one.wanted.group for one in found)
    return {group: (right[group], total[group]) for group in sorted(total)}


def main() -> None:
    """Print the table of a split for each way of judging, and each wrong line."""
    lines = labelled(sys.argv[1] if len(sys.argv) > 1 else "dev")
    show("gentle", shares(answers(lines, gentle=True)))
    show("strict", shares(answers(lines, strict=True)))
    found = answers(lines)
    show("as usual", shares(found))
    for one in found:
        if not one.right:
            base = one.found.span.start
            cuts = [one.wanted.text[cut.span.start - base : cut.span.end - base] for cut in one.found.cuts]
            wanted = f"{one.wanted.doc} {one.wanted.role} {one.wanted.kind}".strip()
            sys.stdout.write(f"{wanted} -> {one.found.role} {cuts} {one.found.why}: {one.wanted.text}\n")


def show(title: str, table: dict[str, tuple[int, int]]) -> None:
    """Write a table of shares."""
    sys.stdout.write(f"\n{title}\n")
    for group, (right, total) in table.items():
        sys.stdout.write(f"{group:14}{right:5} of {total:5}  {right / total:7.2%}\n")


def _page(line: Labelled) -> str:
    return line.doc


def _document(lines: Sequence[Labelled]) -> Document:
    blocks: list[Block] = []
    start = 0
    for line in lines:
        blocks.append(Block(Span(start, start + len(line.text)), "paragraph"))
        start += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Document(source=Source(path=lines[0].doc), text=text, blocks=tuple(blocks), mended=View(text), matched=View(text))


if __name__ == "__main__":
    main()
