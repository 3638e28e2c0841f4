"""What was drawn, as dossiers take it in: within its room, only what is a picture, and said where there is none."""

import io
from pathlib import Path

from docx import Document as Word
from PIL import Image

from pipeline.cuts import Cut, PageCuts
from pipeline.document import Box
from pipeline.drawn_pages import DrawnPage, cut_name, page_name, pictures, put_list
from pipeline.engines import frames
from pipeline.errors import Reason
from pipeline.packet import merge
from pipeline.pictures import Pictures
from pipeline.record import DocumentRecord
from pipeline.render import html, word
from tests.papers import paper, told


def documents() -> list[DocumentRecord]:
    text = "米兰香工匠创新工作室获专利14项。\n近三年节约130万元。"
    return [
        paper(
            "总结.pdf",
            text,
            told("ip_right", "获专利14项", quantity=14, unit="项"),
            told("economic_benefit", "节约130万元", quantity=1_300_000, unit="元"),
            pages=9,
        )
    ]


def cuts() -> PageCuts:
    packet = merge(documents(), packet_id="p", name="米兰香")
    found = [
        Cut(anchor=f"evidence-{claim.id}-1", label="1", words="", boxes=(Box(0, 0, 9, 9),), told=True, small=not number)
        for number, claim in enumerate(packet.claims)
    ]
    return PageCuts(document=documents()[0].id, number=1, page=1, cuts=tuple(found))


def drawn(folder: Path, *, room: int = 1_000_000, broken: bool = False, page: DrawnPage | None = None) -> Pictures:
    """Pictures of one page with two cuts, the first of them of the first page."""
    of = cuts()
    buffer = io.BytesIO()
    Image.new("RGB", (120, 40), "white").save(buffer, "JPEG")
    data = b"<svg onload='alert(1)'/>" if broken else buffer.getvalue()
    names = [cut_name(of, name.format(number)) for name in (frames.STRIP, frames.SMALL) for number in range(len(of.cuts))]
    for name in (page_name(of), *names):
        (folder / name).write_bytes(data)
    put_list(folder, [page or DrawnPage(of=of, drawn=True)])
    return pictures(folder, href="p.pages", room=room)


def shown(found: Pictures) -> str:
    return html.page(merge(documents(), packet_id="p", name="米兰香"), documents(), pictures=found)


def test_strips_stand_beside_the_evidence_and_lead_to_the_whole_page(tmp_path: Path) -> None:
    page = shown(drawn(tmp_path))
    assert page.count('class="strip"') == 2
    assert page.count('class="small"') == 1
    assert 'width="120" height="40"' in page
    assert 'href="p.pages/1-1.jpg"' in page


def test_what_has_no_room_is_left_out_and_said_those_of_the_first_page_last(tmp_path: Path) -> None:
    whole = drawn(tmp_path)
    size = max(len(crop.strip.data) for each in whole.crops.values() for crop in each if crop.strip)
    some = drawn(tmp_path, room=2 * size)
    assert some.left_out == 1
    first, second = (some.crops[cut.anchor][0] for cut in cuts().cuts)
    assert first.strip is not None
    assert (second.strip, second.why) == (None, "no_room")
    assert "截图总量已到上限" in shown(some)


def test_what_is_no_picture_is_not_shown(tmp_path: Path) -> None:
    page = shown(drawn(tmp_path, broken=True))
    assert "svg" not in page
    assert 'class="strip"' not in page


def test_a_page_that_could_not_be_drawn_says_why_in_its_place(tmp_path: Path) -> None:
    page = shown(drawn(tmp_path, page=DrawnPage(of=cuts(), reason=Reason.ENCRYPTED)))
    assert page.count("第1页未附截图：文件加了密码") == 2
    assert "p.pages" not in page


def test_a_word_dossier_shows_the_same_pieces(tmp_path: Path) -> None:
    packet = merge(documents(), packet_id="p", name="米兰香")
    made = word.document(packet, documents(), pictures=drawn(tmp_path))
    assert len(Word(io.BytesIO(made)).inline_shapes) == 2
