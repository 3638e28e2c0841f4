"""A text put together block by block, with its places, in its own offsets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.joining import joint
from extractors.plain import plain, replaced_notes
from pipeline.document import Anchor, Block, BlockKind, Note, Place, Role
from pipeline.errors import Reason
from pipeline.view import Span


@dataclass(slots=True)
class Composed:
    """A text under construction: pieces, blocks and anchors, all in its own offsets."""

    limit: int
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    replaced: int = 0
    full: bool = False
    found_blocks: list[Block] = field(default_factory=list)
    found_anchors: list[Anchor] = field(default_factory=list)
    title: str = ""

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self.found_blocks)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        return tuple(self.found_anchors)

    @property
    def notes(self) -> tuple[Note, ...]:
        full = (Note(Reason.LIMIT_OUTPUT, f"only the first {self.limit} characters are given"),) if self.full else ()
        return (*replaced_notes(self.replaced), *full)

    def add(
        self,
        parts: Sequence[tuple[str, Place]],
        kind: BlockKind,
        *,
        level: int | None = None,
        role: Role | None = None,
        why: str = "",
    ) -> None:
        """One block of `parts`, joined as lines of a paragraph are; nothing once the limit is reached."""
        if self.full or not parts:
            return
        if self.pieces:
            self.put("\n")
        start = self.size
        before = ""
        for raw, place in parts:
            text, replaced = plain(raw.replace("\t", " "))
            cut, between = joint(before, text)
            self.take_back(cut)
            self.put(between)
            at = self.size
            self.put(text)
            self.replaced += replaced
            self.found_anchors.append(Anchor(Span(at, self.size), place))
            before = text
        self.found_blocks.append(Block(Span(start, self.size), kind, level, role, why))
        self.full = self.size >= self.limit

    def put(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.size += len(text)

    def take_back(self, count: int) -> None:
        """Letters of the last piece that the next one shows to be a hyphen of syllables."""
        if count:
            self.pieces[-1] = self.pieces[-1][:-count]
            self.size -= count
            last = self.found_anchors[-1]
            self.found_anchors[-1] = Anchor(Span(last.span.start, self.size), last.place)
