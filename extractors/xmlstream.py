"""XML of any size read as a stream of starts, texts and ends, in constant memory.

Office parts may hold millions of elements, so no tree is built. A document type is refused, and with it every entity.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from pipeline.errors import DocumentError, Reason

NO_MEMORY = 1
"""Expat's error number for memory that ran out."""


class Handler(Protocol):
    """What reads the stream. Names are ``namespace local`` with one blank between, or ``local`` without a namespace."""

    def attach(self, parser: expat.XMLParserType, /) -> None:
        """Told once, before the first byte, so that it can set the parser's handlers and switch them as it goes."""
        ...


def parse(chunks: Iterable[bytes], handler: Handler, *, where: str, progress: Callable[[], None]) -> None:
    """Leads `handler` through the XML in `chunks`; `progress` is called once a chunk.

    Raises DocumentError (DAMAGED) where the XML breaks off or declares a document type: what stood before was handed on.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    handler.attach(parser)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            progress()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = Reason.LIMIT_MEMORY if error.code == NO_MEMORY else Reason.DAMAGED
        raise DocumentError(reason, f"not well-formed XML: {error}", where=where) from error
    except (LookupError, ValueError) as error:  # an encoding that does not exist or cannot be used by a stream
        raise DocumentError(Reason.DAMAGED, f"unreadable XML: {error}", where=where) from error


def dispatchers(
    starts: Mapping[str, Callable[[dict[str, str]], None]], ends: Mapping[str, Callable[[], None]]
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    """What hands each start and end of an element to its handler, if it has one: called for every element there is."""
    start_of, end_of = starts.get, ends.get

    def start(name: str, attributes: dict[str, str]) -> None:
        handler = start_of(name)
        if handler is not None:
            handler(attributes)

    def end(name: str) -> None:
        handler = end_of(name)
        if handler is not None:
            handler()

    return start, end


def skip(parser: expat.XMLParserType, go_on: Callable[[], None]) -> None:
    """Passes over the element that has just begun, with all that is in it; then calls `go_on`, which sets the handlers anew."""
    open_elements = 1

    def deeper(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal open_elements
        open_elements += 1

    def less_deep(_name: str) -> None:
        nonlocal open_elements
        open_elements -= 1
        if not open_elements:
            go_on()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = deeper, less_deep, None


def _refuse(*_declaration: object) -> None:
    raise DocumentError(Reason.DAMAGED, "declares a document type, which no Office file does")
