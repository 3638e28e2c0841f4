"""How much of a document each reader gives, what it loses without a word, and which rows of tables stay rows.

On documents written here (`bench.office_gold`) the text is known. On public files it is not: there a letter counts as lost by
a reader when at least two others give it, and a reader that gives nothing without an error as silent. What LibreOffice prints
of them, where it is installed, is held against each reader too (`bench.office_printed`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path

from bench.office_gold import documents
from bench.office_printed import lacking, printed
from extractors.registry import Context
from pipeline.process import extract

Reader = Callable[[bytes, str], str]
"""From bytes and the file's ending to text; "" is silence, an error is none."""


class Reported(Exception):
    """The reader said that it cannot read this."""


def readers() -> dict[str, Reader | None]:
    """Every reader by name; None for one that is not installed (`pip install -e .[bench]`)."""
    known: dict[str, tuple[str, Reader]] = {
        "xingping": ("extractors", own),
        "python-docx": ("docx", python_docx),
        "openpyxl": ("openpyxl", openpyxl_),
        "markitdown": ("markitdown", markitdown_),
        "kreuzberg": ("kreuzberg", kreuzberg_),
    }
    return {name: reader if find_spec(module) else None for name, (module, reader) in known.items()}


def own(data: bytes, ending: str) -> str:
    read = extract(data, Context(name=f"a{ending}", keep=_counted))
    if not read.text and read.notes:
        raise Reported(read.notes[0].code)
    return read.text


def python_docx(data: bytes, ending: str) -> str:
    """Its paragraphs and the cells of its tables."""
    import docx  # noqa: PLC0415

    _only(ending, ".docx")
    document = docx.Document(BytesIO(data))
    rows = ["\t".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def openpyxl_(data: bytes, ending: str) -> str:
    """Its cells' values as Python writes them."""
    import openpyxl  # noqa: PLC0415

    _only(ending, ".xlsx", ".xlsm")
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    lines = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join("" if value is None else str(value) for value in line) for line in lines)


def markitdown_(data: bytes, ending: str) -> str:
    from markitdown import MarkItDown, StreamInfo  # noqa: PLC0415

    return str(MarkItDown().convert_stream(BytesIO(data), stream_info=StreamInfo(extension=ending)).text_content)


def kreuzberg_(data: bytes, ending: str) -> str:
    from kreuzberg import extract_bytes_sync  # noqa: PLC0415

    return str(extract_bytes_sync(data, guess_type(f"a{ending}")[0] or "application/octet-stream").content)


def score_gold() -> None:
    """A line a reader: letters given of those it can be asked for, rows kept whole, pieces lost without an error."""
    print("documents written here: letters given | rows kept | pieces lost in silence | said it cannot")
    for name, reader in readers().items():
        if reader is None:
            print(f"  {name}: not installed")
            continue
        letters = given = rows = kept = pieces = silent = refused = 0
        for gold in documents():
            ending = Path(gold.name).suffix
            try:
                text = reader(gold.data, ending)
            except Exception:  # whatever a peer raises is a word
                refused += 1
                continue
            wanted = _letters("".join(gold.pieces))
            letters += wanted.total()
            given += (wanted & _letters(text)).total()
            rows += len(gold.rows)
            kept += sum(_is_row(line, text) for line in gold.rows)
            pieces += len(gold.pieces)
            silent += sum(_bare(piece) not in _bare(text) for piece in gold.pieces)
        if letters:
            share = f"{given / letters:.3f} of {letters}"
            print(f"  {name}: {share} | {kept} of {rows} | {silent} of {pieces} | {refused} documents")


def score_public(paths: Sequence[Path]) -> None:
    """A line a reader: files read, files with nothing and no error, letters lost that two others give."""
    texts: dict[str, dict[Path, str | None]] = {}
    for name, reader in readers().items():
        if reader is not None:
            texts[name] = {path: _text(reader, path) for path in paths}
    prints = printed(paths)
    print(f"{len(paths)} public files, {len(prints)} printed by LibreOffice")
    print("  read | silent | said it cannot | letters lost that two others give | letters of printed words lost")
    for name, found in texts.items():
        lost = common = 0
        for path, text in found.items():
            if text is None:
                continue
            others = [_letters(other) for key in texts if key != name and (other := texts[key][path])]
            shared = Counter[str]()
            for at, one in enumerate(others):
                for two in others[at + 1 :]:
                    shared |= one & two
            common += shared.total()
            lost += (shared - _letters(text)).total()
        words = [text for text in found.values() if text is not None]
        silent = sum(not text.strip() for text in words)
        share = f"{lost / max(1, common):.4f} of {common}"
        lacks = [lacking(said, text) for path, said in prints.items() if (text := found[path]) is not None]
        missed, all_printed = sum(lost for lost, _ in lacks), sum(letters for _, letters in lacks)
        paper = f"{missed / max(1, all_printed):.4f} of {all_printed} in {len(lacks)} files"
        print(f"  {name}: {len(words) - silent} | {silent} | {len(paths) - len(words)} | {share} | {paper}")


def _text(reader: Reader, path: Path) -> str | None:
    try:
        return reader(path.read_bytes(), path.suffix.lower())
    except Exception:  # whatever a peer raises is a word
        return None


def _only(ending: str, *endings: str) -> None:
    if ending not in endings:
        raise Reported(f"reads no {ending}")


def _is_row(cells: Sequence[str], text: str) -> bool:
    """Whether the cells stand on one line, in order."""
    for line in map(_bare, text.splitlines()):
        at = 0
        for cell in map(_bare, cells):
            at = line.find(cell, at) + len(cell) if line.find(cell, at) >= 0 else -1
            if at < 0:
                break
        else:
            return True
    return False


def _letters(text: str) -> Counter[str]:
    return Counter(_bare(text))


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "、。，％%")


def _counted(chunks: object, /) -> tuple[str, int]:
    size = sum(map(len, chunks)) if hasattr(chunks, "__iter__") else 0
    return "0" * 64, size
