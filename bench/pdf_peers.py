"""Other readers of PDF, as functions from bytes to text; None for one that is not installed."""

import io
from collections.abc import Callable
from importlib.util import find_spec

Reader = Callable[[bytes], str]


def peers() -> dict[str, Reader | None]:
    """Every peer by name."""
    readers: dict[str, tuple[str, Reader]] = {
        "pypdfium2": ("pypdfium2", bare),
        "pdfplumber": ("pdfplumber", plumber),
        "markitdown": ("markitdown", markdown),
        "kreuzberg": ("kreuzberg", mountain),
    }
    return {name: reader if find_spec(module) else None for name, (module, reader) in readers.items()}


def bare(data: bytes) -> str:
    """pypdfium2's text of each page, nothing else."""
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return "\n".join(texts)


def plumber(data: bytes) -> str:
    """pdfplumber's `extract_text` of each page."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def markdown(data: bytes) -> str:
    """markitdown, told that it is a PDF."""
    from markitdown import MarkItDown, StreamInfo  # noqa: PLC0415

    return str(MarkItDown().convert_stream(io.BytesIO(data), stream_info=StreamInfo(extension=".pdf")).text_content)


def mountain(data: bytes) -> str:
    """kreuzberg as it comes, without recognition of pictures, and without its cache, which would answer the second time."""
    from kreuzberg import ExtractionConfig, extract_bytes_sync  # noqa: PLC0415

    return str(extract_bytes_sync(data, "application/pdf", ExtractionConfig(use_cache=False)).content)
