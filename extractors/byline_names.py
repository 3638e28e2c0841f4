"""The writers, reporters and editors a line names: after 记者, 通讯员, 作者, 责任编辑 and their like, in either script.

Editors, proofreaders and photographers' credits are not writers; reporters are. A title without a colon is followed by a name
only when that begins with a surname: 记者会上 is no writer.
"""

import re
from functools import cache

from corpus.tables import column

WRITERS = re.compile(
    r"(?:本[报報网網]|见习|見習|实习|實習|特约|特約|全媒体)?"
    r"(?P<title>通讯员|通訊員|记者|記者|作者|撰文|撰稿|采写|采寫|文字|(?<![\u4e00-\u9fff])文)"
    r"(?P<mark>\s{0,3}[:：/｜|丨]\s{0,3}|[\s　]{1,3}|)"
)
EDITORS = re.compile(
    r"(?:责任|責任|网络|網路|網絡|值班|执行|執行|核稿|本版|本文|本期|新媒体|新媒體|文字|图文|圖文|[责責网網])?"
    r"(?:编辑|編輯|(?<=[责責网網])[编編])(?P<mark>\s{0,3}[:：∶/／|｜丨]\s{0,3}|[\s　]{1,3})"
)
OTHERS = re.compile("通讯员|通訊員|实习生|實習生|摄影|攝影|文字编辑|作者")
"""Titles after which a list of reporters goes on with those who are none."""
LONGEST_LIST = 60
"""Letters after a title that may hold the names."""
SEPARATOR = re.compile(r"[\s　、，,/／和与與及;；]+")
STOP = re.compile(r"[/／]\s?[\u4e00-\u9fff]{2,4}[報报](?:導|导|道)|[)）】\]。！？:：|｜<>《》“”「」…]|\d")
LABEL = re.compile(
    "编辑|編輯|责编|責編|来源|來源|发布|發布|發佈|发表|日期|时间|時間|点击|點擊|浏览|瀏覽|阅读|閱讀|人气|分享|举报|摄影|攝影|"
    "报道|報道|報導|报导|美编|美編|图片|圖片|校对|校對|审核|審核|审校|審校|核稿|[初二三终終复複]审|[初二三終複]審|值班|监制|監製|统筹|統籌|策划|策劃|制图|製圖|主编|主編|来稿|來稿|字号|摄$|攝$|供图|供圖|综合|整合|整理"
)
SPACED = re.compile("(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ 　]{1,3}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""A name of two letters, set as wide as one of three."""
WIRED_FROM = re.compile(
    "(?:[台臺][北中南東]|新北|桃園|新竹|苗栗|彰化|南投|雲林|嘉義|高雄|屏東|宜蘭|花蓮|澎湖|金門|基隆|香港|澳門|北京|上海|東京|華盛頓|紐約|倫敦)$"
)
"""Where a wire report was sent from, written after its reporter's name."""
TITLES = re.compile(
    "^(?:本[报報网網刊台]|见习|見習|实习生?|實習|特约|特約|全媒体)?(?:通讯员|通訊員|记者|記者|作者|实习生|實習生)?"
)
REPORTED = re.compile(r"(?:摄|攝|撰写|文|电|電)$")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}[·•．][\u4e00-\u9fff·•．]{1,12}")
LATIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z.]+){1,2}")
NOT_NAMES = frozenset({"佚名", "未知", "不详", "管理员", "本站", "原创", "转载", "网络", "匿名", "本报", "本网", "编辑部"})


def authors_in(text: str) -> tuple[str, ...]:
    """The writers a line names, in order.

    >>> authors_in("（记者 王小明、李四 通讯员 赵六）"), authors_in("责任编辑：孙七")
    (('王小明', '李四', '赵六'), ())
    >>> authors_in("局长在记者会上表示"), authors_in("文明上网，登录评论")
    ((), ())
    """
    names: list[str] = []
    for found in WRITERS.finditer(text):
        marked = bool(found["mark"].strip())
        if marked or found["title"] not in ("文", "文字"):
            names += _listed(text[found.end() : found.end() + LONGEST_LIST], marked=marked)
    return tuple(dict.fromkeys(names))


def reporters_in(text: str) -> tuple[str, ...]:
    """Those whom a line calls reporters.

    >>> reporters_in("（记者 王小明、李四 通讯员 赵六）"), reporters_in("作者：王小明"), reporters_in("記者陳怡君／台中報導")
    (('王小明', '李四'), (), ('陳怡君',))
    """
    names: list[str] = []
    for found in WRITERS.finditer(text):
        if found["title"] in ("记者", "記者"):
            listed = OTHERS.split(text[found.end() : found.end() + LONGEST_LIST], maxsplit=1)[0]
            names += _listed(listed, marked=bool(found["mark"].strip()))
    return tuple(dict.fromkeys(names))


def editors_in(text: str) -> tuple[str, ...]:
    """Those whom a line calls editors, but for those who chose the pictures.

    >>> editors_in("【责任编辑：孙七 周八】"), editors_in("責編/林大 校對/李小"), editors_in("编辑部主任王五说")
    (('孙七', '周八'), ('林大',), ())
    """
    names: list[str] = []
    for found in EDITORS.finditer(text):
        names += _listed(text[found.end() : found.end() + LONGEST_LIST], marked=bool(found["mark"].strip()))
    return tuple(dict.fromkeys(names))


def is_name(word: str, *, certain: bool = False) -> bool:
    """Whether a word can be a person's name; `certain` asks for a known surname.

    >>> is_name("歐陽雪", certain=True), is_name("最新文章", certain=True), is_name("Jane Doe")
    (True, False, True)
    """
    if LATIN_NAME.fullmatch(word):
        return True
    if not HAN_NAME.fullmatch(word) or word in NOT_NAMES:
        return False
    return (
        not certain or any(mark in word for mark in "·•．") or word[:2] in surnames() or (word[0] in surnames() and len(word) < 4)
    )


@cache
def surnames() -> frozenset[str]:
    """The common surnames of one and two letters, in both scripts."""
    return frozenset(column("byline_surnames", "surname"))


def _listed(text: str, *, marked: bool) -> list[str]:
    """The names at the head of `text`, up to the first word that is none."""
    stop = STOP.search(text)
    names_only = SPACED.sub(r"\1\2", (text[: stop.start()] if stop else text).strip())
    words = SEPARATOR.split(names_only if marked else WIRED_FROM.sub("", names_only))
    names: list[str] = []
    for word in words:
        label = LABEL.search(word)
        name = REPORTED.sub("", TITLES.sub("", word[: label.start()] if label else word))
        if name and not is_name(name, certain=not marked):
            break
        if name:
            names.append(name)
        if label:
            break
    return names
