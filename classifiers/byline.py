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
_SIGNED = re.compile(rf"(?:[\u3400-\u9fff]{{2,10}}讯?\s*)?{_REPORTERS.pattern}")
_DESK = re.compile(
    rf"[【〔\[(（]\s*(?:中央社|[\u3400-\u9fff]{{2,4}}[社报网])?(?:特约|实习|驻地|地方中心|综合)?记者\s*(?P<names>{_NAME}(?:[、,，\s]+{_NAME})*)"
    r"\s*(?P<parted>[/／╱]?)\s*[\u3400-\u9fff]{0,8}(?:\d{1,2}日)?(?:报导|报道|连线|专访|专电|电|摄影)\s*[】〕\])）]"
)
"""How papers of Taiwan sign: 【記者王大明／台北報導】."""
_AFTER_ROLE = re.compile(r"(?:记者|通讯员|实习生|文|作者)\s*[:：/／]?\s*")
_TITLES = re.compile("^(?:报道|摄影|摄影报道|记者|通讯员|文|图|摄|整理|编辑|实习生|本报|本网|综合)$")
_OTHERS = re.compile("通讯员|实习生|摄影")
"""Where those named in brackets are no reporters any more."""
_SEPARATOR = re.compile(r"[\s、,，/／;；]+")
_ORG = re.compile(
    "(?:[报网社台刊]|新闻|日报|晚报|在线|中心|公众号|[资时快简通]讯|周刊|观察|先锋|之窗|新声|工运|客户端|政府|工会|局|委|厅|办|发布|融媒|之声|频道|传媒|集团|公司|学院|大学|医院)$"
)
_MAYBE = re.compile("[:：∶/／\\s]|记者|通讯员|(?:19|20)\\d\\d|民国|[一二][〇零○一二三四五六七八九]{3}")
"""What every byline has one of: the mark or blank behind a field's name, the name of a trade, or a year."""
_WORD = re.compile("[^\\W_]")
_LABEL = re.compile("(?:^|(?<=[\\s|丨，、；]))([\u3400-\u9fff]{2,4})\\s?[:：]")
"""What stands before a colon; fields that are no byline's, the place of a meeting say, show another kind of line."""
_SENTENCE = re.compile("[。；！？]")
_PICTURE = frozenset({"图", "图片", "视频", "图文"})
"""Before a colon these name who made the picture; before more than a name, what it shows."""
_PART = re.compile("[^\\s|丨]+")
_PARTS = re.compile("[\\s|丨]+")
_LOOSE = re.compile(
    r"^(?:[\s\d:：/.\-|丨·,，、()（）\[\]【】大中小号默认次人个A+万]|第[\d一二三四五六七八九十A-Z]{1,4}版|阅读|浏览|点击|发布|更新|来源|作者|原创)*$"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One named field of a line: where its value stands, and what it is."""

    kind: str
    name: str
    start: int
    value: tuple[int, int]


def is_byline(text: str, *, under_title: bool = False) -> bool:
    """Whether a line (in Simplified) holds nothing but fields of a byline; `under_title`, one short name beside a date is one.

    >>> is_byline("来源:津滨网 发布:2022-04-20 10:50:54"), is_byline("来源广泛的数据支撑了研究。")
    (True, False)
    """
    whole, text = text.strip(), text.strip(" \t\u3000【】[]()（）|丨·-—")
    if not text or len(text) > 160 or not _MAYBE.search(whole):
        return False
    if _SIGNED.fullmatch(whole) or _DESK.fullmatch(_without_dates(whole).strip()):
        return True
    fields = list(_fields(text))
    values = (field.value for field in fields)
    if any(end - start > 40 or _SENTENCE.search(text[start:end]) for start, end in values) or _has_other_fields(text):
        return False
    if len(fields) == 1 and fields[0].name in _PICTURE and fields[0].value[1] - fields[0].value[0] > 6:
        return False
    before = text[: fields[0].start] if fields else text
    left = _without_dates(before)
    strange = [part for part in _PARTS.split(left) if not _is_loose(part)]
    if under_title and left != before and len(strange) == 1 and len(strange[0]) <= 10:
        return True
    return bool(fields or left != before) and not strange


def _has_other_fields(text: str) -> bool:
    return any(label[1] not in _kinds() for label in _LABEL.finditer(text))


def _is_loose(part: str) -> bool:
    """Whether a part of a line outside its fields is one that bylines have: marks, counts, a publisher's name."""
    return bool(_LOOSE.match(part)) or _is_publisher(part)


def is_date(text: str) -> bool:
    """Whether a line is a day and nothing else; a time of day makes it a page's stamp."""
    found = _DATE.search(text)
    return found is not None and found["hour"] is None and not _WORD.search(_without_dates(text))


def read(byline: Byline, text: str, own: str) -> Byline:
    """`byline` with what a line tells that it lacks; `text` is the line in Simplified, `own` the same letters as written.

    >>> found = read(Byline(), "来源:津滨网 发布:2022-04-20 10:50:54", "來源:津濱網 發布:2022-04-20 10:50:54")
    >>> found.publisher, found.published
    ('津濱網', '2022-04-20T10:50:54')
    """
    for field in _fields(text):
        start, end = field.value
        value = own[start:end].strip(" \t\u3000:：|丨()（）[]【】·")
        if field.kind == "publisher" and not byline.publisher:
            byline = replace(byline, publisher=re.split(r"\s{2,}|\s(?=\d{4})", _without_dates(value).strip())[0].strip())
        if field.kind == "author":
            byline = _with_authors(byline, _names(text[start:end], own[start:end]), reported=field.name.endswith("记者"))
        if field.kind == "editor":
            names = _names(text[start:end], own[start:end])
            byline = replace(byline, editors=tuple(dict.fromkeys((*byline.editors, *names))))
    for found in _DESK.finditer(text):
        if found["parted"]:
            start, end = found.span("names")
            byline = _with_authors(byline, _names(text[start:end], own[start:end]), reported=True)
    if not byline.published and (date := _DATE.search(text)):
        byline = replace(byline, published=iso(date))
    if not byline.publisher and _DATE.search(text):
        before = next((field.start for field in _fields(text)), len(text))
        parts = (found for found in _PART.finditer(_without_dates(text[:before])) if _is_publisher(found[0]))
        if part := next(parts, None):
            start = text.index(part[0])
            byline = replace(byline, publisher=own[start : start + len(part[0])].strip("【】[]()（）"))
    return byline


def reporters(byline: Byline, text: str, own: str) -> Byline:
    """`byline` with the reporters that a sentence names in brackets: (记者 张三 李四 报道)."""
    for found in _REPORTERS.finditer(text):
        start, end = found.start() + 1, found.end() - 1
        reported = _OTHERS.search(text, start, end)
        last = reported.start() if reported else end
        byline = _with_authors(byline, _names(text[start:last], own[start:last]), reported="记者" in text[start:last])
        byline = _with_authors(byline, _names(text[last:end], own[last:end]))
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
    blank = len(text) <= 60 and (bool(_DATE.search(text)) or len(_field_names(blank=True).findall(text)) > 1)
    found = list(_field_names(blank=blank).finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        name = re.sub(r"\s", "", match["name"])
        yield Field(_kinds()[name], name, match.start(), (match.end(), end))


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


def _with_authors(byline: Byline, names: tuple[str, ...], *, reported: bool = False) -> Byline:
    byline = replace(byline, authors=tuple(dict.fromkeys((*byline.authors, *names))))
    return replace(byline, reporters=tuple(dict.fromkeys((*byline.reporters, *names)))) if reported else byline


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
def _kinds() -> dict[str, str]:
    return {row["name"]: row["field"] for row in tables.rows("byline_fields")}


@cache
def _field_names(*, blank: bool) -> re.Pattern[str]:
    """The name of a field with its colon or stroke, or, where a date shows that a line is a byline, a `blank`."""
    names = any_word(tables.column("byline_fields", "name")).pattern
    after = r"(?:\s?[:：∶/／]\s?|\s+)" if blank else r"\s?[:：∶/／]\s?"
    return re.compile(rf"(?:(?<![\u3400-\u9fff])|(?<=次)|(?<=\d))[\[【(（]?(?P<name>{names}){after}")
