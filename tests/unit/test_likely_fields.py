"""Fields of forms whose labels no table has."""

import pytest

from pipeline.merging.likely_fields import likely


@pytest.mark.parametrize(
    ("label", "value", "field", "kept"),
    [
        ("掌门人", "曲向前", "leader", "曲向前"),
        ("学术带头人", "廖 守 拙", "leader", "廖 守 拙"),
        ("大師姓名", "歐陽立群", "leader", "歐陽立群"),
        ("工作室全名", "润滑先锋职工创新工作室", "studio", "润滑先锋职工创新工作室"),
        ("申报对象", "金穗维修创新工作室（以下简称工作室）", "studio", "金穗维修创新工作室"),
        ("依托医院", "清源市中西医结合医院", "employer", "清源市中西医结合医院"),
        ("挂牌", "2014年9月", "founded", "2014年9月"),
        ("建室", "民國107年5月", "founded", "民國107年5月"),
        ("业务用房", "车间二楼，约130平方米", "area", "约130平方米"),
        ("用房（㎡）", "96", "area", "96"),
        ("专项投入", "每年不少于20万元", "fund", "不少于20万元"),
        ("每年投入（万元）", "12", "fund", "12"),
        ("产业系统", "冶金", "sector", "冶金"),
    ],
)
def test_a_field_is_known_by_its_label_and_the_shape_of_its_value(label: str, value: str, field: str, kept: str) -> None:
    found = likely(label, value)
    assert found is not None
    assert (found.field, value[found.start : found.end]) == (field, kept)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("师傅", "曲向前"),
        ("徒弟负责人", "曲向前"),
        ("财务负责人", "曲向前"),
        ("掌门人", "见附件"),
        ("推荐单位", "滨海市总工会"),
        ("主管单位", "滨海市机械工业局"),
        ("颁奖单位", "省机械工程学会"),
        ("项目组建", "2014年9月"),
        ("成立年限", "15"),
        ("成员人数", "12"),
        ("经费来源", "自筹20万元"),
        ("节约资金", "20万元"),
        ("1", "曲向前"),
        ("", "曲向前"),
    ],
)
def test_nothing_is_guessed_without_both(label: str, value: str) -> None:
    assert likely(label, value) is None
