"""Pages as a browser saves them: a file, and beside it a folder with what the page needs."""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

from extractors import web
from extractors.registry import Context
from pipeline import run, single
from pipeline.config import Config
from pipeline.record import DocumentRecord
from pipeline.store import Store
from tests.builders.packages import zipped

NO_OCR = Config(workers=1)
TEXT = "劳模创新工作室立足生产一线，今年完成工艺改进三项，为企业节约成本二十万元，受到职工的好评。"
PAGE = (
    "<html><head><title>张师傅和他的工作室</title></head><body>"
    "<div class='top'><a href='/'>首页</a><img src='张师傅_files/logo.png'><a href='/n'>新闻</a><a href='/v'>视频</a></div>"
    f"<div class='article'><h1>张师傅和他的工作室</h1><p>{TEXT}</p><p><img src='张师傅_files/%E7%85%A7%E7%89%87.png'></p>"
    f"<p>{TEXT.replace('三项', '五项')}</p><p><img src='./张师傅_files/icon.png'>{TEXT.replace('今年', '去年')}</p></div>"
    "<div class='side'><ul><li><a href='/1'>相关新闻一</a></li><li><img src='张师傅_files/ad.png'></li>"
    "<li><a href='/2'>相关新闻二</a></li></ul></div></body></html>"
)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff" * width) * height
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SAVED = {"logo.png": png(400, 300), "照片.png": png(401, 300), "icon.png": png(16, 16), "ad.png": png(402, 300)}


def saved(folder: Path, page: str = PAGE) -> Path:
    assets = folder / "张师傅_files"
    assets.mkdir(parents=True)
    for name, data in SAVED.items():
        (assets / name).write_bytes(data)
    (assets / "a.js.download").write_text("完成改进9项", "utf-8")
    (assets / "frame.html").write_text(f"<p>{TEXT}</p>", "utf-8")
    path = folder / "张师傅.html"
    path.write_text(page, "utf-8")
    return path


def children(page: str, saved_files: dict[str, bytes]) -> list[str]:
    def keep(chunks: Iterable[bytes], /) -> tuple[str, int]:
        return "0" * 64, sum(map(len, chunks))

    def beside(place: str, /) -> bytes | None:
        return saved_files.get(place)

    found = web.extract(page.encode(), Context(name="a.html", keep=keep, beside=beside))
    return [child.path for child in found.children]


def test_pictures_of_the_article_are_children_and_logos_icons_and_adverts_are_not() -> None:
    there = {f"张师傅_files/{name}": data for name, data in SAVED.items()}
    assert children(PAGE, there) == ["张师傅_files/照片.png"]


def test_a_page_without_its_folder_has_no_children() -> None:
    assert children(PAGE, {}) == []


def test_pages_that_frames_show_are_children_even_where_nothing_else_is_on_the_page() -> None:
    page = "<html><frameset rows='20%,*'><frame src='a.files/top.htm'><frame src='a.files/main.htm'></frameset></html>"
    assert children(page, {"a.files/main.htm": TEXT.encode()}) == ["a.files/main.htm"]


def test_a_saved_page_is_read_with_the_pictures_of_its_article(tmp_path: Path) -> None:
    records = single.read_file(saved(tmp_path), config=NO_OCR)
    assert [record.path for record in records] == ["张师傅.html", "张师傅.html!张师傅_files/照片.png"]


def places(work: Path) -> dict[str, DocumentRecord]:
    with Store.open(work) as store:
        return {record.path: record for record in store.documents()}


def test_the_folder_of_a_page_is_no_documents_of_its_own_and_is_told(tmp_path: Path) -> None:
    saved(tmp_path / "drop" / "申报")
    report = run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    assert set(places(tmp_path / "work")) == {"张师傅.html", "张师傅.html!张师傅_files/照片.png"}
    assert report.skipped == ("drop/申报/张师傅_files",)


def test_a_picture_that_is_put_in_later_is_read_though_the_page_is_as_it_was(tmp_path: Path) -> None:
    page = saved(tmp_path / "drop" / "申报")
    picture = page.parent / "张师傅_files" / "照片.png"
    picture.unlink()
    run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    assert set(places(tmp_path / "work")) == {"张师傅.html"}
    picture.write_bytes(SAVED["照片.png"])
    run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    assert "张师傅.html!张师傅_files/照片.png" in places(tmp_path / "work")


def test_nothing_outside_of_its_own_folder_is_read_for_a_page(tmp_path: Path) -> None:
    (tmp_path / "drop" / "秘密_files").mkdir(parents=True)
    (tmp_path / "drop" / "secret.png").write_bytes(png(500, 400))
    (tmp_path / "drop" / "秘密_files" / "1.png").write_bytes(png(500, 400))
    sources = ["../drop/secret.png", "秘密_files/1.png", "张师傅_files/../secret.png", "/etc/passwd", "张师傅_files/%00.png"]
    page = PAGE.replace("<p><img", "".join(f"<p>{TEXT}<img src='{source}'></p>" for source in sources) + "<p><img")
    records = single.read_file(saved(tmp_path / "drop", page), config=NO_OCR)
    assert [record.path for record in records] == ["张师傅.html", "张师傅.html!张师傅_files/照片.png"]


def test_a_folder_so_named_without_a_page_is_a_folder_like_others(tmp_path: Path) -> None:
    page = saved(tmp_path / "drop" / "申报")
    page.unlink()
    run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    assert "frame.html" in " ".join(places(tmp_path / "work"))


def archived(folder: Path, *, above: str = "", page: str = PAGE) -> Path:
    """A saved page and its folder in an archive, with an advert's page and a script among what was saved."""
    folder.mkdir(parents=True)
    members = {f"张师傅_files/{name}": data for name, data in SAVED.items()}
    members |= {"张师傅_files/广告.html": f"<p>{TEXT}</p>".encode(), "张师傅_files/a.js": "完成改进9项".encode()}
    members["张师傅.html"] = page.encode()
    path = folder / "材料.zip"
    path.write_bytes(zipped({above + name: data for name, data in members.items()}))
    return path


def test_the_folder_of_a_page_in_an_archive_goes_to_the_page(tmp_path: Path) -> None:
    records = single.read_file(archived(tmp_path / "drop", above="报道/"), config=NO_OCR)
    page = "材料.zip!报道/张师傅.html"
    assert [record.path for record in records] == ["材料.zip", page, f"{page}!张师傅_files/照片.png"]
    assert "报道/张师傅_files/广告.html" in records[0].text


def test_a_run_reads_a_page_in_an_archive_with_its_pictures_and_does_nothing_twice(tmp_path: Path) -> None:
    archive = archived(tmp_path / "drop" / "申报")
    (archive.parent / "说明.txt").write_text("材料见附件。", "utf-8")
    first = run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    again = run.run([tmp_path / "drop"], workspace=tmp_path / "work", config=NO_OCR)
    expected = {"说明.txt", "材料.zip", "材料.zip!张师傅.html", "材料.zip!张师傅.html!张师傅_files/照片.png"}
    assert set(places(tmp_path / "work")) == expected
    assert first.documents == again.reused == 4


def test_a_folder_without_its_page_holds_documents_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    path.write_bytes(zipped({"别处_files/照片.png": SAVED["照片.png"], "张师傅.html": PAGE.encode()}))
    records = single.read_file(path, config=NO_OCR)
    assert [record.path for record in records[1:]] == ["材料.zip!别处_files/照片.png", "材料.zip!张师傅.html"]
