"""Which charset a file of Chinese text is in, by what its letters say.

Labels lie and detectors mislabel short Chinese text, so every candidate is decoded and the share of common Han letters in
what comes out decides. Asked in order: a byte order mark; zero bytes that only UTF-16 or UTF-32 explains; strict UTF-8; then
GB18030, Big5, UTF-16 and the declared label by their letters; last charset-normalizer's opinion.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Literal, NamedTuple

from corpus.tables import column
from extractors.double_encoding import undone
from extractors.plain import REPLACEMENT

How = Literal["bom", "utf-8", "zero bytes", "declared", "common letters", "second opinion", "nothing fits"]

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CHINESE = ("gb18030", "cp950", "big5hkscs")
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030", "big5": "cp950", "big5-tw": "cp950"}
"""Labels under which text of the wider set is published (WHATWG Encoding Standard, section 4.2, does the same)."""
NOT_CHARSETS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7"})
"""Codecs of Python that read escapes in ASCII, not charsets of files."""
SAMPLE = 1 << 16
"""Bytes from each of the head and the middle that are judged; all are decoded."""
LEGIBLE = 0.5
"""Least share of common letters for Chinese: measured 0.85 to 0.99 on real text, below 0.4 on text read in the wrong charset."""


class Decoded(NamedTuple):
    """A text, the charset it was in, how that was decided, and how many places in it could not be decoded (U+FFFD)."""

    text: str
    charset: str
    how: How
    replaced: int = 0
    double: str = ""
    """The charset in which somebody had wrongly read the text before saving it, where that was undone."""


def decode(data: bytes, declared: str = "") -> Decoded:
    """`data` as text; never raises.

    `declared` is what a header, a meta element or a mail part claims; an unknown label counts as none, and one that does
    not fit is not followed. A text that was wrongly read once before it was saved (UTF-8 as GBK or Latin-1) is put right
    only where its letters prove it.

    >>> decode("技术攻关项目通过验收".encode("gbk"), "big5")[:3]
    ('技术攻关项目通过验收', 'gb18030', 'common letters')
    """
    decoded = _by_mark(data) or _by_zero_bytes(data) or _strict_utf8(data) or _by_letters(data, label(declared))
    text, double = undone(decoded.text, legibility)
    return decoded._replace(text=text, double=double) if double else decoded


def label(name: str) -> str:
    """The codec that text under the label `name` is to be decoded with; empty for an unknown label.

    >>> label("GB2312"), label("x-nonsense")
    ('gb18030', '')
    """
    name = name.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(SUPERSETS.get(name, name)).name
        b"\x80".decode(found, "replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if found in NOT_CHARSETS else SUPERSETS.get(found, found)


def legibility(text: str) -> float:
    """How much `text` reads like Chinese: the share of common letters and signs among all beyond ASCII, 0 to 1.

    What no Chinese text holds in number (private use, U+FFFD, controls) counts double against it. Text within ASCII is 1.
    """
    beyond = BEYOND_ASCII.findall(text)
    if not beyond:
        return 1.0
    common = common_letters()
    good = sum(map(common.__contains__, beyond))
    bad = len(NEVER_CHINESE.findall(text))
    return max(0.0, (good - bad) / len(beyond))


@cache
def common_letters() -> frozenset[str]:
    """The commonest Han letters of both scripts and the signs that stand between them."""
    return frozenset(column("common_han", "hans")) | frozenset(column("common_han", "hant")) | frozenset(SIGNS)


SIGNS = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　％＋－＝／０１２３４５６７８９．～①②③④⑤⑥⑦⑧⑨⑩×℃"
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
NEVER_CHINESE = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, charset in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], charset, "bom")
    return None


def _by_zero_bytes(data: bytes) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: blanks, figures and line ends leave zero bytes on one side of the pairs."""
    sample = data[: SAMPLE - SAMPLE % 4]
    zeros = [sample[start::4].count(0) for start in range(4)]
    quarter = len(sample) // 4
    if not quarter or not any(zeros):
        return None
    if zeros[3] == quarter and zeros[2] > quarter * 0.9:
        return _lossy(data, "utf-32-le", "zero bytes")
    if zeros[0] == quarter and zeros[1] > quarter * 0.9:
        return _lossy(data, "utf-32-be", "zero bytes")
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    charset = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 > max(even, odd):
        return None
    decoded = _lossy(data, charset, "zero bytes")
    plausible = decoded.replaced * 50 <= len(decoded.text) and (max(even, odd) > quarter or legibility(decoded.text) >= LEGIBLE)
    return decoded if plausible else None


def _strict_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _chance_utf8(text, data) else Decoded(text, "utf-8", "utf-8")


def _chance_utf8(text: str, data: bytes) -> bool:
    """Whether a few GBK letters make valid UTF-8 by chance: every pair is then a letter below U+0800, and no such text.

    Four letters at least, of three kinds, all of them common Han letters as GBK: fewer could be signs in a Latin text.
    """
    beyond = BEYOND_ASCII.findall(text)
    if not 2 <= len(beyond) <= 40 or max(beyond) >= "\u0800" or len(set(beyond)) < 3:
        return False
    as_gbk = _lossy(data, "gb18030", "common letters").text
    return len(beyond) >= 4 and legibility(as_gbk) >= 0.99


def _by_letters(data: bytes, declared: str) -> Decoded:
    """The candidate whose letters read best; what is declared wins where it reads as well as any."""
    sample = _sample(data)
    ranked = sorted(_candidates(declared), key=_reading(sample, declared), reverse=True)
    best = _lossy(data, ranked[0], "declared" if ranked[0] == declared else "common letters")
    if legibility(best.text[:SAMPLE]) >= LEGIBLE or (best.how == "declared" and not best.replaced):
        return best
    return _second_opinion(data, sample) or _least_lossy(data, ranked)


def _candidates(declared: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (declared, *CHINESE, "utf-8", "utf-16-le", "utf-16-be"))))


def _reading(sample: bytes, declared: str) -> Callable[[str], float]:
    """How well the sample reads in a charset, as a sort key; the declared one has a start of a twentieth."""

    def reading(charset: str) -> float:
        decoded = _lossy(sample, charset, "common letters")
        lost = 4 * decoded.replaced / max(1, len(BEYOND_ASCII.findall(decoded.text)))
        return legibility(decoded.text) - lost + (0.05 if charset == declared else 0.0)

    return reading


def _second_opinion(data: bytes, sample: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415  slow to load and rarely asked

    try:
        best = from_bytes(sample, enable_fallback=False).best()
    except Exception:  # a detector that breaks on hostile bytes has no opinion
        return None
    charset = label(best.encoding) if best else ""
    return _lossy(data, charset, "second opinion") if charset else None


def _least_lossy(data: bytes, charsets: Iterable[str]) -> Decoded:
    tried = [_lossy(data, charset, "nothing fits") for charset in (*charsets, "cp1252")]
    return min(tried, key=_loss)


def _loss(decoded: Decoded) -> int:
    return decoded.replaced


def _lossy(data: bytes, charset: str, how: How) -> Decoded:
    """`data` decoded, with U+FFFD where it does not fit; those that stand in the source itself are not counted."""
    try:
        return Decoded(data.decode(charset), charset, how)
    except UnicodeDecodeError:
        text = data.decode(charset, "replace")
        own = data.count(REPLACEMENT.encode(charset)) if charset.startswith("utf") or charset == "gb18030" else 0
        return Decoded(text, charset, how, max(1, text.count(REPLACEMENT) - own))


def _sample(data: bytes) -> bytes:
    """The head and, of a long file, its middle: a page's head can be ASCII alone."""
    if len(data) <= 2 * SAMPLE:
        return data
    middle = len(data) // 2 & ~3
    return data[:SAMPLE] + data[middle : middle + SAMPLE]
