"""An Office package (Open Packaging Conventions, ECMA-376 part 2): named parts in a zip, read safely.

Only parts that a reader asks for are unpacked, as a stream and within a budget of bytes that really come out. Nothing is
written to disk, no name is used as a path, no external target is followed.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from extractors.registry import Limits
from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["word", "sheet", "slides"]
CHUNK = 1 << 18
ROOM = 128 * 1024**2
"""Bytes a part may give before its ratio counts. Office XML deflates hundreds of times over, and it is streamed, not kept."""
SMALL = 64 * 1024**2
"""Bytes of a part that is read whole (styles, numbering, relations)."""
END_OF_ZIP = b"PK\x05\x06"
"""What every zip ends with; without it the end was lost."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, NotImplementedError)
"""What zipfile raises on damaged bytes."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another part or, when `external`, to an address outside, which is never followed."""

    id: str
    type: str
    """The last step of the relation's type, the same in transitional and strict files: ``styles``, ``header``, ``image``."""
    target: str
    external: bool


def kind(data: bytes) -> Kind | None:
    """What sort of Office package these bytes are by their main part; None when they are no such package.

    A package cut short has lost the table that names its parts; its main part's name in the bytes decides then.
    """
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        package = Package(data, Limits())
        part = package.main()
    except DocumentError:
        return _kind_of_rest(data)
    if part:
        return _kind_of(part, package.content_type(part))
    return None if any(package.names()) else _kind_of_rest(data)


class Package:
    """The parts of one package. Raises DocumentError (DAMAGED, TRUNCATED) when the bytes are no readable zip."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except UNREADABLE as error:
            cut = Reason.DAMAGED if END_OF_ZIP in data else Reason.TRUNCATED
            raise DocumentError(cut, f"the package cannot be opened: {error}") from error
        self._left = limits.unpacked
        self._ratio = limits.ratio
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            if name in self._parts:
                self._twice.add(name)
            self._parts[name] = info
        self._types: tuple[dict[str, str], dict[str, str]] | None = None

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def names(self) -> Iterator[str]:
        """Every part's name, in lower case, in the order of the zip."""
        return iter(self._parts)

    def main(self) -> str:
        """The name of the main part, by the package's relations or else by the usual names; empty when there is none."""
        for relation in self._own_relations():
            if relation.type == "officeDocument" and not relation.external and relation.target in self:
                return relation.target
        return next((name for name in MAIN_NAMES.values() if name in self), "")

    def content_type(self, part: str) -> str:
        """The part's declared content type; empty when nothing is declared."""
        if self._types is None:
            try:
                self._types = self._content_types()
            except DocumentError:  # the main part's usual name tells as much
                self._types = {}, {}
        defaults, overrides = self._types
        name = part.lower()
        return overrides.get(name) or defaults.get(name.rsplit(".", 1)[-1], "")

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Where `part` (or with an empty name the package) points to; targets are full part names, or addresses."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return ()
        found = [_relation(element, folder) for element in self.tree(rels) if _local(element) == "Relationship"]
        return tuple(found)

    def stream(self, part: str) -> Iterator[bytes]:
        """The bytes of a part in chunks.

        Raises DocumentError: DAMAGED for a part that is missing, stands twice or does not unpack, ENCRYPTED, and LIMIT_RATIO
        when more comes out than the limits allow.
        """
        info = self._info(part)
        done = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(CHUNK):
                    done += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0 or (done > ROOM and done > self._ratio * max(1, info.compress_size)):
                        raise DocumentError(Reason.LIMIT_RATIO, f"{done} bytes came out of {info.compress_size}", where=part)
                    yield chunk
        except UNREADABLE as error:
            raise DocumentError(Reason.DAMAGED, f"does not unpack: {error}", where=part) from error

    def read(self, part: str) -> bytes:
        """A small part whole. Raises DocumentError as `stream` does, and LIMIT_MEMORY for one that is not small."""
        chunks, size = [], 0
        for chunk in self.stream(part):
            size += len(chunk)
            if size > SMALL:
                raise DocumentError(Reason.LIMIT_MEMORY, f"more than {SMALL} bytes", where=part)
            chunks.append(chunk)
        return b"".join(chunks)

    def tree(self, part: str) -> "_Element":
        """A small XML part as a tree; no entity is resolved. Raises DocumentError as `read` does, DAMAGED for bad XML."""
        from lxml import etree  # noqa: PLC0415  loaded when a document needs it

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError(Reason.DAMAGED, f"not well-formed XML: {error}", where=part) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError(Reason.DAMAGED, "declares a document type, which no Office file does", where=part)
        return root

    def _own_relations(self) -> tuple[Relation, ...]:
        try:
            return self.relations("")
        except DocumentError:  # the main part is looked for under its usual names
            return ()

    def _info(self, part: str) -> zipfile.ZipInfo:
        name = part.lower()
        info = self._parts.get(name)
        if info is None:
            raise DocumentError(Reason.DAMAGED, "this part of the package is missing", where=part)
        if name in self._twice:
            raise DocumentError(Reason.DAMAGED, "two parts of the package have this name", where=part)
        if info.flag_bits & 1:
            raise DocumentError(Reason.ENCRYPTED, "the package's parts are encrypted", where=part)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocumentError(Reason.DAMAGED, "compressed by a method that no Office file uses", where=part)
        return info

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        if "[Content_Types].xml" in self:
            for element in self.tree("[Content_Types].xml"):
                if _local(element) == "Default":
                    defaults[element.get("Extension", "").lower()] = element.get("ContentType", "")
                elif _local(element) == "Override":
                    overrides[element.get("PartName", "").lstrip("/").lower()] = element.get("ContentType", "")
        return defaults, overrides


MAIN_NAMES: dict[Kind, str] = {"word": "word/document.xml", "sheet": "xl/workbook.xml", "slides": "ppt/presentation.xml"}
CONTENT_MARKS: tuple[tuple[str, Kind], ...] = (
    ("wordprocessingml", "word"),
    ("ms-word", "word"),
    ("spreadsheetml", "sheet"),
    ("ms-excel", "sheet"),
    ("presentationml", "slides"),
    ("ms-powerpoint", "slides"),
)
"""Pieces of content types that tell the kind, in templates and files with macros too."""


def _kind_of_rest(data: bytes) -> Kind | None:
    """The kind of a package whose table of parts is lost, by the names that stand before its parts."""
    if b"[Content_Types].xml" not in data[:4096] and b"_rels/" not in data[:4096]:
        return None
    return next((found for found, name in MAIN_NAMES.items() if name.split("/")[0].encode() + b"/" in data), None)


def _kind_of(part: str, content_type: str) -> Kind | None:
    found: Kind | None = next((known for mark, known in CONTENT_MARKS if mark in content_type), None)
    return found or next((known for known, name in MAIN_NAMES.items() if name == part.lower()), None)


def _relation(element: "_Element", folder: str) -> Relation:
    external = element.get("TargetMode", "").lower() == "external"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/")))).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target, external)


def _local(element: "_Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
