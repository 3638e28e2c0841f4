"""Which script a text is in, and its way into another."""

import pytest

from pipeline.document import Document, Source
from pipeline.errors import Flag
from pipeline.script import build, convert, convert_name, doubtful, script_of, to_simplified
from pipeline.view import View

TO_HANT = {
    "公示后授牌，構建并完善示范體系": "公示後授牌，構建並完善示範體系",
    "人纔隊伍不受幹預": "人才隊伍不受干預",
    "理发店的头发与出发": "理髮店的頭髮與出發",
    "为了解决难题，制造业了解情况": "為了解決難題，製造業了解情況",
    "面粉厂方面，公里与这里": "麵粉廠方面，公里與這裡",
    "干部干活，烘干机不受干扰": "幹部幹活，烘乾機不受干擾",
    "范志强劳模创新工作室与于海洋团队": "范志強勞模創新工作室與于海洋團隊",
    "由余小波牵头，钟敏表示": "由余小波牽頭，鍾敏表示",
    "积蓄发展潜力，消息一出，邻里想象": "積蓄發展潛力，消息一出，鄰里想像",
    "范围扩大，于是余热利用，示范创新": "範圍擴大，於是餘熱利用，示範創新",
    "恢复、重复、复杂、答复": "恢復、重複、複雜、答覆",
    "经理发现问题，代理发票，理发师": "經理發現問題，代理發票，理髮師",
    "这周复习，几周之后，这周围的人，茶几周围": "這週複習，幾週之後，這周圍的人，茶几周圍",
    "控制体系，编制标准，研制样机": "控制體系，編制標準，研製樣機",
}
TO_HANS = {
    "瞭望臺上看著圖紙，著名專著": "瞭望台上看着图纸，著名专著",
    "乾隆年間的乾貨": "乾隆年间的干货",
    "計畫畫圖，沈默的沈先生": "计划画图，沉默的沈先生",
    "憑藉經驗，餘熱發電，週報": "凭借经验，余热发电，周报",
}


@pytest.mark.parametrize(("text", "wanted"), TO_HANT.items())
def test_traditional_is_settled_by_words(text: str, wanted: str) -> None:
    assert convert(text, "hant") == wanted


@pytest.mark.parametrize(("text", "wanted"), TO_HANS.items())
def test_simplified_keeps_the_words_in_which_a_letter_stays(text: str, wanted: str) -> None:
    assert convert(text, "hans") == wanted
    assert len(to_simplified(text)) == len(text)


@pytest.mark.parametrize("text", ["著名专家著书，王乾於2020年", "ABC 123", "", "劳模创新工作室"])
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert convert(text, "hans") == text


@pytest.mark.parametrize("text", ["臺灣的裏程碑與裡程碑", "為與爲", "江涌帶領團隊", "研發週期，佈置場地"])
def test_right_forms_of_a_traditional_writer_stay(text: str) -> None:
    kept = convert(text, "hant")
    assert kept.replace("裡程", "裏程").replace("里程", "裏程") == text.replace("裡程", "裏程")


def test_places_have_their_own_forms() -> None:
    assert convert("为群众办实事，面对面，着手", "tw") == "為群眾辦實事，面對面，著手"
    assert convert("为群众", "hk") == "為羣眾" or convert("为群众", "hk") == "為群眾"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("創新工作室取得成效。", "hant"),
        ("创新工作室取得成效。", "hans"),
        ("創新工作室取得成效，劳模带头，发扬精神。", "mixed"),
        ("2022 BIM", "none"),
        ("領導小組開展檢查，評選結果公佈。\n国产|亚洲|在线观看|视频|综合网|无码|专区", "hant"),
    ],
)
def test_the_script_is_told_by_sentences(text: str, script: str) -> None:
    assert script_of(text) == script


def test_the_stage_sets_the_text_to_match_on() -> None:
    text = "發揮示範作用"
    document = Document(source=Source(path=""), text=text, mended=View(text), matched=View(text))
    done = build()(document)
    assert (done.matched.text, done.script) == ("发挥示范作用", "hant")


def test_hong_kong_writes_the_particle_as_the_mainland_does_and_the_famous_as_taiwan_does() -> None:
    assert convert("他看着图纸，著名工匠写着著作", "hk") == "他看着圖紙，著名工匠寫着著作"
    assert convert("他看着图纸，著名工匠写着著作", "tw") == "他看著圖紙，著名工匠寫著著作"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("勞模富於想像", "劳模富于想像"),
        ("乾斷食三天", "干断食三天"),
        ("這幺麼小丑", "这幺麽小丑"),
        ("月兒圞", "月儿𪢮"),
        ("九逕山下", "九迳山下"),
    ],
)
def test_rare_words_and_letters_go_to_simplified_as_the_engine_has_them(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


def test_hong_kong_has_its_own_letters_whatever_form_the_writer_used() -> None:
    assert (
        convert("他在車間裡的牀邊，看着這羣人", "hk")
        == convert("他在車間裏的床邊，看着這群人", "hk")
        == "他在車間裏的牀邊，看着這羣人"
    )


def test_the_writers_own_letter_stays_where_a_word_tells_its_simplified_one() -> None:
    assert convert("心肺復甦，草木甦生", "hant") == "心肺復甦，草木甦生"


IN_DOUBT = {
    "师傅高云说，这台磨床是他的老伙计。": [("云", "in a name")],
    "劳模李谷介绍，《松》是车间诗社的社刊。": [("谷", "in a name"), ("松", "in a title")],
    "他系着围裙，面是自己擀的。": [("系", "by itself"), ("面", "by itself")],
    "系统上线，干部带头，面对面教，云平台建成。": [],
    "一面锦旗，三卷图纸，公里数，松树下。": [],
}


@pytest.mark.parametrize(("text", "wanted"), IN_DOUBT.items())
def test_letters_that_no_word_settles_are_listed(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(one.letter, one.why) for one in doubtful(text, "hant")] == wanted
    assert doubtful(text, "hans") == doubtful(text, "keep") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("师傅高云说，云层散了。", "師傅高云說，雲層散了。"),
        ("李栋梁工程师是国家栋梁。", "李棟梁工程師是國家棟樑。"),
        ("诗集《松》获奖，肌肉放松。", "詩集《松》獲獎，肌肉放鬆。"),
        ("白腊烛与石腊", "白蠟燭與石蠟"),
    ],
)
def test_names_and_titles_keep_a_letter_in_doubt(text: str, wanted: str) -> None:
    assert convert(text, "hant") == wanted


def test_a_name_by_itself_keeps_its_letters_and_an_office_does_not() -> None:
    assert [convert_name(name, "hant") for name in ("高云", "钟松", "干部处")] == ["高云", "鍾松", "幹部處"]


def test_letters_of_hong_kong_and_old_prints_go_where_they_are_asked_to() -> None:
    assert (convert("無綫電台", "tw"), convert("無綫電視", "hk"), convert("棟樑之才", "tw")) == (
        "無線電台",
        "無綫電視",
        "棟梁之才",
    )
    assert (convert("什麽", "hans"), convert("什麽", "tw"), convert("什么", "hk")) == ("什么", "什麼", "什麽")


def test_a_name_whose_letter_simplified_writing_may_keep_is_flagged() -> None:
    def codes(text: str) -> list[str]:
        document = Document(source=Source(path="a.txt"), text=text, mended=View(text), matched=View(text))
        return [note.code for note in build()(document).notes]

    assert codes("勞模王乾說，設備不停機。") == [Flag.SCRIPT_AMBIGUOUS]
    assert codes("勞模王強說，餅乾車間的設備不停機。") == codes("劳模王强说，设备不停机。") == []
