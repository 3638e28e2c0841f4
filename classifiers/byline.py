"""Who published, who wrote, when: fields of a news page's head and foot, and the reporters named in its first sentence.

Fields are told by their names (`corpus/lexicon/byline_fields.tsv`), in Simplified; values are taken from the same places of the
text in its own script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from classifiers.patterns import any_word
from corpus import tables
from pipeline.document import Byline

_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d|民国\s?\d{2,3}|[一二][〇零○一二三四五六七八九]{3})\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?[-/.月]\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9]|三?十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九])(?!\d)\s?日?(?:\s*(?:星期|周)[一二三四五六日])?"
    r"(?:[\sT]*(?:(?P<half>[上下]午|晚上?)\s?)?(?P<hour>[01]?\d|2[0-3])\s?[:：时]\s?(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d))?)?"
)
_FIGURES = {letter: figure for figure, letter in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NAME = r"[\u3400-\u9fff·]{2,6}"
_REPORTERS = re.compile(
    rf"[(（]\s*(?:(?:本报|本网|本台|本刊|见习|实习|特约|全媒体|融媒体|首席|[\u3400-\u9fff]{{2,8}})?(?:记者|通讯员)\s*[:：]?\s*{_NAME}(?:[\s、,，]+(?:{_NAME}))*\s*)"
    rf"(?:(?:[;；,，/\s]*(?:通讯员|记者|实习生|摄影)\s*[:：]?\s*{_NAME}(?:[\s、,，]+{_NAME})*\s*))*(?:[/／]?(?:报道|文|摄影报道|文/图|文图|图/文|摄|整理|摄影))?\s*[)）]"
)
_AFTER_ROLE = re.compile(r"(?:记者|通讯员|实习生|文|作者)\s*[:：/／]?\s*")
_TITLES = re.compile("^(?:报道|摄影|摄影报道|记者|通讯员|文|图|摄|整理|编辑|实习生|本报|本网|综合)$")
_SEPARATOR = re.compile(r"[\s、,，/／;；]+")
_ORG = re.compile(
    "(?:[报网社台刊]|新闻|日报|晚报|在线|中心|公众号|客户端|政府|工会|局|委|厅|办|发布|融媒|之声|频道|传媒|集团|公司|学院|大学|医院)$"
)
_WORD = re.compile("[^\\W_]")
_LOOSE = re.compile(r"^[\s\d:：/.\-|丨·,，、()（）\[\]【】大中小号默认次人个A+]*$")


@dataclass(frozen=True, slots=True)
class Field:
    """One named field of a line: where its value stands, and what it is."""

    kind: str
    name: str
    start: int
    value: tuple[int, int]


def is_byline(text: str) -> bool:
    """Whether a line (in Simplified) holds nothing but fields of a byline.

    >>> is_byline("来源:津滨网 发布:2022-04-20 10:50:54"), is_byline("来源广泛的数据支撑了研究。")
    (True, False)
    """
    text = text.strip(" \t\u3000【】[]()（）|丨·-—")
    if not text or len(text) > 160:
        return False
    fields = list(_fields(text))
    if fields and not _LOOSE.match(_without_dates(text[: fields[0].start])) and not _is_publisher(text[: fields[0].start]):
        return False
    if fields:
        return all(
            field.value[1] - field.value[0] <= 40 and not re.search("[。；！？]", text[slice(*field.value)]) for field in fields
        )
    left = _without_dates(text)
    return left != text and (bool(_LOOSE.match(left)) or (_is_publisher(left) and len(left.strip()) <= 24))


def is_date(text: str) -> bool:
    """Whether a line is a day and nothing else; a time of day makes it a page's stamp."""
    found = _DATE.search(text)
    return found is not None and found["hour"] is None and not _WORD.search(_without_dates(text))


def read(byline: Byline, text: str, own: str) -> Byline:
    """`byline` with what a line tells that it lacks; `text` is the line in Simplified, `own` the same letters as written.

    >>> read(Byline(), "来源:津滨网 发布:2022-04-20 10:50:54", "來源:津濱網 發布:2022-04-20 10:50:54")
    Byline(publisher='津濱網', authors=(), published='2022-04-20T10:50:54')
    """
    for field in _fields(text):
        start, end = field.value
        value = own[start:end].strip(" \t\u3000:：|丨()（）[]【】·")
        if field.kind == "publisher" and not byline.publisher:
            byline = replace(byline, publisher=re.split(r"\s{2,}|\s(?=\d{4})", _without_dates(value).strip())[0].strip())
        if field.kind == "author":
            byline = _with_authors(byline, _names(text[start:end], own[start:end]))
    if not byline.published and (date := _DATE.search(text)):
        byline = replace(byline, published=iso(date))
    left = _without_dates(text).strip()
    if not byline.publisher and not any(_fields(text)) and left != text.strip() and _is_publisher(left):
        at = text.index(left) if left in text else -1
        byline = replace(byline, publisher=own[at : at + len(left)].strip()) if at >= 0 else byline
    return byline


def reporters(byline: Byline, text: str, own: str) -> Byline:
    """`byline` with the reporters that a sentence names in brackets: (记者 张三 李四 报道)."""
    for found in _REPORTERS.finditer(text):
        start, end = found.start() + 1, found.end() - 1
        byline = _with_authors(byline, _names(text[start:end], own[start:end]))
    return byline


def iso(date: re.Match[str]) -> str:
    """A found date as ISO 8601, as exact as it is given. Years of the Republic count from 1911."""
    year, month, day = _number(date["year"]), _number(date["month"]), _number(date["day"])
    if date["year"].startswith("民"):
        year += 1911
    told = f"{year:04}-{month:02}-{day:02}"
    if date["hour"] is None:
        return told
    hour = int(date["hour"])
    if date["half"] in {"下午", "晚", "晚上"} and hour < 12:
        hour += 12
    return f"{told}T{hour:02}:{date['minute']}" + (f":{date['second']}" if date["second"] else ":00")


def _fields(text: str) -> Iterator[Field]:
    """The fields of a line, in order; a value goes to the next field's name."""
    found = list(_field_names().finditer(text))
    kinds = {row["name"]: row["field"] for row in tables.rows("byline_fields")}
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        name = re.sub(r"\s", "", match["name"])
        yield Field(kinds[name], name, match.start(), (match.end(), end))


def _names(text: str, own: str) -> tuple[str, ...]:
    names: list[str] = []
    text_parts, start = text, 0
    for piece in _SEPARATOR.split(text_parts):
        start = text.index(piece, start)
        head = _AFTER_ROLE.search(piece)
        first = start + (head.end() if head else 0)
        name = own[first : start + len(piece)].strip(" :：()（）[]【】")
        plain = text[first : start + len(piece)].strip(" :：()（）[]【】")
        plain_cut = re.sub("(?:报道|摄影报道|摄影|整理|文图)$", "", plain)
        name = name[: len(plain_cut)]
        start += len(piece)
        if (
            2 <= len(name) <= 6
            and not _TITLES.match(plain_cut)
            and not _ORG.search(plain_cut)
            and re.fullmatch("[\u3400-\u9fff·]+", name)
        ):
            names.append(name)
    return tuple(names)


def _with_authors(byline: Byline, names: tuple[str, ...]) -> Byline:
    return replace(byline, authors=tuple(dict.fromkeys((*byline.authors, *names))))


def _is_publisher(text: str) -> bool:
    text = text.strip(" \t\u3000|丨·-—:：")
    return 2 <= len(text) <= 20 and bool(_ORG.search(text)) and not re.search("[，。；！？、]", text)


def _without_dates(text: str) -> str:
    return _DATE.sub("", text)


def _number(text: str) -> int:
    if text[-1].isdigit():
        return int(re.sub(r"\D", "", text))
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)
    return int("".join(str(_FIGURES[letter]) for letter in text))


@cache
def _field_names() -> re.Pattern[str]:
    names = any_word(tables.column("byline_fields", "name")).pattern
    spaced = r"(?P<name>" + names + r")"
    return re.compile(rf"(?:(?<![\u3400-\u9fff])|(?<=次)|(?<=\d))[\[【(（]?{spaced}\s?[:：∶/／]\s?")
