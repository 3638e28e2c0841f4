from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from pipeline.document import Note
from pipeline.dossier import Asking, dossier
from pipeline.errors import Reason
from pipeline.packet import merge
from pipeline.render import excel
from pipeline.rubric import Rubric, default
from tests.papers import paper, told

BAD = "\x07\ufffe"
LEADS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\tx", "\rx")


def written(folder: Path) -> Workbook:
    documents = [
        paper(
            f"{lead}.docx",
            f"{lead}获奖3项\x07\ufffe",
            told("award_result", f"{lead}获奖3项\x07\ufffe", quantity=3, unit="项", object=lead),
        )
        for lead in LEADS
    ]
    documents.append(paper("bad.pdf", "", notes=(Note(Reason.ENCRYPTED, "asks for a password"),)))
    excel.write(folder / "run.xlsx", [(merge(documents, packet_id="p", name="=cmd|' /C calc'!A0"), documents)], rubric=default())
    return load_workbook(folder / "run.xlsx")


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    for sheet in written(tmp_path):
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type in ("s", "inlineStr", "n"), cell.value
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
                    assert cell.quotePrefix


def test_every_achievement_has_a_cell_in_which_a_reader_can_mark_it(tmp_path: Path) -> None:
    sheet = written(tmp_path)["逐条核对"]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"对,错,存疑"'
    heading = next(sheet.iter_rows(max_row=1, values_only=True))
    letter = get_column_letter(heading.index("核对") + 1)
    assert str(choice.sqref) == f"{letter}2:{letter}{sheet.max_row}"
    assert sheet.max_row == 1 + len(LEADS)


def test_each_sheet_can_be_filtered_and_keeps_its_header_in_sight(tmp_path: Path) -> None:
    for sheet in written(tmp_path):
        assert str(sheet.auto_filter.ref).endswith(str(sheet.max_row))
        assert str(sheet.freeze_panes).endswith("2")
        assert sheet.print_title_rows == "$1:$1"


def test_a_document_that_was_not_read_has_a_row_with_its_reason(tmp_path: Path) -> None:
    rows = list(written(tmp_path)["材料清单"].iter_rows(values_only=True))
    assert any(row[1] == "bad.pdf" and row[3] == "未予读取" and row[4] == "文件加了密码" for row in rows)


@pytest.mark.parametrize("indicators", [slice(None), slice(None, None, -1)])
def test_a_claim_has_its_number_in_the_dossier_by_the_same_rubric(tmp_path: Path, indicators: slice) -> None:
    form = "工作室名称\t蓝湾焊接工作室\n领衔人\t池映月\n场地面积\t120平方米，设有实训室\n成员\t阮小舟、陆明远"
    documents = [
        paper("申报表.docx", form, kind="form"),
        paper(
            "总结.docx",
            "计划授权专利9项。带徒14人。节约电费86万元。获省级一等奖1项。授权发明专利5项。发表论文3篇。",
            told("ip_right", "授权专利9项", quantity=9, unit="项", status="planned"),
            told("talent_training", "带徒14人", quantity=14, unit="人"),
            told("economic_benefit", "节约电费86万元", quantity=860_000, unit="元"),
            told("award_result", "获省级一等奖1项", quantity=1, unit="项", level="provincial"),
            told("ip_right", "授权发明专利5项", quantity=5, unit="项", object="发明专利"),
            told("knowledge_output", "发表论文3篇", quantity=3, unit="篇", object="论文"),
        ),
    ]
    rubric: Rubric = msgspec.structs.replace(default(), indicators=default().indicators[indicators])
    packet = merge(documents, packet_id="p", name="夹")
    excel.write(tmp_path / "run.xlsx", [(packet, documents)], rubric=rubric)
    heading, *rows = load_workbook(tmp_path / "run.xlsx")["成果"].iter_rows(values_only=True)
    number, name = heading.index("序号"), heading.index("编号")
    read = dossier(packet, documents, asking=Asking(rubric=rubric))
    told_in_dossier = {entry.anchor: entry.number for file in read.files for entry in file.entries}
    assert {f"claim-{row[name]}": row[number] for row in rows} == told_in_dossier
    assert [row[number] for row in rows] == list(range(1, len(packet.claims) + 1))
    assert [claim.id for claim in packet.claims] != [row[name] for row in rows]
