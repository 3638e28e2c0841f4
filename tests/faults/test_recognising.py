"""Pages of scans as jobs of their own: a bad page costs itself alone, and what was read once is never read again."""

import hashlib
import io
import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from extractors import ocr_tool
from extractors.registry import Limits
from pipeline import recognising, run, single
from pipeline.config import Config, Ocr
from pipeline.editing import bulk, output
from pipeline.editing.store_pages import Pages
from pipeline.engines import frames
from pipeline.engines.local import Local
from pipeline.record import DocumentRecord
from pipeline.store import Store
from tests.faults.light import light
from tests.faults.mock_page_worker import CRASHES, EATS, HANGS
from tests.faults.one_scan import kept

PATIENT = Limits(seconds_idle=120.0, seconds=300.0)
CONFIG = Config(workers=1, limits=PATIENT, ocr=Ocr(workers=2, seconds=10.0, memory=256 << 20))


@pytest.fixture(autouse=True)
def mock_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "MODULE", "tests.faults.mock_page_worker")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that workers were asked for."""
    seen: list[int] = []
    submit = Local.submit

    def noting(self: Local, job: frames.Job, *, ticket: int) -> None:
        if isinstance(job, frames.Recognise):
            seen.append(job.page)
        submit(self, job, ticket=ticket)

    monkeypatch.setattr(Local, "submit", noting)
    return seen


def scan(pages: int, *, shade: int = 200) -> bytes:
    """A TIFF of so many pages."""
    sheets = [Image.new("L", (48, 64), shade) for _ in range(pages)]
    sink = io.BytesIO()
    sheets[0].save(sink, "TIFF", save_all=True, append_images=sheets[1:])
    return sink.getvalue()


def drop(tmp_path: Path, **files: bytes) -> Path:
    packet = tmp_path / "in" / "甲"
    packet.mkdir(parents=True)
    for name, data in files.items():
        (packet / f"{name}.tif").write_bytes(data)
    return tmp_path / "in"


def records(workspace: Path) -> list[DocumentRecord]:
    with Store.open(workspace) as store:
        return list(store.documents())


def test_a_page_that_crashes_hangs_or_eats_memory_costs_itself_alone(tmp_path: Path, asked: list[int]) -> None:
    source, workspace = drop(tmp_path, scan=scan(20)), tmp_path / "work"
    run.run([source], workspace=workspace, config=CONFIG)
    (record,) = records(workspace)
    assert record.state == "partial"
    assert {found.where: found.code.value for found in record.reasons} == {
        f"page {CRASHES}": "WORKER_CRASH",
        f"page {HANGS}": "LIMIT_TIME",
        f"page {EATS}": "LIMIT_MEMORY",
    }
    assert [line for line in record.text.splitlines() if line] == [
        f"班组在第{page}年完成技术革新{page}项。" for page in range(1, 21) if page not in {CRASHES, HANGS, EATS}
    ]
    assert sorted(asked) == list(range(1, 21))


def test_what_was_read_once_is_not_read_again_even_when_the_document_is(tmp_path: Path, asked: list[int]) -> None:
    source, workspace = drop(tmp_path, scan=scan(8)), tmp_path / "work"
    run.run([source], workspace=workspace, config=CONFIG)
    asked.clear()
    run.run([source], workspace=workspace, config=CONFIG)
    assert asked == []
    run.retry(["WORKER_CRASH"], workspace=workspace, config=CONFIG)
    assert asked == [CRASHES]


def test_the_same_bytes_at_two_places_are_read_once(tmp_path: Path, asked: list[int]) -> None:
    source, workspace = drop(tmp_path, one=scan(3), other=scan(3), third=scan(3, shade=90)), tmp_path / "work"
    run.run([source], workspace=workspace, config=CONFIG)
    assert [record.state for record in records(workspace)] == ["ok"] * 3
    assert sorted(asked) == [1, 1, 2, 2, 3, 3]


def test_a_run_that_was_killed_goes_on_at_the_next_page(tmp_path: Path, asked: list[int]) -> None:
    source, workspace = drop(tmp_path, scan=scan(CRASHES)), tmp_path / "work"
    run.run([source], workspace=workspace, config=CONFIG)
    with Store.open(workspace) as store:
        (record,) = store.documents()
        kept = store.pages(record.sha256, ocr_tool.engine())
        store.redo(["WORKER_CRASH"])
        store.put_page(record.sha256, ocr_tool.engine(), CRASHES, kept[1])
    asked.clear()
    run.run([source], workspace=workspace, config=CONFIG)
    assert asked == []
    assert [found.state for found in records(workspace)] == ["ok"]


def test_a_scan_of_200_pages_killed_in_the_middle_keeps_what_was_read_and_reads_only_the_rest(
    tmp_path: Path, asked: list[int]
) -> None:
    data = scan(200)
    source, workspace = drop(tmp_path, scan=data), tmp_path / "work"
    killed = subprocess.run([sys.executable, "-m", "tests.faults.one_scan", str(source), str(workspace), "120"], check=False)
    assert killed.returncode == -signal.SIGKILL
    before = kept(workspace, hashlib.sha256(data).hexdigest())
    assert set(range(1, CRASHES)) <= before
    with light():
        run.run([source], workspace=workspace, config=CONFIG)
    assert sorted(asked) == sorted(set(range(1, 201)) - before)
    (record,) = records(workspace)
    lost = {CRASHES, HANGS, EATS}
    assert (record.state, {found.where for found in record.reasons}) == ("partial", {f"page {page}" for page in lost})
    assert [line for line in record.text.splitlines() if line] == [
        f"班组在第{page}年完成技术革新{page}项。" for page in range(1, 201) if page not in lost
    ]


def test_pages_beyond_the_limit_are_named_and_none_are_read_when_it_is_nought(tmp_path: Path, asked: list[int]) -> None:
    source = drop(tmp_path, scan=scan(6))
    few = Config(workers=1, limits=PATIENT, ocr=Ocr(workers=1, pages=2, seconds=60.0))
    run.run([source], workspace=tmp_path / "work", config=few)
    (record,) = records(tmp_path / "work")
    assert record.state == "partial"
    assert [(found.code.value, found.where) for found in record.reasons] == [
        ("LIMIT_PAGES", f"page {page}") for page in range(3, 7)
    ]
    off = Config(workers=1, limits=PATIENT, ocr=Ocr(pages=0))
    asked.clear()
    (alone,) = single.read_file(source / "甲" / "scan.tif", config=off)
    assert (alone.state, [found.code.value for found in alone.reasons], asked) == ("failed", ["LIMIT_PAGES"], [])


def test_read_and_clean_recognise_too_without_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "scan.tif").write_bytes(scan(2))
    (record,) = single.read_file(tmp_path / "scan.tif", config=CONFIG)
    assert record.text == "班组在第1年完成技术革新1项。\n班组在第2年完成技术革新2项。"
    assert [place.page for line in record.lines for place in line.places] == [1, 2]
    cleaned = single.clean_file(tmp_path / "scan.tif", config=CONFIG).cleaned
    assert cleaned is not None
    assert "班组在第2年完成技术革新2项" in cleaned.text


def test_scans_among_pages_cleaned_in_bulk_are_recognised_once_and_a_bad_sheet_is_told(tmp_path: Path, asked: list[int]) -> None:
    folder, workspace = tmp_path / "pages", tmp_path / "work"
    folder.mkdir()
    for name in ("one.tif", "same.tif"):
        (folder / name).write_bytes(scan(2))
    (folder / "bad.tif").write_bytes(scan(CRASHES, shade=90))
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inside.tif", scan(3, shade=60))
    bulk.clean_pages([folder], workspace=workspace, config=CONFIG)
    assert sorted(asked) == sorted([*range(1, 3), *range(1, CRASHES + 1), *range(1, 4)])
    with Store.open(workspace) as store:
        rows = [json.loads(line) for line in output.json_lines(Pages(store), to="keep")]
    texts = {row["path"].rpartition("/")[2]: row["text"] for row in rows}
    assert texts["one.tif"] == texts["same.tif"] == "班组在第1年完成技术革新1项。\n班组在第2年完成技术革新2项。"
    assert "班组在第3年完成技术革新3项。" in texts["more.zip!inside.tif"]
    assert "班组在第6年完成技术革新6项。" in texts["bad.tif"]
    bad = next(row for row in rows if row["path"].endswith("bad.tif"))
    assert (bad["state"], [found["code"] for found in bad["reasons"]]) == ("partial", ["WORKER_CRASH"])
    asked.clear()
    bulk.clean_pages([folder], workspace=workspace, config=CONFIG)
    assert [page for page in asked if page != CRASHES] == []


def test_what_is_forgotten_takes_its_recognised_pages_along(tmp_path: Path) -> None:
    source, workspace = drop(tmp_path, scan=scan(2)), tmp_path / "work"
    run.run([source], workspace=workspace, config=CONFIG)
    with Store.open(workspace, write=True) as store:
        (record,) = store.documents()
        assert len(store.pages(record.sha256, ocr_tool.engine())) == 2
        store.forget(record.packet or "")
        assert store.pages(record.sha256, ocr_tool.engine()) == {}


def test_forgetting_a_packet_leaves_the_recognised_pages_of_cleaned_ones(tmp_path: Path, asked: list[int]) -> None:
    source, folder, workspace = drop(tmp_path, scan=scan(2)), tmp_path / "pages", tmp_path / "work"
    folder.mkdir()
    (folder / "news.tif").write_bytes(scan(3, shade=60))
    run.run([source], workspace=workspace, config=CONFIG)
    bulk.clean_pages([folder], workspace=workspace, config=CONFIG)
    with Store.open(workspace, write=True) as store:
        packet = next(record.packet for record in store.documents() if record.packet)
        store.forget(packet)
    asked.clear()
    bulk.clean_pages([folder], workspace=workspace, config=CONFIG)
    assert asked == []
    with Store.open(workspace) as store:
        (row,) = (json.loads(line) for line in output.json_lines(Pages(store), to="keep"))
        assert len(store.pages(hashlib.sha256((folder / "news.tif").read_bytes()).hexdigest(), ocr_tool.engine())) == 3
    assert "班组在第3年完成技术革新3项。" in row["text"]
