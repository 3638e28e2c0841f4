"""What is given out: in every format, in every script, and without the names where that is asked for."""

import io
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from docx import Document as Word

from classifiers import certificates
from classifiers.rows import ROW
from pipeline import blind_names
from pipeline.applicant_record import FormField, Member
from pipeline.blinding import blinded
from pipeline.document import Window
from pipeline.dossier import Asking
from pipeline.errors import ConfigError, ExitCode, MissingTool
from pipeline.exporting import ExportFormat, Wanted, export
from pipeline.packet import merge
from pipeline.packet_record import Conflict, PacketRecord
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from pipeline.render import word
from pipeline.rewriting import in_script, rewritten
from pipeline.rubric import default
from pipeline.view import Span
from tests import papers
from tests.papers import paper, told

NAMES = (
    "陆明远",
    "陸明遠",
    "何秀兰",
    "何秀蘭",
    "海州重工",
    "13812345678",
    "210102197003074321",
    "明远师傅",
    "lumy@example.cn",
    "海重",
)
TEXT = (
    "工作室名称\t陆明远劳模创新工作室\n陆明远师傅、明远师傅电话13812345678，证件210102197003074321，邮箱lumy@example.cn。\n"
    "海州重工机械有限公司的陆 明远\n与何秀兰获专利14项。"
)


def made() -> tuple[PacketRecord, list[DocumentRecord]]:
    documents = [
        paper("陆明远/申报表.docx", TEXT, told("ip_right", "何秀兰获专利14项", quantity=14, unit="项"), kind="form"),
        paper(
            "陸明遠.html",
            "海州重工機械有限公司陸明遠節約1.3億元，何秀蘭說。",
            told("economic_benefit", "節約1.3億元", quantity=130_000_000, unit="元", window=Window("year", 2024, 2024)),
            kind="news",
            script="hant",
            title="陸明遠的一天",
        ),
    ]
    packet = merge(documents, packet_id="p", name="海重 陆明远工作室材料")
    place: dict[str, Any] = {"document": documents[0].id, "span": Span(0, 3), "places": ()}
    employer = FormField("employer", "所在单位", "海州重工机械有限公司", documents[0].id, Span(0, 3), ())
    applicant = msgspec.structs.replace(
        packet.applicant,
        studio="陆明远劳模创新工作室",
        leader="陆明远",
        employer="海州重工机械有限公司",
        members=(Member(name="何秀兰", **place),),
        fields=(employer,),
    )
    return msgspec.structs.replace(packet, applicant=applicant), documents


class Shelf:
    """A store that holds one packet, as far as giving out asks of it."""

    def __init__(self) -> None:
        self.one, self.all = made()

    def packets(self) -> Any:
        return iter((self.one,))

    def documents(self, packet: str) -> Any:
        return iter(self.all)

    def export(self, rows: str) -> Any:
        return iter([msgspec.json.encode(each) for each in ((self.one,) if rows == "packets" else self.all)])


def given(folder: Path, format: ExportFormat, **fields: Any) -> bytes:
    """All bytes of an export, those within zip files unpacked, and the names of its files."""
    output = folder / "out"
    shelf: Any = Shelf()
    list(export(shelf, Wanted(format=format, asking=Asking(rubric=default(), points=True), **fields), output))
    files = [output] if output.is_file() else sorted(output.iterdir())
    return b"\n".join(_unpacked(path.read_bytes()) + path.name.encode() for path in files)


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(
            name.encode() + unescape(archive.read(name).decode("utf-8", "replace")).encode() for name in archive.namelist()
        )


@pytest.mark.parametrize(
    ("format", "rows"),
    [("html", ""), ("docx", ""), ("xlsx", ""), ("jsonl", "documents"), ("jsonl", "claims"), ("jsonl", "packets")],
)
def test_no_name_survives_in_any_byte_of_a_blind_export(tmp_path: Path, format: ExportFormat, rows: str) -> None:
    rows = rows or "documents"
    seen = given(tmp_path, format, rows=rows).decode("utf-8", "replace")
    blind = given(tmp_path, format, rows=rows, blind=True).decode("utf-8", "replace")
    assert any(name in seen for name in NAMES) or rows == "claims"
    assert [name for name in NAMES if name in blind] == []


def test_parquet_holds_no_name_either_and_gives_numbers_as_numbers(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    given(tmp_path, "parquet", rows="claims", blind=True)
    table = parquet.read_table(tmp_path / "out")
    assert sorted(table.column("quantity").to_pylist()) == [14.0, 130_000_000.0]
    assert not any(name in str(table.to_pylist()) for name in NAMES)


def test_one_person_has_one_sign_in_both_scripts_and_offsets_stay_true() -> None:
    packet, documents = made()
    change = blinded(packet, documents)
    assert change("陆明远") == change("陸明遠") == change("陆 明\n远").replace(" ", "").replace("\n", "")
    assert change("陆明远") != change("何秀兰")
    for document in documents:
        hidden = rewritten(document, change)
        assert [hidden.text[slice(*found.span)] for found in hidden.achievements] == [f.evidence for f in hidden.achievements]


def test_people_in_a_list_of_names_have_signs_too() -> None:
    packet, documents = made()
    roll = paper("名单.xlsx", "序号\t师傅\t徒弟\n1\t陆明远\t谷雨晴\n2\t何秀蘭\t賀一鳴")
    change = blinded(packet, [*documents, roll])
    assert change("徒弟谷雨晴和贺一鸣出师") == "徒弟" + change("谷雨晴") + "和" + change("賀一鳴") + "出师"
    assert "谷雨晴" not in change("谷雨晴")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("联系人：孟 良", "孟良"),
        ("联 系 人：孟　良　电话", "孟良"),
        ("財務負責人（簽字）：孟良同志", "孟良"),
        ("主讲人\t吕𠮷安", "吕𠮷安"),
        ("说明。" * 80_000 + "审核人：孟良", "孟良"),
        ("".join(f"学员：王{chr(0x4E00 + n)}{chr(0x5000 + n)}\n" for n in range(600)) + "学员：孟良", "孟良"),
    ],
)
def test_a_name_behind_a_label_has_a_sign_however_it_is_set_and_however_long_the_paper(text: str, name: str) -> None:
    assert name in list(blind_names.persons(paper("说明.docx", text)))


def test_a_sentence_behind_a_label_is_no_name() -> None:
    text = "联系人：由工会安排专人负责\n作者：高度重视人才培养\n会计：石桥镇会计站"
    assert list(blind_names.persons(paper("说明.docx", text))) == []


def test_ordinary_numbers_and_words_are_left_alone_by_blinding() -> None:
    change = blinded(*made())
    for text in ("专利号ZL202110357716.2", "节约13800000000.5元", "2022.01-2024.01", "明远见卓识", "海州市获奖38项"):
        assert change(text) == text


@pytest.mark.parametrize(
    ("format", "to", "words"),
    [
        ("html", "hans", "节约1.3亿元"),
        ("html", "tw", "獲專利14項"),
        ("html", "hk", "獲專利14項"),
        ("docx", "hant", "獲專利14項"),
        ("xlsx", "hant", "獲專利14項"),
        ("jsonl", "hans", "节约1.3亿元"),
    ],
)
def test_quotations_are_converted_only_when_asked(tmp_path: Path, format: ExportFormat, to: Any, words: str) -> None:
    assert words in given(tmp_path, format, to=to).decode("utf-8", "replace")
    assert words not in given(tmp_path, format).decode("utf-8", "replace")


def test_a_line_whose_length_would_change_stays() -> None:
    change = in_script("hant")
    assert len(change("创新工作室\n获专利14项")) == len("创新工作室\n获专利14项")


def test_the_word_dossier_has_headings_tables_with_repeated_heads_and_east_asian_fonts() -> None:
    packet, documents = made()
    data = word.document(packet, documents)
    assert data == word.document(packet, documents)
    paper = Word(io.BytesIO(data))
    heads = [each.text for each in paper.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert [head for head in heads if head.startswith(("1 ", "7 "))] == ["1 领衔团队", "7 交流示范"]
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert body.count("<w:tblHeader") == len(paper.tables)
    assert 'TOC \\o "1-2"' in body
    assert 'w:eastAsia="宋体"' in zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()


def test_in_word_a_quotation_stays_with_its_source_and_the_head_of_a_table_with_its_rows() -> None:
    form = paper(
        "form.docx", "节约电费86万元。", told("economic_benefit", "节约电费86万元", quantity=860_000, unit="元"), kind="form"
    )
    made = Word(io.BytesIO(word.document(merge([form], packet_id="p", name="夹"), [form])))
    lines = [each.text for each in made.paragraphs]
    quoted = lines.index("节约电费86万元。")
    for line in made.paragraphs[quoted - 2 : quoted + 1]:
        styled = line.style is not None and line.style.paragraph_format.keep_with_next
        assert line.paragraph_format.keep_with_next or styled
    assert lines[quoted + 1].endswith("form.docx")
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for table in made.tables for cell in table.rows[0].cells)


def test_the_word_dossier_holds_a_total_against_how_many_a_list_names() -> None:
    total = told("ip_right", "授权专利9项", quantity=9, unit="项")
    rows = [
        told("ip_right", f"{name}\t发明专利\t授权", why=(ROW,), name=name, object="发明专利") for name in ("甲装置", "乙装置")
    ]
    form = paper("form.docx", "授权专利9项\n甲装置\t发明专利\t授权\n乙装置\t发明专利\t授权", total, *rows, kind="form")
    merged = merge([form], packet_id="p", name="packet")
    ids = {claim.quantity: claim.id for claim in merged.claims if claim.quantity}
    others = tuple(claim.id for claim in merged.claims if not claim.quantity)
    packet = msgspec.structs.replace(merged, conflicts=(Conflict("total_vs_list", (ids[9], *others), "9 / 2"),))
    lines = [each.text for each in Word(io.BytesIO(word.document(packet, [form]))).paragraphs]
    (line,) = (line for line in lines if line.startswith("总数与清单不符"))
    assert "授权专利9项 ↔ 清单所列 2 条（" in line


def test_without_pyarrow_parquet_names_the_extra_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingTool, match=r"xingping\[parquet\]") as raised:
        given(tmp_path, "parquet")
    assert raised.value.exit_code is ExitCode.MISSING_TOOL


def test_rows_and_outputs_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    shelf: Any = Shelf()
    asking = Asking(rubric=default())
    with pytest.raises(ConfigError, match="documents, claims, packets"):
        export(shelf, Wanted(rows="rows", asking=asking), None)
    with pytest.raises(ConfigError, match="--output"):
        export(shelf, Wanted(format="docx", asking=asking), None)
    with pytest.raises(ConfigError, match="cannot be written"):
        export(shelf, Wanted(asking=asking), tmp_path / "nowhere" / "a.jsonl")


def test_a_blind_packet_is_named_by_its_id_and_the_firms_short_form_and_apprentices_are_gone() -> None:
    text = "工作室名称\t岑远创新工作室\n领衔人\t岑远\n所在单位\t锦屿港务集团集装箱分公司\n填表人\t计小楼"
    form = paper("form.docx", text, kind="form")
    contract = "师徒结对协议书\n师傅：岑远\n徒弟：柳青禾\n结对时间：2022年3月至2024年3月"
    pair = document_record(certificates.build()(papers.document("协议书.docx", contract, kind="apprentice_contract")))
    packet = merge([form, pair], packet_id="p", name="锦屿港务 岸桥工作室")
    change = blinded(packet, [form, pair])
    assert not any(name in change("锦屿港务的柳青禾和计小楼") for name in ("锦屿", "柳青禾", "计小楼"))


def test_a_label_below_the_leaders_label_is_nobodys_name() -> None:
    form = paper("form.docx", "工作室名称\t岑远创新工作室\n领衔人\t岑远\n技能等级\t特级技师\n职称\t工程师", kind="form")
    change = blinded(merge([form], packet_id="p", name="packet"), [form])
    assert change("技能等级、职称、岑远") == "技能等级、职称、" + change("岑远") != "技能等级、职称、岑远"


def test_who_stands_behind_a_label_and_who_makes_a_contract_have_signs() -> None:
    packet, documents = made()
    proof = paper("效益证明.txt", "财务负责人：孟良\n联 系 人：待定\n负责人：详见附件\n姓名\t于海棠\t年龄\t33")
    contract = paper("合同.docx", "甲方：潮汐精细化工厂\n乙方（盖章）：明礁质量检验中心\n负责人（签字）：叶知秋", kind="contract")
    change = blinded(packet, [*documents, proof, contract])
    for name in ("孟良", "于海棠", "潮汐精细化工厂", "明礁质量检验中心", "叶知秋"):
        assert name not in change(f"由{name}证明")
    for text in ("联系人：待定", "负责人：详见附件", "国家级检验中心", "年龄33"):
        assert change(text) == text
