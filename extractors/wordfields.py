"""Fields of a Word document (ECMA-376 part 1, 17.16): their result is text, their code is not."""

from dataclasses import dataclass, field
from typing import Literal

from extractors.equationfields import printed
from extractors.wordstyles import on, whole

OUTWARD = frozenset({"DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DATABASE"})
LONGEST_CODE = 200


@dataclass(slots=True)
class FormField:
    """A check box or drop-down list of a form (17.16.17), which prints a sign of its own."""

    kind: Literal["box", "list"]
    chosen: str = ""
    default: str = ""
    entries: list[str] = field(default_factory=list)

    def sign(self) -> str:
        """A box, ticked or not, or the entry that shows."""
        state = self.chosen or self.default or "0"
        if self.kind == "box":
            return "☑" if on(state) else "□"
        index = whole(state) or 0
        return self.entries[index] if 0 <= index < len(self.entries) else ""


class Fields:
    """Follows begin, separate and end, one field within another."""

    def __init__(self) -> None:
        self.form: FormField | None = None
        """The form field that is being read."""
        self.outward = 0
        """Fields whose result comes from another file or program when Word brings them up to date."""
        self.open: list[bool] = []
        """For each field that is open, outermost first, whether its code is."""
        self._codes: list[str] = []
        self._printed = ""

    @property
    def in_code(self) -> bool:
        """Whether text that comes now belongs to a code, and is not printed."""
        return bool(self.open) and any(self.open)

    def mark(self, type: str) -> None:
        """A w:fldChar."""
        if type == "begin":
            self.open.append(True)
            self._codes.append("")
        elif type == "separate" and self.open:
            self.open[-1] = False
        elif type == "end" and self.open:
            code, was_code = self._codes.pop(), self.open.pop()
            self.simple(code)
            self._printed = printed(code) if was_code and not self.in_code else ""

    def code(self, text: str) -> None:
        """A piece of the code of the field that is open; a code may be cut anywhere."""
        if self._codes and len(self._codes[-1]) < LONGEST_CODE:
            self._codes[-1] += text

    def simple(self, code: str) -> None:
        """A whole code, of which the first word names the field (17.16.5)."""
        self.outward += code.strip().partition(" ")[0].upper() in OUTWARD

    def end_of_paragraph(self) -> None:
        """No code goes beyond its paragraph: a field that was never separated does not swallow what follows."""
        if self.open:
            self.open = [False] * len(self.open)

    def sign(self) -> str:
        """What the field just read prints though it has no result: a form field, letters set over others; empty for others."""
        form, self.form = self.form, None
        letters, self._printed = self._printed, ""
        return form.sign() if form is not None else letters
