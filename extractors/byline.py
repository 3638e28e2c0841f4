"""Who published an article, who wrote it and when, from the lines that say so around its headline and at its end.

Reads what Chinese news pages print in either script; what a page says of itself in its head is for `web_byline`.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from extractors.byline_names import authors_in, editors_in, reporters_in
from pipeline.document import Byline

LONGEST_LINE = 300
"""Letters; a longer line is running text, of which only its opening and its end are looked into."""


def from_lines(lines: Sequence[str], *, body: Sequence[str] = ()) -> Byline:
    """The byline of an article whose lines around the headline are `lines`, and whose text is `body`.

    >>> found = from_lines(["来源：东湖日报 2022年04月20日 10:50:54 责编：孙七"], body=["（记者 王小明 通讯员 李四）近日"])
    >>> found.publisher, found.published, found.authors, found.reporters, found.editors
    ('东湖日报', '2022-04-20T10:50:54', ('王小明', '李四'), ('王小明',), ('孙七',))
    """
    head = [line[:LONGEST_LINE] for line in lines]
    ends = [*(line[:LONGEST_LINE] for line in body[:3]), *(line[-LONGEST_LINE:] for line in body[-3:])]
    published = next(filter(None, map(date_in, _dated_first(head))), "")
    publisher = next(filter(None, map(publisher_in, (*head, *ends))), "")
    authors, reporters, editors = (_named(names, (*head, *ends)) for names in (authors_in, reporters_in, editors_in))
    return Byline(publisher, authors, published, reporters, editors)


def _named(names: Callable[[str], tuple[str, ...]], lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in lines for name in names(line)))


def date_in(text: str) -> str:
    """The first date of a line in ISO 8601, with the time when one follows; empty when there is none.

    Years of the Republic count from 1912 (民國111年 is 2022).

    >>> date_in("發布時間：民國111年4月20日 上午9:05"), date_in("2021-12-3"), date_in("二〇二二年四月二十日")
    ('2022-04-20T09:05', '2021-12-03', '2022-04-20')
    """
    found = DATE.search(text)
    if not found:
        return _han_date(text)
    roc, year = found["roc"], found["year"]
    day = _day(int(roc) + 1911 if roc else int(year), int(found["month"]), int(found["day"]))
    if not day:
        return ""
    return day + _time(text[found.end() : found.end() + 30])


def publisher_in(text: str) -> str:
    """Whom a line names as its source.

    >>> publisher_in("2022-03-01 来源：江城工人网 作者：王五"), publisher_in("来源于生活")
    ('江城工人网', '')
    >>> publisher_in("江城工人报　2020年11月23日　第03版")
    '江城工人报'
    """
    found = SOURCE.search(text) or MASTHEAD.match(text)
    if not found:
        return ""
    name = NAME_END.split(found[1].strip(), maxsplit=1)[0].strip(" 　:：|-—·[]【】()（）《》")
    return name if 1 < len(name) <= 30 and not name.isdigit() and name not in OWN else ""


DATE = re.compile(
    r"(?:(?:民國|民国|中華民國|中华民国)\s?(?P<roc>\d{2,3})|(?<!\d)(?P<year>(?:19|20)\d\d))\s?[-/.年]\s?"
    r"(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
TIME = re.compile(
    r"^[日号號]?[\sT　,，(（]{0,4}(?:周.|星期.|[(（].[)）])?\s{0,2}(?P<half>上午|下午|晚上|早上|凌晨|中午|[AaPp][Mm])?\s{0,2}"
    r"(?P<hour>[01]?\d|2[0-3])\s?[:：时時点點]\s?(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d))?"
)
HAN_DIGITS = {letter: str(value) for value, letter in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
HAN_DATE = re.compile(r"([一二][〇○零Ｏ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
SOURCE = re.compile(
    r"(?:信息来源|資料來源|稿件来源|文章来源|新闻来源|来源|來源|稿源|出处|出處|发布单位|發布單位|发布机构|信息来源单位)\s{0,3}[:：]\s{0,3}([^\n]{2,80})"
)
MASTHEAD = re.compile(
    r"([\u4e00-\u9fff]{2,12}(?:报|報|网|網|社|台|臺|客户端|在线|在線|频道|頻道))[\s　]+(?=(?:19|20)\d\d\s?[-/.年])"
)
"""A newspaper's own line: its name, then the date."""
NAME_END = re.compile(
    r"[\s　]{2,}|[|｜]|\s(?=\d)|(?<=\S)[\s　]*(?:作者|记者|記者|发布|發布|發佈|发表|责任|责编|"
    r"编辑|編輯|时间|時間|日期|浏览|瀏覽|点击|點擊|阅读|閱讀|人气|举报|舉報|关注|订阅|字号|字體|分享|"
    r"打印|(?:19|20)\d\d\s?[-/.年])|[，。；;,】\])）](?=\s|$|\S{0,2}(?:作者|记者))"
)
OWN = frozenset({"本站", "本站原创", "原创", "本网", "本网站", "互联网", "网络", "转载", "未知", "网络转载", "本站原創"})


def _dated_first(lines: Sequence[str]) -> Iterable[str]:
    """Lines that say the date is that of publication come first."""
    return sorted(lines, key=_undated)


def _undated(line: str) -> bool:
    return not PUBLISHED.search(line)


PUBLISHED = re.compile("发布|發布|發佈|发表|發表|时间|時間|日期|来源|來源|[Pp]ublished|[Dd]ate")


def _day(year: int, month: int, day: int) -> str:
    days = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= days[month - 1] else ""


def _time(text: str) -> str:
    found = TIME.match(text)
    if not found:
        return ""
    hour = int(found["hour"])
    if found["half"] in ("下午", "晚上", "PM", "pm", "Pm") and hour < 12:
        hour += 12
    return f"T{hour:02d}:{found['minute']}" + (f":{found['second']}" if found["second"] else "")


def _han_date(text: str) -> str:
    found = HAN_DATE.search(text)
    if not found:
        return ""
    return _day(int("".join(HAN_DIGITS[letter] for letter in found[1])), _han_number(found[2]), _han_number(found[3]))


def _han_number(text: str) -> int:
    """A number below 100 in Chinese numerals.

    >>> _han_number("二十"), _han_number("十一"), _han_number("三")
    (20, 11, 3)
    """
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(HAN_DIGITS[tens[0]])
    return 10 * int(HAN_DIGITS.get(tens, "1")) + int(HAN_DIGITS.get(ones, "0"))
