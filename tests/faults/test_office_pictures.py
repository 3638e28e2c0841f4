"""Pictures in Office documents are recognised as documents of their own, by `read` and by a run, in all formats with pictures."""

import io
from pathlib import Path

import pytest
from PIL import Image

from extractors.registry import Limits
from pipeline import recognising, run, single
from pipeline.config import Config, Ocr
from pipeline.record import DocumentRecord
from pipeline.store import Store
from tests.builders import odf
from tests.builders.packages import added, relations
from tests.builders.sheet import row, text, xlsx
from tests.builders.slides import pptx, shape
from tests.builders.slides97 import picture
from tests.builders.word import docx, p
from tests.builders.word97 import P97, doc

CONFIG = Config(workers=1, limits=Limits(seconds_idle=120.0, seconds=300.0), ocr=Ocr(workers=1, seconds=60.0))
SAID = "班组在第1年完成技术革新1项。"
"""What the recogniser says of a first page."""


@pytest.fixture(autouse=True)
def mock_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "MODULE", "tests.faults.mock_page_worker")


def png() -> bytes:
    sink = io.BytesIO()
    Image.new("L", (800, 600), 200).save(sink, "PNG")
    return sink.getvalue()


def documents() -> dict[str, bytes]:
    """A document of each format with one picture, by the path of its picture."""
    image, drawing = png(), relations(a=("image", "../media/a.png"))
    sheet: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(d=("drawing", "../drawings/d.xml")),
        "xl/drawings/d.xml": "<d/>", "xl/drawings/_rels/d.xml.rels": drawing, "xl/media/a.png": image,
    }  # fmt: skip
    framed = odf.p('<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>')
    slide = {"ppt/slides/_rels/slide1.xml.rels": drawing.encode(), "ppt/media/a.png": image}
    return {
        "a.docx!word/media/a.png": added(docx(p("正文"), links={"a": ("image", "media/a.png")}), {"word/media/a.png": image}),
        "a.pptx!ppt/media/a.png": added(pptx(shape("甲")), slide),
        "a.xlsx!xl/media/a.png": xlsx(row(1, text("A1", "值")), parts=sheet),
        "a.odt!Pictures/a.png": odf.odt(odf.p("正文") + framed, parts={"Pictures/a.png": image}),
        "a.doc!picture 1.png": doc(P97("证书\r"), data=picture(image)),
    }


def test_a_run_recognises_the_pictures_in_documents_of_every_format(tmp_path: Path) -> None:
    packet = tmp_path / "in" / "甲"
    packet.mkdir(parents=True)
    for path, data in documents().items():
        (packet / path.partition("!")[0]).write_bytes(data)
    run.run([tmp_path / "in"], workspace=tmp_path / "work", config=CONFIG)
    with Store.open(tmp_path / "work") as store:
        records = {record.path: record for record in store.documents()}
    assert {path: records[path].text for path in documents()} == dict.fromkeys(documents(), SAID)
    assert all(_places(records[path]) == [1] and records[path].state == "ok" for path in documents())


def test_read_gives_the_picture_after_its_document(tmp_path: Path) -> None:
    data = documents()["a.docx!word/media/a.png"]
    (tmp_path / "a.docx").write_bytes(data)
    whole, child = single.read_file(tmp_path / "a.docx", config=CONFIG)
    assert (whole.text, child.path, child.text) == ("正文", "a.docx!word/media/a.png", SAID)


def _places(record: DocumentRecord) -> list[int | None]:
    return [place.page for line in record.lines for place in line.places]
