"""What a run found, given out: records as JSON lines or Parquet, dossiers as HTML or Word, all claims as a workbook.

Everything is made from the store alone, but for pictures of pages, which are drawn from the files where these are still as they
were. On the way out the words may be changed letter for letter (`pipeline.rewriting`): to
another script, or blinded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import msgspec

from extractors.registry import Limits
from pipeline import crops
from pipeline.blinding import blinded, signs, without
from pipeline.cuts import PageCuts
from pipeline.dossier import Asking, dossier
from pipeline.dossiers import INDEX, Records, pages_folder, put_pages
from pipeline.drawing import Blinding, Drawing, drawers
from pipeline.drawn_pages import pictures
from pipeline.engines import frames
from pipeline.errors import ConfigError
from pipeline.packet_record import PacketRecord, claim_row
from pipeline.pictures import NONE, Pictures
from pipeline.record import DocumentRecord, to_json
from pipeline.render import excel, html, parquet, word
from pipeline.rewriting import NAMES, Change, in_script, rewritten
from pipeline.script import Target
from pipeline.store import Store

ExportFormat = Literal["jsonl", "parquet", "xlsx", "html", "docx"]
WAIT = 0.2
ROWS = ("documents", "claims", "packets")
Packet = tuple[PacketRecord, Sequence[DocumentRecord]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be given out, and how: the script `to`, whether names are replaced, by which rubric dossiers are ordered."""

    format: ExportFormat = "jsonl"
    rows: str = "documents"
    to: Target = "keep"
    blind: bool = False
    asking: Asking
    crops: int = 0
    """MB of pictures of pages within a dossier; 0 for none."""
    pages: int = 0
    """Pages of a packet that are drawn at most."""
    workers: int = 1
    limits: Limits = Limits()

    @property
    def labels(self) -> str:
        """The script of our own words beside the applicant's."""
        return "hant" if self.to in ("hant", "tw", "hk") else "hans"


def export(store: Store, wanted: Wanted, output: Path | None) -> Iterator[bytes]:
    """Lines for standard output where there is no `output`; else the files are written and nothing is given.

    Raises ConfigError for rows or a format that do not go together, and for an output that cannot be written.
    """
    if wanted.rows not in ROWS:
        raise ConfigError(f"--rows {wanted.rows}: there are {', '.join(ROWS)}")
    if wanted.format == "jsonl" and output is None:
        return lines(store, wanted)
    if output is None:
        raise ConfigError(f"--format {wanted.format} needs --output PATH")
    if not output.absolute().parent.is_dir():
        raise ConfigError(f"{output} cannot be written: there is no folder {output.absolute().parent}")
    try:
        _write(store, wanted, output)
    except OSError as error:
        raise ConfigError(f"{output} cannot be written: {error.strerror}") from error
    return iter(())


def lines(store: Store, wanted: Wanted) -> Iterator[bytes]:
    """Records as JSON, one a line, in the store's order; as they stand in the store where nothing is to be changed."""
    if wanted.to == "keep" and not wanted.blind:
        return store.export(wanted.rows)
    return _changed_lines(store, wanted)


def _changed_lines(store: Store, wanted: Wanted) -> Iterator[bytes]:
    for packet, documents in _packets(store, wanted):
        if wanted.rows == "documents":
            yield from map(to_json, documents)
        elif wanted.rows == "packets":
            yield to_json(packet)
        else:
            yield from (msgspec.json.encode(claim_row(claim, packet=packet.id)) for claim in packet.claims)


def _write(store: Store, wanted: Wanted, output: Path) -> None:
    match wanted.format:
        case "jsonl":
            with output.open("wb") as stream:
                stream.writelines(line + b"\n" for line in lines(store, wanted))
        case "parquet":
            parquet.write(output, lines(store, wanted), rows=wanted.rows)
        case "xlsx":
            excel.write(output, _packets(store, wanted), rubric=wanted.asking.rubric, script=wanted.labels)
        case "html" | "docx":
            output.mkdir(parents=True, exist_ok=True)
            _write_dossiers(store, wanted, output)


def _write_dossiers(store: Store, wanted: Wanted, folder: Path) -> None:
    """A file a packet, named by the packet's id, with its pages beside it; for HTML the list of all of them too."""
    listed = []
    with TemporaryDirectory(dir=folder) as scratch, drawers(wanted.workers, wanted.limits, Path(scratch) / "drawing") as workers:
        drawing = Drawing(store, workers, Path(scratch) / "drawn")
        for given, (packet, documents) in zip(_as_they_are(store), _packets(store, wanted), strict=True):
            pictures = _drawn(drawing, *given, wanted)
            if wanted.format == "html":
                text = html.page(packet, documents, asking=wanted.asking, pictures=pictures, script=wanted.labels)
                (folder / f"{packet.id}.html").write_text(text, "utf-8")
                put_pages(drawing.folder(packet.id), folder, packet.id)
                listed.append(html.listed(packet, documents, href=f"{packet.id}.html"))
            else:
                made = word.document(packet, documents, asking=wanted.asking, pictures=pictures, script=wanted.labels)
                (folder / f"{packet.id}.docx").write_bytes(made)
            drawing.drop(packet.id)
    if wanted.format == "html":
        (folder / INDEX).write_text(html.index(listed, script=wanted.labels), "utf-8")


def _drawn(drawing: Drawing, packet: PacketRecord, documents: Sequence[DocumentRecord], wanted: Wanted) -> Pictures:
    """What a packet's dossier shows of its pages; with names blacked out where it is to be blind."""
    if not (wanted.crops and wanted.pages):
        return NONE
    pages = crops.wanted(packet, documents, dossier(packet, documents, asking=wanted.asking))[: wanted.pages]
    drawing.want(packet.id, pages, blind=_blind(packet, documents, pages) if wanted.blind else None)
    while packet.id not in drawing.go_on(WAIT):
        pass
    return pictures(drawing.folder(packet.id), href=pages_folder(packet.id), room=wanted.crops * 1_000_000)


def _blind(packet: PacketRecord, documents: Sequence[DocumentRecord], pages: Sequence[PageCuts]) -> Blinding:
    """What may not be seen on each page."""
    names = signs(packet, documents)
    change = without(names)
    known = {document.id: document for document in documents}
    return {
        (page.document, page.page): frames.Blind(
            tuple(names),
            crops.hidden(known[page.document], change, page=page.page),
            crops.is_garbled(known[page.document]),
        )
        for page in pages
    }


def _as_they_are(store: Store) -> Iterator[Packet]:
    for packet in store.packets():
        yield packet, Records(store, packet.id, len(packet.documents))


def _packets(store: Store, wanted: Wanted) -> Iterator[Packet]:
    """Every closed packet with its documents, its words changed as wanted."""
    for packet, documents in _as_they_are(store):
        if wanted.blind:
            nameless = msgspec.structs.replace(packet, name=packet.id)  # a folder is named after the firm, in whatever short form
            yield _changed(nameless, documents, blinded(packet, documents), keep=frozenset(), then=wanted.to)
        elif wanted.to != "keep":
            yield _changed(packet, documents, _same, keep=NAMES, then=wanted.to)
        else:
            yield packet, documents


def _changed(
    packet: PacketRecord, documents: Sequence[DocumentRecord], change: Change, *, keep: frozenset[str], then: Target
) -> Packet:
    script = _same if then == "keep" else in_script(then)

    def whole(text: str) -> str:
        return script(change(text))

    return rewritten(packet, whole, keep=keep), [rewritten(each, whole, keep=keep) for each in documents]


def _same(text: str) -> str:
    return text
