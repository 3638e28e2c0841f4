"""Quantities as people write them, and numbers that are none."""

import pytest

from classifiers.numerals import value
from classifiers.quantities import quantities


@pytest.mark.parametrize(
    ("written", "worth", "unit", "approx"),
    [
        ("三十余项", 30, "项", "over"),
        ("1千2百件", 1200, "件", "exact"),
        ("1万2千3百人", 12300, "人", "exact"),
        ("六点五成", 65, "%", "exact"),
        ("近百人次", 100, "人次", "under"),
        ("上千次", 1000, "次", "over"),
        ("一套", 1, "套", "exact"),
        ("160多亿元", 16_000_000_000, "元", "over"),
        ("１.２万吨", 12_000, "吨", "exact"),
        ("3 870项", 3870, "项", "exact"),
        ("3,900人次", 3900, "人次", "exact"),
        ("1200余万元", 12_000_000, "元", "over"),
        ("壹拾贰件", 12, "件", "exact"),
        ("廿六项", 26, "项", "exact"),
        ("两项", 2, "项", "exact"),
        ("百余项", 100, "项", "over"),
        ("节约约300万元", 3_000_000, "元", "about"),
        ("节约300万元", 3_000_000, "元", "exact"),
        ("三成", 30, "%", "exact"),
        ("一成八", 18, "%", "exact"),
        ("三分之二", 66.67, "%", "exact"),
        ("百分之十五", 15, "%", "exact"),
        ("0.9个百分点", 0.9, "百分点", "exact"),
        ("12万度电", 120_000, "千瓦时", "exact"),
        ("500吨标准煤", 500, "吨标煤", "exact"),
        ("标煤1200吨", 1200, "吨标煤", "exact"),
        ("30公吨", 30, "吨", "exact"),
        ("40台（套）", 40, "台套", "exact"),
        ("2个多月", 2, "个月", "over"),
        ("提前3分40秒", 220, "秒", "exact"),
        ("两小时十分", 130, "分钟", "exact"),
        ("下降十一个点", 11, "百分点", "exact"),
        ("涨了三个多百分点", 3, "百分点", "over"),
        ("万分之一点五", 0.015, "%", "exact"),
        ("转让费二十八万八", 288_000, "元", "exact"),
        ("就是五个多亿", 500_000_000, "元", "over"),
        ("考上了俩", 2, "个", "exact"),
        ("数十项", None, "项", "several"),
        ("多项", None, "项", "several"),
        ("百万元以上", 1_000_000, "元", "over"),
    ],
)
def test_a_written_quantity_has_its_worth_unit_and_exactness(written: str, worth: float | None, unit: str, approx: str) -> None:
    (found,) = quantities(written)
    assert (found.value, found.unit, found.approx) == (worth, unit, approx)


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月5日", "民国108年5月", "二〇一九年", "2019—2022年", "2023-05-01", "〔2021〕15号", "苏工发[2020]3号",
        "GB/T 1234-2019",
        "T/CSEE 0012—2020", "DB12/T 1001-2020", "ZL202110123456.7", "CRH380型", "HXD3C机车", "5G基站", "13800138000",
        "0512-66668888",
        "8:30", "第三完成人", "第十二届", "一等奖", "三星级", "五一劳动奖章", "十四五", "一人一策", "下一步", "第三方", "十分",
        "3号楼", "3方面", "2部分", "获\ufffd5项", "5□项",
    ],
)  # fmt: skip
def test_a_number_that_only_names_or_is_damaged_is_no_quantity(text: str) -> None:
    assert [found for found in quantities(text) if found.unit is not None] == []


@pytest.mark.parametrize(
    ("text", "ends", "unit"),
    [
        ("合格率由92.5%提至99%", (92.5, 99), "%"),
        ("错误由每月12件降为1件", (12, 1), "件"),
        ("从48小时缩至6小时", (48, 6), "小时"),
        ("3小时→1小时", (3, 1), "小时"),
        ("从2天缩短到4小时", (48, 4), "小时"),
        ("偏差由±0.8毫米收窄到±0.2毫米", (0.8, 0.2), "毫米"),
        ("每班由16料斗增加到21料斗", (16, 21), "料斗"),
        ("电耗由86度降到79度再降到71度", (86, 71), "千瓦时"),
        ("感染率由16.6％降為0".replace("為", "为"), (16.6, 0), "%"),
        ("投诉由5起降为零", (5, 0), "起"),
        ("回收率从百分之八十二点五拉到九十一点三。", (82.5, 91.3), "%"),
        ("成品率从试制时的百分之十一，一路爬到百分之八十六", (11, 86), "%"),
        ("超温时间由平均三十八分钟降到不足两分钟", (38, 2), "分钟"),
        ("成活率从头一年的百分之十九升到第五年的百分之八十二", (19, 82), "%"),
        ("通过率由一○五学年度的百分之三十九，成长至一一一学年度的百分之八十三", (39, 83), "%"),
        ("针孔率从百万分之四十降到百万分之六", (0.004, 0.0006), "%"),
        ("返修率由四分之一降到二十分之一", (25, 5), "%"),
        ("发生率去年2.4%，今年到现在0.3%", (2.4, 0.3), "%"),
        ("加工时间从三年压缩到十四个月", (36, 14), "个月"),
        ("寿命从三个月延长到两年半", (3, 30), "个月"),
    ],
)
def test_two_ends_of_a_change_are_one_quantity(text: str, ends: tuple[float, float], unit: str) -> None:
    (found,) = quantities(text)
    assert (found.change_from, found.change_to) == ends
    assert found.unit == unit
    assert found.value is None


def test_a_range_has_both_ends_and_one_scale() -> None:
    (found,) = quantities("每台3～5万元")
    assert (found.value, found.maximum, found.approx) == (30_000, 50_000, "about")


def test_other_money_keeps_its_currency() -> None:
    assert [(found.unit, found.currency) for found in quantities("新台币300万元，500万美元，20万元")] == [
        ("元", "TWD"),
        ("元", "USD"),
        ("元", None),
    ]


@pytest.mark.parametrize("text", ["1" * 50_000, "一" * 20_000, "1," * 20_000, "3-" * 20_000, "百" * 20_000 + "项", " " * 50_000])
def test_hostile_runs_are_read_in_linear_time(text: str) -> None:
    quantities(text)


def test_what_is_no_number_has_no_value() -> None:
    assert value("项") is None
