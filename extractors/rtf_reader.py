"""Follows the groups and control words of a rich text file and leads the parts that its text is put together in."""

import re
from collections.abc import Callable, Mapping

from extractors.charset import label
from extractors.rtf_groups import OPEN_THOUGH_MARKED, SILENT, STORIES, TARGETS
from extractors.rtf_part import Part, RowLook
from extractors.rtf_state import CODE_PAGES, Font, Head, State
from extractors.rtf_tokens import Token, tokens
from extractors.word97properties import Run97
from extractors.wordfields import FormField
from extractors.wordparts import Story
from extractors.wordstyles import HEADING_NAME

SPECIAL = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "~": "\xa0", "_": "-",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
MOST_GROUPS = 20_000
"""Groups within groups; a real file has a few dozen."""
HEX = re.compile(rb"[^0-9a-fA-F]")
NOT_SET = 25
"""What a form field says that nobody has filled in."""


class RtfReader:
    """`words` are what control words do; `story` opens a part for a text beside the body; `picture` and `file` are given the
    bytes of each picture and of each object that was put in."""

    def __init__(
        self,
        words: "Mapping[str, Handler]",
        body: Part,
        story: Callable[[str, Story], Part],
        picture: Callable[[bytes], None],
        file: Callable[[bytes], None],
    ) -> None:
        self.head = Head()
        self.title = ""
        self.changes = 0
        self.whole = True
        """Whether every group was closed."""
        self.too_deep = False
        self._words = words
        self._body = body
        self._story = story
        self._picture = picture
        self._file = file
        self.state = State()
        self._states: list[State] = []
        self._parts: list[tuple[int, Part]] = [(0, body)]
        self._raw = bytearray()
        self._left_out = 0
        self._marked = False
        self._fresh = False
        self._code: list[bytes] = []
        self._hex: list[bytes] = []
        self._form: FormField | None = None
        self._font = self._style_number = -1
        self._red_green_blue = [-1, 0, 0]
        self._shape_name = ""
        self._ended = False

    @property
    def part(self) -> Part:
        return self._parts[-1][1]

    def read(self, data: bytes, progress: Callable[[], None]) -> None:
        for count, token in enumerate(tokens(data)):
            if count % 4096 == 0:
                progress()
            self._take(token)
            if self._ended:
                break
        self._flush()
        self.whole = not self._states
        while len(self._parts) > 1:
            self._parts.pop()[1].end()
        self._body.end()

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind in ("text", "bytes"):
            self._text(token.raw)
        elif kind == "open":
            self._open()
        elif kind == "close":
            self._close()
        else:
            self._word(token.word, token.number)

    def _text(self, raw: bytes) -> None:
        if self._left_out:
            dropped = min(self._left_out, len(raw))
            self._left_out -= dropped
            raw = raw[dropped:]
        self._fresh = False
        target = self.state.target
        if target in ("picture", "object"):
            self._hex.append(raw)
        else:
            self._raw += raw

    def _open(self) -> None:
        self._flush()
        self._left_out = 0
        self._states.append(self.state)
        if len(self._states) > MOST_GROUPS:
            self.too_deep = True
            self._states.pop()
            return
        self.state = self.state.copied()
        self._fresh, self._marked = True, False

    def _close(self) -> None:
        self._flush()
        self._left_out = 0
        if not self._states:
            return
        closed, self.state = self.state, self._states.pop()
        self._ended = not self._states
        if closed.target != self.state.target:
            self._over(closed.target)
        while len(self._parts) > 1 and self._parts[-1][0] > len(self._states):
            self._parts.pop()[1].end()
        self._fresh = False

    def _over(self, target: str) -> None:
        """The group with this target is closed."""
        if target == "picture":
            self._picture(_bytes(self._hex))
            self._hex = []
        elif target == "object":
            self._file(_bytes(self._hex))
            self._hex = []
        elif target == "code":
            self.part.fields.simple(b"".join(self._code).decode("latin-1"))
            self._code = []
        elif target == "form" and self._form is not None:
            self.part.add(self._form.sign(), Run97())
            self._form = None

    def _word(self, word: str, number: int | None) -> None:
        if self._left_out and word not in ("uc", "bin"):
            self._left_out -= 1
            return
        self._flush()
        if word == "*":
            self._marked = True
            return
        fresh, self._fresh = self._fresh, False
        if fresh and self._destination(word):
            return
        special = SPECIAL.get(word)
        if special is not None:
            self._emit(special)
        elif (handler := self._words.get(word)) is not None:
            handler(self, number if number is not None else 1, number is None)

    def _destination(self, word: str) -> bool:
        """Whether the first word of a group says where its text goes."""
        state = self.state
        if word in STORIES and not state.skipped:
            root, kind = STORIES[word]
            self._parts.append((len(self._states), self._story(root, Story(kind))))
            state.target = "body"
            state.plain()
            state.paragraph()
            return True
        if word in TARGETS and not state.skipped:
            state.target = TARGETS[word]
            if word == "formfield":
                self._form = FormField("box")
            return True
        if word in SILENT or (self._marked and word not in OPEN_THOUGH_MARKED):
            state.target, state.skipped = "nothing", True
            return True
        return False

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            if self.state.target == "code":
                self._code.append(raw[:200])
                return
            self._emit(self.head.text(raw, self.state))

    def _emit(self, text: str) -> None:
        target, state = self.state.target, self.state
        if not text or target == "nothing":
            return
        if target == "body":
            self._in_body(text, state)
        elif target == "fonts" and self._font in self.head.fonts:
            self.head.fonts[self._font].name += text.partition(";")[0]
        elif target == "colors" and ";" in text:
            self._color(text.count(";"))
        elif target == "styles" and self._style_number >= 0:
            name = text.partition(";")[0]
            self.head.styles[self._style_number] = self.head.styles.get(self._style_number, "") + name
        elif target == "title":
            self.title += text
        elif target == "shape name":
            self._shape_name = text
        elif target == "shape value" and self._shape_name == "gtextUNICODE":
            self.part.add(f" {text} ", Run97())

    def _in_body(self, text: str, state: State) -> None:
        part = self.part
        shading = part.ground()
        colors = self.head.colors
        ground = colors[shading] if shading is not None and 0 <= shading < len(colors) else ""
        self.changes += state.deleted or state.inserted
        part.add(text, Run97(unseen=self.head.unseen(state, ground), deleted=state.deleted, inserted=state.inserted))

    def _color(self, count: int) -> None:
        red, green, blue = self._red_green_blue
        self.head.colors.append(f"{red:02X}{green & 255:02X}{blue & 255:02X}" if red >= 0 else "")
        self.head.colors += [""] * min(count - 1, 1000)
        self._red_green_blue = [-1, 0, 0]

    def _outline(self) -> int | None:
        state = self.state
        if state.outline is not None:
            return state.outline
        style = state.style if state.style is not None else -1
        named = HEADING_NAME.match(self.head.styles.get(style, "").strip().lower())
        return self.head.outlines.get(style, int(named[1]) - 1 if named else None)

    def mix(self, index: int, amount: int) -> None:
        """Red, green or blue of the colour that is described."""
        self._red_green_blue[0] = max(0, self._red_green_blue[0])
        self._red_green_blue[index] = amount & 255

    def unicode(self, number: int, _bare: bool) -> None:
        code = number & 0xFFFF if number < 0 else number
        letter = chr(code) if code < 0x110000 else "\ufffd"
        self._emit(self.head.sign(letter, self.state))
        self._left_out = self.state.fallback

    def end_paragraph(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_paragraph(self.state, self._outline())

    def end_cell(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_cell(1, self._outline())

    def end_nested_cell(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_cell(max(2, self.state.depth), self._outline())

    def end_row(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_row(1)
            self.part.row_open = False

    def end_nested_row(self, _number: int, _bare: bool) -> None:
        if self.state.target == "body":
            self.part.end_row(max(2, self.state.depth))

    def row(self, _number: int, _bare: bool) -> None:
        self.part.row = RowLook()
        self.part.row_open = self.part.row_open or self.state.depth < 2

    def chosen(self, number: int, _bare: bool) -> None:
        if self._form is not None and number != NOT_SET:
            self._form.chosen = str(number)

    def default_choice(self, number: int, _bare: bool) -> None:
        if self._form is not None:
            self._form.default = str(number)

    def form_kind(self, number: int, _bare: bool) -> None:
        if number != 1:
            self._form = None

    def code_page(self, number: int, _bare: bool) -> None:
        self.head.charset = CODE_PAGES.get(number) or label(f"cp{number}") or "cp1252"

    def font(self, number: int, _bare: bool) -> None:
        if self.state.target == "fonts":
            self._font = number
            self.head.fonts.setdefault(number, Font())
        else:
            self.state.font = number

    def associated_font(self, number: int, _bare: bool) -> None:
        if self.state.side == "dbch":
            self.state.wide_font = number

    def font_charset(self, number: int, _bare: bool) -> None:
        if self._font in self.head.fonts:
            self.head.fonts[self._font].charset = number

    def style(self, number: int, _bare: bool) -> None:
        if self.state.target == "styles":
            self._style_number = number
        else:
            self.state.style = number

    def outline_level(self, number: int, _bare: bool) -> None:
        if self.state.target == "styles" and self._style_number >= 0:
            self.head.outlines[self._style_number] = number
        else:
            self.state.outline = number


def _bytes(pieces: list[bytes]) -> bytes:
    """What is written in hexadecimal figures, or, after ``\\bin``, as it is."""
    whole = b"".join(pieces)
    figures = HEX.sub(b"", whole)
    if len(figures) >= len(whole) - whole.count(b" ") - whole.count(b"\t"):
        return bytes.fromhex(figures[: len(figures) & ~1].decode("ascii"))
    return whole


Handler = Callable[[RtfReader, int, bool], None]
"""What a control word does; it is given its number (1 where it has none), and whether it has none."""
