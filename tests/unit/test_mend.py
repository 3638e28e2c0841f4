"""Mending: what each defect mends, and what it must leave alone."""

import pytest

from pipeline import mend
from pipeline.document import Block, BlockKind, Document, Source
from pipeline.errors import Flag
from pipeline.view import Span, View

MENDED = {
    "团队发(fā)挥带头作用": "团队发挥带头作用",
    "團隊創(chuàng )新，學(xué)會(huì )鉗工": "團隊創新，學會鉗工",
    "我們(men)的技术": "我們的技术",
    "小(🕤)修小改": "小修小改",
    "技🌟术革新": "技术革新",
    "发明专\u200b利\u202e3项": "发明专利3项",
    "发\u3164明\u115f专\uffa0利3项": "发明专利3项",
    "⽴⾜⼀线，⻅⻓处": "立足一线，见长处",
    "豈可停步": "豈可停步",
    "技 术 攻 关 小 组": "技术攻关小组",
    "这 是 夜 校 成立的第六年，学员有三百人。": "这是夜校成立的第六年，学员有三百人。",
    "焊接、、装配，，调试。。": "焊接、装配，调试。",
    "降本&nbsp;增效&ldquo;双控&rdquo;&#8212;": "降本 增效“双控”—",
    "&amp;lt;五小&amp;gt;": "<五小>",
    "取得ВIМ证书": "取得BIM证书",
    "åŠ³æ¨¡å·¥ä½œå®¤": "劳模工作室",
    "ÖÐ¹ú¹¤»á": "中国工会",
    "鍔虫ā宸ュ尃": "劳模工匠",
    "钢  卷  尺": "钢卷尺",
    "二 〇 二 一 年": "二〇二一年",
    "焊（hàn）工": "焊工",
    "工(gong)会组织(zhi)职工编(bian)写操作法，成品率(lv)提高": "工会组织职工编写操作法，成品率提高",
    "获獎?wù)?三次": "获獎三次",
    "标&#20934;化": "标准化",
    "金⾦木⽊": "金金木木",
}
UNTOUCHED = [
    "名称\t节约成本（万元）\t培训人次",
    "重量(kg)、建模(BIM)、智能(AI)、发音(fa)、速度(m/s)",
    "获得好评(hǎo)",
    "长(chang)兴厂与长(chang)江厂，行(hang)业第一",
    "面积(mi)、时间(s)、长(m)宽(m)高(m)",
    "α粒子与β射线，Ω形管",
    "先进👍，点赞👏！",
    "王 强、李 敏参加",
    "弘扬劳模精神 争当时代先锋",
    "12㎡，①②③，℃，№5",
    "……真好——就是……",
    "AT&T;与R&D部门",
    "面积 3 870 平方米",
    "café、naïve、Müller 公司",
    "第1期。。。未完",
    "Привет, товарищи",
    "ÀÉÈ 与 Ø25、µm、±0.5",
    "鍛造車間的老師傅",
    "浜松、宸风、涓滴之水",
    "甲  乙",
    "姓  名：  王  强",
    "（好）（hào）客",
    "Ⅲ型、⑤号、㎏",
    "请按 Ctrl+C；再按 Ctrl+V",
    "¥300、£20、€15",
    "第  号",
]


@pytest.mark.parametrize(("broken", "whole"), MENDED.items())
def test_a_defect_is_mended(broken: str, whole: str) -> None:
    assert mend.mended(View(broken)).text == whole


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_only_looks_like_a_defect_stays(text: str) -> None:
    assert mend.mended(View(text)).text == text


@pytest.mark.parametrize("text", [*MENDED, *UNTOUCHED])
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend.mended(View(text)).text
    assert mend.mended(View(once)).text == once


def test_what_is_mended_leads_back_to_the_source() -> None:
    view = mend.mended(View("发(fā)明专\u200b利2项"))
    assert view.text == "发明专利2项"
    start = view.text.index("专利")
    assert view.to_base(Span(start, start + 2)) == Span(6, 9)


def _document(text: str, kind: BlockKind = "line") -> Document:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(start, start + len(line)), kind))
        start += len(line) + 1
    return Document(source=Source(path="a.txt"), text=text, blocks=tuple(blocks), mended=View(text), matched=View(text))


WRAPPED = """工作室成立三年来，围绕输送带跑偏、托辊磨损等难题开展
攻关，先后完成改造十二项，全部用于现场，设备故障率下
降三成。
下一步计划"""


def test_lines_that_plain_text_wrapped_are_joined() -> None:
    step = mend.build()
    joined = step(_document(WRAPPED)).mended.text
    assert joined.split("\n") == [WRAPPED.replace("\n", "").removesuffix("下一步计划"), "下一步计划"]


def test_latin_words_are_joined_with_a_blank() -> None:
    text = "该课程采用国际通用的教材，名为 Fundamentals of modern\nwelding technology，由团队译成。"
    assert "modern welding" in mend.build()(_document(text)).mended.text


@pytest.mark.parametrize(
    "text",
    [
        "一、基本情况\n二、主要做法\n三、取得成效",
        "先进个人名单\n王建国\n李卫东\n陈晓燕",
        "本年度共完成技术改造六项，节约资金近百万元。\n明年将继续推进。",
        "联系电话：0556-5510992　邮箱：gh@example.cn\n市机械工会女职工委员会办公室\n2021年11月3日",
        "项目名称\t金额\t年份，\n焊接改造\t12\t2021",
    ],
)
def test_headings_lists_sentences_and_rows_are_not_joined(text: str) -> None:
    assert mend.build()(_document(text)).mended.text == text


def test_paragraphs_of_a_word_file_are_not_joined() -> None:
    assert mend.build()(_document(WRAPPED, "paragraph")).mended.text == WRAPPED


@pytest.mark.parametrize(
    "text",
    ["自年3月起试运行", "节约多万元", "压力达5.8骋笔补", "工作室完成@项目", "服务?wù)中心", "锟斤拷公司"],
)
def test_damage_that_changes_facts_is_flagged(text: str) -> None:
    notes = mend.build()(_document(text)).notes
    assert Flag.DAMAGED_TEXT in [note.code for note in notes]


@pytest.mark.parametrize(
    "text",
    [
        "今年3月，去年5月",
        "其余万元设备",
        "多项成果、多名职工",
        "3厂产品，24小时补办",
        "联系邮箱 abc@example.com",
        "每年4月",
        "培训人次",
    ],
)
def test_sound_text_is_not_flagged(text: str) -> None:
    assert mend.build()(_document(text)).notes == ()


def test_letters_that_no_eye_sees_are_told_of() -> None:
    notes = mend.build()(_document("专\u200b利\u202e三项")).notes
    assert [(note.code, note.count) for note in notes] == [(Flag.HIDDEN_TEXT, 2)]


STREWN = "節目��，直播���。" * 4 + "互動����！留意�。"


def test_letters_that_cannot_be_read_are_taken_out_where_they_are_strewn_beside_marks_and_told() -> None:
    document = mend.build()(_document(STREWN))
    assert document.mended.text == "節目，直播。" * 4 + "互動！留意。"
    assert [(note.code, note.count) for note in document.notes] == [(Flag.GARBLED_TEXT, 10)]


@pytest.mark.parametrize("text", ["节约��万元，获��利。" * 6, "節目��，直播��。" * 6, "留意���，��。"])
def test_letters_that_were_lost_stay_to_be_seen(text: str) -> None:
    assert mend.mended(View(text)).text == text


SCRAPS = [
    "總廠設於臺灣这微妙，",
    "交通發達、經濟繁榮时间里，",
    "技術專利數十項光则，",
    "設備齊全顺便，",
    "體系完善嗫嚅换，",
    "競爭力強样时。",
]


def test_scraps_of_simplified_before_the_marks_of_a_traditional_page_are_flagged() -> None:
    document = mend.build()(_document("".join(SCRAPS)))
    assert [note.code for note in document.notes] == [Flag.SPUN_TEXT]
    leftovers = "工會组織職工開展競賽，產品质量穩步提升，車间節約資金，檢驗员認真負責，訂单準時交貨，设備運行良好。"
    assert not mend.build()(_document(leftovers)).notes
