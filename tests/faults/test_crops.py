"""Pictures of pages in dossiers: drawn from the very bytes that were read, said where they cannot be had, blind where asked."""

import base64
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from corpus.samples.archive import packed
from pipeline.config import Config, Reading
from pipeline.dossier import Asking
from pipeline.exporting import Wanted, export
from pipeline.rubric import default
from pipeline.run import run
from pipeline.store import Store
from tests.unit.pdf_builder import FONT, pdf

LEADER = "陆明远"
SAID = ("2024年工作室获授权实用新型专利9项。", "2024年工作室节约检修成本326万元。", "近三年培养高级技师5人。")


def report(canvas: Canvas) -> None:
    canvas.setFont(FONT, 14)
    for row, line in enumerate((f"{LEADER}劳模创新工作室工作总结", f"领衔人：{LEADER}，电话13812345678", *SAID)):
        canvas.drawString(80, 760 - 40 * row, line)


def sealed(canvas: Canvas) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawString(80, 700, "2023年工作室获全省职工技术创新成果一等奖1项。")
    canvas.circle(300, 300, 50)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A packet with a report, and an award in an archive within an archive."""
    packet = tmp_path / "drop" / f"{LEADER}工作室"
    packet.mkdir(parents=True)
    (packet / "总结.pdf").write_bytes(pdf(report))
    form = f"工作室名称：{LEADER}劳模创新工作室\n领衔人：{LEADER}\n所在单位：海州重工机械有限公司\n"
    (packet / "申报表.txt").write_text(form, "utf-8")
    (packet / "附件.zip").write_bytes(packed([("证明/内.zip", packed([("奖状.pdf", pdf(sealed))]))]))
    return tmp_path / "drop"


def written(drop: Path, workspace: Path, *, crops: int = 15) -> str:
    """The dossier of a run."""
    run([drop], workspace=workspace, config=Config(workers=1, dossier=Reading(crops=crops)))
    (path,) = (workspace / "dossiers").glob("[0-9a-f]*.html")
    return unescape(path.read_text("utf-8"))


def strips(dossier: str) -> Iterator[Image.Image]:
    for data in re.findall(r'class="strip" src="data:image/jpeg;base64,([^"]+)"', dossier):
        yield Image.open(io.BytesIO(base64.b64decode(data)))


def exported(workspace: Path, folder: Path, *, blind: bool) -> str:
    folder.mkdir()
    with Store.open(workspace) as store:
        wanted = Wanted(format="html", blind=blind, asking=Asking(rubric=default()), crops=15, pages=9)
        assert list(export(store, wanted, folder)) == []
    (path,) = folder.glob("[0-9a-f]*.html")
    return unescape(path.read_text("utf-8"))


def test_evidence_on_pages_is_shown_as_it_looks_and_whole_pages_lie_beside(drop: Path, tmp_path: Path) -> None:
    dossier = written(drop, tmp_path / "workspace")
    assert len(list(strips(dossier))) >= 4
    linked = set(re.findall(r'href="([0-9a-f]+\.pages/[0-9]+-[0-9]+\.jpg)"', dossier))
    there = {str(path.relative_to(tmp_path / "workspace/dossiers")) for path in (tmp_path / "workspace/dossiers").glob("*/*.jpg")}
    assert linked == there
    assert len(there) == 2  # the report, and the award out of the inner archive
    assert "第1页未附截图" not in dossier


def test_without_room_for_pictures_none_is_drawn(drop: Path, tmp_path: Path) -> None:
    dossier = written(drop, tmp_path / "workspace", crops=0)
    assert not list(strips(dossier))
    assert not list((tmp_path / "workspace/dossiers").glob("*.pages"))
    written(drop, tmp_path / "workspace", crops=1)
    assert list((tmp_path / "workspace/dossiers").glob("*.pages"))


def test_a_file_that_is_gone_or_another_now_is_said_in_the_place_of_its_pictures(drop: Path, tmp_path: Path) -> None:
    written(drop, tmp_path / "workspace")
    (packet,) = drop.iterdir()
    (packet / "总结.pdf").write_bytes(pdf(sealed))
    (packet / "附件.zip").unlink()
    dossier = exported(tmp_path / "workspace", tmp_path / "out", blind=False)
    assert not list(strips(dossier))
    assert "第1页未附截图：读取过程中文件被改动" in dossier
    assert "第1页未附截图：读取时文件已不在原处" in dossier


def test_a_blind_dossier_shows_pages_without_names_and_no_page_where_they_might_stay(drop: Path, tmp_path: Path) -> None:
    written(drop, tmp_path / "workspace")
    dossier = exported(tmp_path / "workspace", tmp_path / "out", blind=True)
    assert LEADER not in dossier
    assert "该页有图形、印章或批注，无法保证其中姓名、单位全部遮盖" in dossier
    (path,) = (tmp_path / "out").glob("*.pages/*.jpg")
    page = np.asarray(Image.open(path).convert("L"))
    letters, scale = _letters(drop), page.shape[1] / 595.28
    for index, letter in letters:
        x0, y0, x1, y1 = (round(edge * scale) for edge in _box(drop, index))
        region = page[y0:y1, x0:x1]
        assert (region.mean() < 30) == (letter in f"{LEADER}13812345678"), letter


def _letters(drop: Path) -> list[tuple[int, str]]:
    text = next(_page(drop)).get_textpage().get_text_range()
    named = [(index, letter) for index, letter in enumerate(text[: text.index("2024")]) if letter.strip()]
    return [each for each in named if each[1] not in "，："]


def _box(drop: Path, index: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = next(_page(drop)).get_textpage().get_charbox(index)
    return left, 841.89 - top, right, 841.89 - bottom


def _page(drop: Path) -> Iterator[pypdfium2.PdfPage]:
    (packet,) = drop.iterdir()
    yield pypdfium2.PdfDocument(packet / "总结.pdf")[0]
