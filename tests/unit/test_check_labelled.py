"""What labelled sentences promise of themselves, and that the check sees where they do not."""

import json
from typing import Any

import pytest

from corpus.check_labelled import FOLDER, Label, faults, main, sentence_faults
from corpus.figures_written import is_written


def sentence(text: str, *achievements: Label, **others: Any) -> Label:
    base = {"id": "z01-01", "doc": "z01", "kind": "report", "industry": "电力", "title": "总结", "subject": ""}
    helpers = [] if achievements else ["not_achievement"]
    return base | {"text": text, "achievements": list(achievements), "helpers": helpers} | others


def claim(category: str = "ip_right", quantity: float | None = None, unit: str | None = "项", **others: Any) -> Label:
    return {"category": category, "quantity": quantity, "unit": unit} | others


def test_the_labelled_achievements_have_no_fault() -> None:
    files = {path.name: [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in FOLDER.glob("*.jsonl")}
    assert list(faults(files)) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("三千两百余亩", 3200),
        ("時間由兩個半小時減為四十分鐘", 150),
        ("漏损率降了七成二", 72),
        ("差错率由万分之六降到万分之零点八", 0.008),
        ("占三分之二", 66.67),
        ("省下一百二三十块钱", 130),
        ("便宜六块二", 6.2),
        ("效率翻了两番", 4),
        ("吨铝电耗一万三千一百五十千瓦时", 13150),
        ("挽回损失1.2亿元", 120_000_000),
        ("近百名徒弟", 100),
        ("一天半", 1.5),
        ("專利證書乙紙", 1),
    ],
)
def test_a_figure_is_seen_in_the_forms_that_clerks_write(text: str, figure: float) -> None:
    assert is_written(figure, text)


@pytest.mark.parametrize(("text", "figure"), [("获专利三项", 4), ("先后获多项专利", 3), ("节约成本37万元", 37_000_000)])
def test_a_figure_that_is_not_written_is_seen(text: str, figure: float) -> None:
    assert not is_written(figure, text)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (sentence("获专利三项", claim(quantity=4)), "ip_right: 4 is not written"),
        (sentence("获专利", claim(level="global")), "ip_right: level global"),
        (sentence("获专利", claim(stauts="applied")), "ip_right: key stauts"),
        (sentence("降到3%", claim("quality_social", to=3)), "quality_social: from and to go together"),
        (sentence("获专利", claim(), helpers=["not_achievement"]), "not_achievement beside achievements"),
        (sentence("天很冷", helpers=[]), "no label"),
        (sentence("省8至90000元", claim("economic_benefit", 8, "元", quantity_max=90_000)), "economic_benefit: range 8 to 90000"),
        (sentence("获专利", claim(window={"kind": "ever"})), "ip_right: window {'kind': 'ever'}"),
    ],
)
def test_a_label_outside_the_contract_is_told(given: Label, fault: str) -> None:
    assert list(sentence_faults(given)) == [fault]


def test_copies_and_shared_documents_are_told() -> None:
    copies = [sentence(f"先后攻克现场难题{count}项并全部投用", id=f"z01-{count}") for count in range(4)]
    near = sentence("先后攻克了现场难题9项并且全部投用", id="z01-9")
    far = sentence("先后攻克现场难题9项并全部投用了", id="z02-1", doc="z01", title="别的")
    told = list(faults({"one": [*copies, near], "two": [far]}))
    assert "4 sentences read 先后攻克现场难题#项并全部投用" in told
    assert "z02-1: z01 stands in one too" in told
    assert "z02-1: another title than the document's" in told
    assert [fault for fault in told if fault.startswith("z02-1: much like z01-0")] != []


def test_the_command_fails_where_there_is_a_fault(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(sentence("获专利三项", claim(quantity=4))), "utf-8")
    assert main([str(path)]) == 1
    assert "1 sentences, 1 faults" in capsys.readouterr().out
