"""LibreOffice, where it is there: asked for what no reader here opens, held back, and charged for what goes wrong with it."""

import os
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from extractors import office_tool
from extractors.detect import extract
from extractors.registry import Context, Limits
from pipeline import run, single
from pipeline.config import Config
from pipeline.errors import DocumentError, Flag, Reason
from pipeline.process import MODULES
from pipeline.record import DocumentRecord
from pipeline.store import Store
from tests.builders.ole import ole
from tests.builders.word import docx, p, r

CONFIG = Config(workers=1, limits=Limits(seconds_idle=60.0, seconds=120.0))
WORD_2 = b"\xdb\xa5\x2d\x00" + bytes(1_000)
CLAIM = "工作室获得发明专利3项"
COPY = 'while [ "$1" != --outdir ]; do shift; done; cp "$(dirname "$0")/made.docx" "$2/document.docx"'
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what holds programs back is Linux's own")
POSIX = pytest.mark.skipif(os.name != "posix", reason="the mock is a shell script")


@pytest.fixture(autouse=True)
def no_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers start at once: what is tested is how the text is had."""
    for name in tuple(MODULES):
        monkeypatch.delitem(MODULES, name)


def mock(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A LibreOffice that does what the script says; beside it lies the document that it may give."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    (program.parent / "made.docx").write_bytes(docx(p(r(CLAIM))))
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def read(folder: Path, data: bytes = WORD_2, *, name: str = "旧档.doc", config: Config = CONFIG) -> DocumentRecord:
    file = folder / name
    file.write_bytes(data)
    return single.read_file(file, config=config)[0]


def biff4(*labels: str) -> bytes:
    """A workbook of Excel 4: one sheet, a text in each row."""
    rows = b"".join(struct.pack("<HHHHHH", 0x204, 8 + len(text), row, 0, 0, len(text)) + text.encode("ascii")
                    for row, text in enumerate(labels))  # fmt: skip
    return struct.pack("<HHHHH", 0x409, 6, 0, 0x10, 0) + rows + struct.pack("<HH", 0x0A, 0)


@POSIX
def test_what_no_reader_opens_is_read_as_libreoffice_converts_it_and_flagged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock(tmp_path, monkeypatch, COPY)
    record = read(tmp_path)
    assert (record.state, record.text, record.media_type) == ("ok", CLAIM, "application/msword")
    assert Flag.CONVERTED_BY_LIBREOFFICE in {flag.code for flag in record.flags}
    assert single.clean_file(tmp_path / "旧档.doc", config=CONFIG).cleaned is not None


@POSIX
def test_a_program_that_makes_nothing_leaves_what_our_reader_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mock(tmp_path, monkeypatch, "exit 3")
    (reason,) = read(tmp_path).reasons
    assert reason.code is Reason.UNSUPPORTED_TYPE
    assert "LibreOffice cannot open it either (it ended with 3" in reason.detail


@POSIX
def test_a_program_that_asks_for_another_start_for_ever_is_not_started_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock(tmp_path, monkeypatch, "exit 81")
    assert read(tmp_path).reasons[0].code is Reason.UNSUPPORTED_TYPE


@POSIX
def test_a_program_that_hangs_is_killed_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mock(tmp_path, monkeypatch, "sleep 98765 & sleep 98765")
    limits = Limits(seconds_idle=30.0, seconds=12.0)
    (reason,) = read(tmp_path, config=Config(workers=1, limits=limits)).reasons
    assert reason.code is Reason.LIMIT_TIME
    assert "LibreOffice" in reason.detail
    assert not subprocess.run(["pgrep", "-f", "sleep 98765"], capture_output=True, check=False).stdout


@LINUX
def test_a_program_that_was_taken_over_writes_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stolen = tmp_path / "stolen"
    mock(tmp_path, monkeypatch, f'echo x > "{stolen}"; {COPY}')
    assert read(tmp_path).text == CLAIM
    assert not stolen.exists()


@POSIX
def test_a_document_that_is_none_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mock(tmp_path, monkeypatch, COPY.replace("cp ", "echo no document, ").replace('" "$2/', '" > "$2/'))
    assert [reason.code for reason in read(tmp_path).reasons] == [Reason.DAMAGED]


@POSIX
def test_of_a_conversion_without_text_what_our_reader_said_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mock(tmp_path, monkeypatch, COPY)
    (tmp_path / "bin" / "made.docx").write_bytes(docx(p("")))
    assert [reason.code for reason in read(tmp_path).reasons] == [Reason.UNSUPPORTED_TYPE]


@POSIX
def test_a_run_converts_each_file_and_says_nothing_of_it_the_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mock(tmp_path, monkeypatch, f"echo started >&2; {COPY}")
    drop = tmp_path / "drop" / "陈雪工作室"
    drop.mkdir(parents=True)
    for number in range(3):
        (drop / f"{number}.doc").write_bytes(WORD_2 + bytes([number]))
    first = run.run([drop], workspace=tmp_path / "ws", config=CONFIG)
    again = run.run([drop], workspace=tmp_path / "ws", config=CONFIG)
    assert (first.documents, again.reused) == (3, 3)
    with Store.open(tmp_path / "ws") as store:
        assert {record.text for record in store.documents()} == {CLAIM}


def test_without_libreoffice_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_tool, "program", lambda: None)
    with pytest.raises(DocumentError) as caught:
        extract(WORD_2, Context(name="a.doc", converts=True))
    assert caught.value.reason is Reason.MISSING_TOOL
    assert "a document of Word 1 or 2: install LibreOffice" in caught.value.detail


def test_what_is_encrypted_or_read_by_ourselves_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_tool, "program", lambda: Path("soffice"))
    assert extract(docx(p(r(CLAIM))), Context(name="a.docx", converts=True)).conversion is None
    with pytest.raises(DocumentError, match="UNSUPPORTED_TYPE"):
        extract(WORD_2, Context(name="a.doc"))


@pytest.mark.skipif(office_tool.program() is None, reason="LibreOffice is not installed")
def test_the_real_libreoffice_opens_a_workbook_of_excel_4(tmp_path: Path) -> None:
    record = read(tmp_path, biff4("patents granted: 3", "standards drafted: 2"), name="old.xls")
    assert "patents granted: 3\nstandards drafted: 2" in record.text
    assert Flag.CONVERTED_BY_LIBREOFFICE in {flag.code for flag in record.flags}


def lotus(*labels: str) -> bytes:
    """A workbook of Lotus 1-2-3 version 2: one sheet, a text in each row."""
    rows = b"".join(struct.pack("<HHBHH", 0x0F, 7 + len(text), 0xFF, 0, row) + b"'" + text.encode("ascii") + b"\0"
                    for row, text in enumerate(labels))  # fmt: skip
    used = struct.pack("<HHHHHH", 6, 8, 0, 0, 0, len(labels))
    return struct.pack("<HHH", 0, 2, 0x0406) + used + rows + struct.pack("<HH", 1, 0)


@pytest.mark.skipif(office_tool.program() is None, reason="LibreOffice is not installed")
def test_the_real_libreoffice_opens_a_workbook_of_lotus(tmp_path: Path) -> None:
    record = read(tmp_path, lotus("patents granted: 3", "standards drafted: 2"), name="old.wk1")
    assert "patents granted: 3\nstandards drafted: 2" in record.text
    assert Flag.CONVERTED_BY_LIBREOFFICE in {flag.code for flag in record.flags}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (lotus("a"), "a workbook of Lotus 1-2-3"),
        (b"\0\0\x1a\0\x02\x10\x04\0", "a workbook of Lotus 1-2-3"),
        (b"\x31\xbe\0\0\0\xab" + bytes(120), "a document of Microsoft Write"),
        (b"\xed\xde\xad\x0b\x03\0", "a presentation older than PowerPoint 95"),
        (ole({"PP40": b"\xed\xde\xad\x0b\x04\0"}), "a presentation older than PowerPoint 95"),
    ],
)
def test_old_formats_of_other_programs_are_named_and_wait_for_libreoffice(
    data: bytes, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_tool, "program", lambda: None)
    with pytest.raises(DocumentError, match=f"MISSING_TOOL: {what}: install LibreOffice"):
        extract(data, Context(name="旧档", converts=True))


@LINUX
def test_programs_have_no_network_and_signal_nobody(tmp_path: Path) -> None:
    code = f"""
        import os, socket, subprocess
        from pathlib import Path
        from pipeline.engines import sandbox
        held = sandbox.enter(Path({str(tmp_path)!r}), programs=True)
        def refused(call, *given):
            try:
                call(*given)
            except PermissionError:
                return True
            return False
        local = socket.socket(socket.AF_UNIX)
        local.bind({str(tmp_path / "own")!r})
        print(len(held), subprocess.run(["true"]).returncode, refused(socket.socket, socket.AF_INET),
              refused(local.connect, {str(tmp_path / "own")!r}), refused(os.kill, os.getppid(), 0), os.access("/tmp", os.W_OK))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    if done.stdout.split()[0] != "3":
        pytest.skip("this system does not offer all that holds programs back")
    assert done.stdout.split() == ["3", "0", "True", "True", "True", "False"], done.stderr
