"""Recognition of drawn pages: few of them, since each takes seconds. `bench.ocr` reads many more."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from corpus.samples import scanning, sheets
from extractors import picture
from extractors.grids import grids
from extractors.ocr import light, sheet
from extractors.ocr.engine import Engine
from extractors.ocr.page import page_of, recognise
from extractors.ocr.rulings import rulings
from extractors.ocr.sharpness import edge_width
from extractors.pdf_recognised import BLURRED
from extractors.picture import written_pages
from extractors.recognised_page import RecognisedPage
from extractors.registry import Context, Limits
from pipeline import single
from pipeline.config import Config, Ocr
from pipeline.document import Box, Extraction
from pipeline.engines import page_bytes
from pipeline.errors import DocumentError, Flag, Reason

SERIF, SANS = sheets.packaged_fonts()


@cache
def engine() -> Engine:
    return Engine()


def pixels(image: Image.Image) -> np.ndarray:
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[..., ::-1])


def read(image: Image.Image) -> tuple[RecognisedPage, Extraction]:
    found = recognise(engine(), pixels(image), per_point=1.0, photo=True)
    return found, written_pages({1: found}, Limits())


def errors(said: Sequence[str], text: str) -> float:
    wanted, found = "".join("".join(said).split()), "".join(text.split())
    return Levenshtein.distance(wanted, found) / len(wanted)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


def test_a_page_laid_askew_is_read_in_whole_paragraphs() -> None:
    page = sheets.report(SERIF, "hans")
    _, found = read(scanning.scanned(scanning.skewed(page.image, 1.4), seed=1))
    assert errors(page.said, found.text) <= 0.01
    assert len(found.blocks) == len(page.said)


def test_a_photograph_in_traditional_script_is_laid_flat_and_read() -> None:
    page = sheets.report(SANS, "hant")
    found, written = read(scanning.photographed(page.image, seed=5, tilt=0.1))
    assert errors(page.said, written.text) <= 0.05
    assert max(line.box.x1 for line in found.lines) - min(line.box.x0 for line in found.lines) > 0.6 * found.width


def test_two_columns_are_read_one_after_the_other() -> None:
    page = sheets.columns(SANS)
    _, found = read(scanning.scanned(page.image, seed=2))
    assert errors(page.said, found.text) <= 0.01


def test_a_form_turned_by_a_quarter_keeps_its_cells() -> None:
    page = sheets.form(SERIF)
    found, written = read(scanning.turned(scanning.scanned(page.image, seed=3), 1))
    assert found.turned == 3
    (table,) = written.tables
    rows = [tuple(written.text[cell.span.start : cell.span.end] for cell in row) for row in table.rows]
    assert len(rows) == len(page.rows)
    right = sum(one == other for row, wanted in zip(rows, page.rows, strict=True) for one, other in zip(row, wanted, strict=True))
    assert right >= 0.9 * sum(map(len, page.rows))


def test_an_upside_down_certificate_under_a_seal_is_read_and_its_places_lead_to_the_page() -> None:
    page = sheets.award_certificate(SERIF)
    under = scanning.sealed(page.image, "江南省紡織工業協會", at=(1760, 1240), font=SERIF)
    _, found = read(scanning.turned(scanning.scanned(under, seed=4), 2))
    assert errors(page.said, found.text) <= 0.05
    assert "江南省紡織工業協會" in found.text
    start = found.text.index("陳麗華")
    (place,) = {anchor.place for anchor in found.anchors if anchor.span.start <= start < anchor.span.end}
    width, height = page.image.size
    turned = Box(width - 280 - 6 * 56, height - 520 - 56, width - 280, height - 520)
    assert place.box is not None
    assert abs(place.box.x1 - turned.x1) < 60
    assert abs((place.box.y0 + place.box.y1) / 2 - (turned.y0 + turned.y1) / 2) < 40


def test_a_blank_page_says_so_and_a_file_of_nothing_else_has_no_text() -> None:
    page = scanning.scanned(Image.new("RGB", (800, 1100), "white"), seed=1)
    found, written = read(page)
    assert found.blank
    assert [(note.code, note.detail) for note in written.notes] == [(Flag.OCR_DOUBTFUL, "a blank page")]
    with pytest.raises(DocumentError) as refused:
        picture.extract(saved(page, "PNG"), Context(recognised=lambda number: found))
    assert refused.value.reason is Reason.NO_TEXT


def test_a_picture_waits_for_its_pages_and_is_written_when_they_are_there() -> None:
    sink = io.BytesIO()
    sheet_of_paper = Image.new("RGB", (400, 500), "white")
    sheet_of_paper.save(sink, "TIFF", save_all=True, append_images=[sheet_of_paper])
    assert [wanted.page for wanted in picture.extract(sink.getvalue(), Context()).awaiting] == [1, 2]


def test_without_the_engine_a_picture_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr_tool.missing", lambda: "text recognition is not installed: pip install 'xingping[ocr]'")
    with pytest.raises(DocumentError) as refused:
        picture.extract(saved(Image.new("RGB", (400, 500)), "PNG"), Context())
    assert refused.value.reason is Reason.MISSING_TOOL
    assert "xingping[ocr]" in refused.value.detail


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_each_picture_format_is_known_by_its_bytes(kind: str) -> None:
    data = saved(Image.new("RGB", (64, 64), "white"), kind)
    assert picture.recognise(data)
    assert picture.extract(data, Context()).media_type == f"image/{kind.lower()}"


def test_a_heic_picture_is_known_by_its_brand_and_a_film_is_not() -> None:
    assert picture.recognise(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")
    assert not picture.recognise(b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00")


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    data = saved(Image.new("1", (9000, 9000)), "PNG")
    with pytest.raises(DocumentError) as refused:
        picture.extract(data, Context(limits=Limits(pixels=80_000_000)))
    assert refused.value.reason is Reason.LIMIT_PIXELS


def test_a_picture_that_breaks_off_says_so_when_its_page_is_read() -> None:
    data = saved(scanning.scanned(Image.new("RGB", (600, 800), "white"), seed=1), "JPEG")
    with pytest.raises(DocumentError) as refused:
        page_of(engine(), data[: len(data) // 2], 1, limits=Limits())
    assert refused.value.reason is Reason.TRUNCATED


def test_the_way_up_that_a_camera_notes_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    data = saved(Image.new("RGB", (300, 200), "white"), "JPEG", exif=exif)
    found = page_of(engine(), data, 1, limits=Limits())
    assert found.height > found.width


def test_red_goes_only_where_a_seal_is_pressed() -> None:
    page = sheets.award_certificate(SERIF)
    assert light.without_seals(pixels(page.image))[1] == []
    under = scanning.sealed(page.image, "江南省紡織工業協會", at=(1760, 1240), font=SERIF)
    cleaned, seals = light.without_seals(pixels(under))
    assert len(seals) == 1
    heading = cleaned[210:360, 900:1440]
    assert np.array_equal(heading, pixels(under)[210:360, 900:1440])


def test_a_seal_is_told_where_it_stands_on_the_page_and_a_page_without_one_tells_none() -> None:
    page = sheets.award_certificate(SERIF)
    sealed = scanning.sealed(page.image, "江南省紡織工業協會", at=(1760, 1240), font=SERIF)
    _, found = read(scanning.turned(scanning.scanned(sealed, seed=5), 1))
    (seal,) = (each.place.box for each in found.seen if each.kind == "seal")
    assert seal is not None
    middle = ((seal.x0 + seal.x1) / 2, (seal.y0 + seal.y1) / 2)
    assert middle == pytest.approx((page.image.height - 1240, 1760), abs=12)
    _, bare = read(scanning.scanned(page.image, seed=5))
    assert [each.kind for each in bare.seen] == ["picture"]


def test_a_copy_in_black_and_white_is_told_from_a_scan_in_colour_with_and_without_a_seal() -> None:
    page = sheets.report(SERIF, "hans").image
    under = scanning.sealed(page, "江南省紡織工業協會", at=(1000, 1240), font=SERIF)
    for image in (page, under):
        scanned = scanning.scanned(image, seed=5)
        assert not light.is_grey(pixels(scanned))
        assert light.is_grey(pixels(Image.open(io.BytesIO(saved(scanned.convert("L"), "JPEG"))).convert("RGB")))


def test_that_a_page_has_no_colour_is_kept_with_it_and_told_of_its_document() -> None:
    page = RecognisedPage(engine="e", width=595, height=842, grey=True)
    kept = page_bytes.loaded(page_bytes.dumped(page))
    assert [each.kind for each in written_pages({1: kept}, Limits()).seen] == ["picture", "grey"]


@pytest.mark.parametrize(("blur", "shrunk", "blurred"), [(0.8, 1, False), (0.8, 3, False), (2.0, 1, False), (6.0, 1, True)])
def test_a_blurred_page_is_told_and_a_small_sharp_one_is_not_blurred(blur: float, shrunk: int, blurred: bool) -> None:
    page = scanning.scanned(sheets.report(SERIF, "hans").image, seed=2, blur=blur)
    small = page.resize((page.width // shrunk, page.height // shrunk), Image.Resampling.LANCZOS)
    quads = engine().find(pixels(small), longer=1600)
    assert (edge_width(pixels(small), quads) > BLURRED) is blurred


def test_a_sheet_on_a_desk_is_found_and_a_frame_printed_on_paper_is_not_one() -> None:
    page = sheets.patent_certificate(SERIF)
    assert sheet.corners(pixels(page.image)) is None
    assert sheet.corners(pixels(scanning.photographed(page.image, seed=3))) is not None


def test_drawn_lines_of_a_table_are_its_grid_and_strokes_of_letters_are_none() -> None:
    page = sheets.patents(SERIF)
    (grid,) = grids(rulings(pixels(page.image), []))
    assert (len(grid.ys) - 1, len(grid.xs) - 1) == (len(page.rows), len(page.rows[0]))
    assert rulings(pixels(sheets.columns(SERIF).image), []) == []


def test_a_picture_is_read_by_a_worker_that_is_held_back(tmp_path: Path) -> None:
    page = sheets.Sheet(SANS, size=(900, 300))
    page.line(60, 120, "专利号：ZL202020345678.9", 44)
    (tmp_path / "证书.png").write_bytes(saved(page.image, "PNG"))
    (record,) = single.read_file(tmp_path / "证书.png", config=Config(ocr=Ocr(workers=1)))
    assert (record.state, record.text) == ("ok", page.said[0])
    (line,) = record.lines
    (x0, y0, x1, y1) = line.places[0].box or Box(0, 0, 0, 0)
    assert 30 < x0 < 70 < 500 < x1 < 900 > y1 > 150 > y0 > 90


def test_uneven_light_is_lifted_and_even_light_left_alone() -> None:
    even = np.full((400, 300, 3), 230, np.uint8)
    assert light.evened(even) is even
    slope = (even * np.linspace(0.4, 1.0, 300)[None, :, None]).astype(np.uint8)
    lifted = light.evened(slope)
    assert int(lifted[200, 20:280].min()) > 200
