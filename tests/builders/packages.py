"""Builds Office packages in memory from the XML of their parts."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def zipped(parts: Mapping[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A zip that holds `parts` in order, those named in `stored` as they are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def package(parts: Mapping[str, str | bytes], *, main: str, main_type: str) -> bytes:
    """An Office package whose main part is `main`; relations of other parts are given among `parts`."""
    types = f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
    types += f'<Override PartName="/{main}" ContentType="{main_type}"/></Types>'
    own = {"[Content_Types].xml": types, "_rels/.rels": relations(rId1=("officeDocument", main))}
    return zipped({**own, **parts})


def relations(**targets: tuple[str, str]) -> str:
    """A .rels part from ``id=(type, target)``; targets with ``://`` are external."""
    rows = "".join(_relation(key, kind, target) for key, (kind, target) in targets.items())
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def added(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with further parts, or others in their place."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | dict(parts))


def rezipped(data: bytes, old: str, new: str) -> bytes:
    """The package with `old` as `new` in every name and every part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name.replace(old, new): part.replace(old.encode(), new.encode()) for name, part in parts.items()})


def _relation(key: str, kind: str, target: str) -> str:
    mode = ' TargetMode="External"' if "://" in target else ""
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
