"""Builds small rich text files as Word and WPS write them."""

FONTS = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fnil\fcharset0 Arial;}{\f2\fnil\fcharset2 Wingdings;}}"
COLORS = r"{\colortbl;\red255\green0\blue0;\red255\green255\blue255;\red31\green78\blue121;}"


def rtf(body: str, head: str = "", *, code_page: int = 936) -> bytes:
    """A file with this body, in which letters beyond ASCII are written as `coded` writes them."""
    return rf"{{\rtf1\ansi\ansicpg{code_page}\deff0{FONTS}{COLORS}{coded(head)}{coded(body)}}}".encode("ascii")


def coded(text: str) -> str:
    r"""Letters beyond ASCII as ``\u`` with a question mark for old programs."""
    return "".join(letter if letter.isascii() else "".join(f"\\u{unit}?" for unit in _units(letter)) for letter in text)


def _units(letter: str) -> list[int]:
    raw = letter.encode("utf-16-be")
    return [int.from_bytes(raw[at : at + 2], "big", signed=True) for at in range(0, len(raw), 2)]


def hexed(text: str, charset: str = "gbk") -> str:
    """Letters as bytes in hexadecimal figures, the way of older programs."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(charset))


def p(text: str) -> str:
    return rf"\pard\plain {text}\par" + "\n"


def tr(*cells: str, about: str = "") -> str:
    """A row; `about` says things of its cells before they are measured."""
    edges = about or "".join(rf"\cellx{1000 * number}" for number in range(1, len(cells) + 1))
    return rf"\trowd{edges}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + "\\row\n"
