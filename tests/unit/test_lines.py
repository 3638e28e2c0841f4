"""Roles of lines: what is the article's, what is the page's, and what was set in by others."""

import pytest

from pipeline.document import Block, Byline, Document, Source
from pipeline.process import Annotator, stage
from pipeline.view import Span, View

annotate = Annotator([stage("mend"), stage("script"), stage("lines")])


def page(text: str) -> Document:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(start, start + len(line)), "line"))
        start += len(line) + 1
    view = View(text)
    document = annotate(Document(source=Source(path=""), text=text, blocks=tuple(blocks), mended=view, matched=view))
    assert not document.reasons, document.reasons
    return document


def roles(text: str) -> list[str]:
    return [line.role for line in page(text).lines]


NEWS = """首页 > 要闻 > 正文
讓檢修工的金點子落地
來源:河口晚報 發布:2023-07-09 08:15:30 作者:白雪松
字號 大 中 小
河口晚報訊 (記者 白雪松 通訊員 杜一鳴)在河口水廠,檢修班的工具櫃旁掛著一塊創意板。
三年攻下二十道題
班長何立秋說,創意板上的點子已有二十個變成了現場的裝置,水泵故障率下降四成。
(資料圖片)
分享到:微信 微博 QQ空間
相關新聞
春運保障一線見聞
某廠職工趣味運動會開幕
国产精品久久视频|亚洲无码在线观看|免费毛片下载|欧美一区二区三区|日韩av综合网|黄色视频大全
版權所有 未經授權不得轉載
"""


def test_every_line_of_a_page_has_its_role() -> None:
    head = ["nav", "title", "byline", "share"]
    tail = ["byline", "share", "related", "related", "related", "spam", "legal"]
    assert roles(NEWS) == [*head, "body", "heading", "body", *tail]


def test_title_and_byline_are_read_from_lines_in_their_own_script() -> None:
    document = page(NEWS)
    assert document.title == "讓檢修工的金點子落地"
    assert document.byline == Byline("河口晚報", ("白雪松", "杜一鳴"), "2023-07-09T08:15:30", ("白雪松",))
    assert document.script == "hant"


HONEST = [
    "在亚洲技能竞赛上，选手王昊获焊接项目金牌。",
    "国产化替代率达到九成，打破欧美、日韩市场垄断。",
    "采油管理二区、五区和第六作业区联合开展射线探伤。",
    "持有一级建造师证书3人|高级工程师5人|高级技师4人|技师8人|高级工12人|一级消防工程师2人",
    "免费培训职工三百人次，成人高考报名四十人。",
    "澳门工会联合总会代表团到访，彩票公益金资助体育设施。",
    "开展掼蛋、棋牌比赛和职工足球赛，丰富文体娱乐生活。",
    "发放创业担保贷款贴息，信用卡业务平稳。",
    "癫痫、白癜风患者的治疗方案获院级新技术奖。",
    "一种管道插头|一种注射装置|一种裸线剥皮器|一种喷射阀|一种振荡电路|一种乳化泵",
    "新注册平台登录用户在线学习精品课程，高清视频免费观看。",
    "焊工 钳工 电工 铣工 磨工 镗工 车工 刨工",
    "金沙电机、永利重工、凯旋阀门三家企业的工作室结成联盟。",
    "办证大厅推行发票电子化，开具发票只需一分钟。",
    "公安民警提醒职工，谨防网络赌博和代开发票骗局。",
    "联系人：周工　联系电话：0533-1234567",
    "井下注浆加固一百二十米，水位下降两米，上门维修三次。",
    "现金网点撤并后，加快三个项目建设，东南亚游客可用手机付款。",
    "揭开“刷单返利”的面纱",
    "北京晴转雷阵雨19℃／32℃天津雷阵雨转多云18℃／31℃石家庄晴22℃／36℃太原多云16℃／31℃",
    "投资小、见效快，帮助农户免费试用新肥料。",
    "厂里开了网店，支持七天无理由退货，货到付款。",
    "网址：www.jgzgh.org.cn　邮编：330006",
    "莆田的木雕师傅带着学徒刻章，一件要刻四十天。",
    "有人冒充本局工作人员添加微信，以“代办职称”“包过”为名收取费用。",
    "24小时客服热线已开通，报修电话打得通。",
]


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_line_that_looks_like_spam_is_kept_whole(text: str) -> None:
    document = page(text)
    assert [line.role in {"body", "heading", "caption"} for line in document.lines] == [True]
    assert document.lines[0].cuts == ()


SPAM = [
    "加微信 abc88990 办理毕业证、学位证，学信网可查，先办后款",
    "真 人 荷 官|百★家★乐|注 册 送 彩 金|体 育 投 注|线上赌场",
    "无抵押贷款当天放款，黑户也能下款，急用钱找我",
    "代開發票，增值稅專用發票，先票後款，Ｖ信：fp５５６６",
    "新开传奇私服发布网_单职业传奇_变态传奇手游_上线送满V",
]


@pytest.mark.parametrize("text", SPAM)
def test_an_advert_is_spam(text: str) -> None:
    assert roles(text) == ["spam"]


def test_a_run_of_spam_inside_a_sentence_is_cut_and_the_sentence_kept() -> None:
    text = "工作室去年完成技改项目12项，百家乐平台注册送彩金，节约资金80万元。"
    document = page(text)
    assert document.lines[0].role == "body"
    assert [text[slice(*cut.span)] for cut in document.lines[0].cuts] == ["百家乐平台注册送彩金，"]
    assert "彩金" not in document.matched.text
    assert document.mended.text == text


@pytest.mark.parametrize(
    ("before", "advert", "after"),
    [
        ("每", "[金冠娱乐城开户送彩金]", "年检修季，班组要清洗十二台换热器。"),
        ("钳工组", "（葡京真人百家乐网址）", "的徒弟都会自己磨钻头，报废率降了一半。"),
        ("护士长陆青", "bet365备用网址", "带着小组改了三遍流程，取药时间缩短八分钟。"),
        ("入夏前，", "六合彩一肖一码", "合作社把四十亩大棚换成了滴灌，用水少了三成。"),
        ("工作室去年开展培训16期，", "【澳门新葡京官网开户】", "参训职工780人次。"),
        ("每年", "[鼎盛彩票手机版下载]", "春茶结束，工作室都要开班授课。"),
    ],
)
def test_an_advert_run_into_a_sentence_is_cut_at_its_borders(before: str, advert: str, after: str) -> None:
    text = before + advert + after
    (line,) = page(text).lines
    assert (line.role, [text[slice(*cut.span)] for cut in line.cuts]) == ("body", [advert])


def test_a_word_of_the_police_on_casinos_is_no_advert() -> None:
    (line,) = page("民警提醒：不要点开“百家乐官网入口”这样的短信，谨防受骗。").lines
    assert (line.role, line.cuts) == ("body", ())


def test_a_sentence_after_links_to_other_news_is_kept() -> None:
    text = "上一篇：夜校开课　下一篇：没有了\n班组用两个月改好了夹具，装夹一次只要三分钟。\n相关新闻\n夜校学员拿证\n"
    assert roles(text) == ["related", "body", "related", "related"]


def test_the_contact_line_and_signature_of_a_notice_are_kept_and_the_sites_own_lines_are_not() -> None:
    text = (
        "关于工匠评选结果的公示\n现将六名拟入选人员予以公示，公示期五天。\n电话：0556-5510992　邮箱：gh@example.cn\n"
        "市机械工会\n2021年11月3日\n关闭窗口\n主办单位：市机械工会　电话：0556-5510000\n"
    )
    assert roles(text) == ["title", "body", "body", "body", "body", "share", "legal"]


@pytest.mark.parametrize(
    "text",
    [
        "射线探伤｜超声检测｜高清内窥视频判读｜在线监测｜注射成型缺陷分析",
        "一级建造师考前辅导｜二级建造师继续教育｜注册安全工程师｜造价员",
        "团队成员：卞文清｜曲大江｜尤佳｜龙在田｜章立",
    ],
)
def test_a_list_joined_by_bars_is_kept(text: str) -> None:
    head = "学院把课开到了车间，去年来了二百人。\n老师傅讲课，年轻人动手，效果很好。\n课表贴在门口，谁都能看到。\n课程有：\n"
    assert roles(head + text + "\n")[-1] == roles(text)[0] == "body"


def test_the_page_given_twice_is_kept_once() -> None:
    text = "车间主任李一川带着徒弟改造了冷却水系统，年节水三万吨。\n徒弟们说，这个办法好学好用，已经推广到四条生产线。\n"
    assert roles(text + text) == ["body", "body", "duplicate", "duplicate"]


def test_a_notice_keeps_its_date_and_the_page_its_stamp() -> None:
    text = "关于命名创新工作室的通知\n2024-05-06 10:20\n经评审，决定命名六家创新工作室。\n港务局工会\n2024年5月6日\n"
    document = page(text)
    assert [line.role for line in document.lines] == ["title", "byline", "body", "body", "body"]
    assert document.byline.published == "2024-05-06T10:20:00"


@pytest.mark.parametrize("brand", ["_澳门威尼斯人官网_百家乐平台", "-太阳城集团官方网站 体育投注", "|bet365娱乐平台"])
def test_a_brand_set_to_the_title_is_cut_and_the_title_kept(brand: str) -> None:
    document = page(f"港口工匠创新工作室破解装卸难题{brand}\n来源：港口报 2021-03-04\n工作室完成了三项改造，效率提高一成。\n")
    assert document.title == "港口工匠创新工作室破解装卸难题"
    assert [line.role for line in document.lines] == ["title", "byline", "body"]


def test_a_running_head_and_its_page_numbers_are_no_body() -> None:
    head = "云顶铝业电解车间申报材料\n"
    text = (
        f"第一章 概况\n{head}工作室成立于2015年，有成员十二名。\n场地有三处。\n制度有六项。\n经费每年十二万元。\n1\n"
        f"{head}工作室完成攻关九项。\n培训职工四百人次。\n节电十一万千瓦时。\n2\n"
    )
    found = roles(text)
    assert {found[place] for place in (1, 6, 7, 11)} <= {"running_head", "page_number"}
    assert {found[place] for place in (2, 3, 4, 5, 8, 9, 10)} == {"body"}


@pytest.mark.parametrize(
    "text",
    [
        "培训机构不得以“免考拿证”的名义招揽学员，一经发现取消资格。",
        "联系人：万师傅（微信同号 13800138000）",
        "她教老人识别套路贷和网络刷单，讲了一百多场。",
        "他耐得住寂寞，守着祖传的手艺，带出了三十个徒弟。",
        "设立博士后工作站，预留信息接口，外挂架顺利爬升。",
    ],
)
def test_who_only_speaks_of_adverts_or_shares_their_letters_is_kept_whole(text: str) -> None:
    (line,) = page(text).lines
    assert (line.role, line.cuts) == ("body", ())


def test_a_meeting_record_is_no_byline() -> None:
    assert roles("时间：2021年11月12日 15:00—16:20 地点：三号会议室\n议题是报奖。\n")[0] != "byline"


@pytest.mark.parametrize(
    "text", ["wang zhuan ri jie，jia wei xin：zq33557799", "贷kuan 无抵押 dang天到账", "代ㆍ开ㆍ发ㆍ票 加Ｖ❶❸❽kk77"]
)
def test_adverts_in_pinyin_and_between_foreign_dots_are_spam(text: str) -> None:
    assert roles(text) == ["spam"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("扫码关注“职工之家”，可以查询疗休养线路和余额。", "body"),
        ("門診開通線上掛號，病友關注醫院公眾號即可選擇醫師與時段。", "body"),
        ("阅览室新添有声书两千册，读者扫码即可免费收藏。", "body"),
        ("扫码关注本报公众号，了解更多新闻。", "share"),
        ("长按识别二维码，关注我们，精彩不错过。", "share"),
    ],
)
def test_a_sentence_about_what_a_code_opens_is_kept_and_a_page_that_asks_to_be_followed_is_not(line: str, role: str) -> None:
    news = "门诊楼三月启用，日均接诊一千二百人。\n" * 2
    assert next(one for one in page(f"{news}{line}").lines if one.span.start == len(news)).role == role


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("缅甸银河国际网址　　四、生產中還可與沖孔等工序相配合，以滿足不同的需要。", "缅甸银河国际网址"),
        ("水利署網站說明，這座堤防专业论文代写公司全長三公里，可以保護農田。", "专业论文代写"),
        ("兩岸學者在會上談到《红楼梦研究资料》的版本，認為仍有許多問題。", ""),
        ("該公司與华为技术有限公司簽訂合約，將共同開發網路設備。", ""),
        ("他说这个问题不难，但是處理起來還需要時間與經費。", ""),
    ],
)
def test_an_advert_in_the_other_script_is_cut_out_of_a_traditional_sentence_and_a_name_is_not(line: str, cut: str) -> None:
    found = page(line).lines[0]
    assert "".join(line[one.span.start : one.span.end] for one in found.cuts).startswith(cut)
    assert bool(found.cuts) == bool(cut)
