"""What stands in a document of Office Open XML as a file of its own: embedded files and pictures that may carry text."""

import posixpath
from collections.abc import Callable, Iterable, Iterator

from extractors import metafile, oleobject, pictures
from extractors.names import shown, unique
from extractors.opc import Package, Relation
from extractors.registry import Context
from extractors.standing_for import Files
from pipeline.document import Child
from pipeline.errors import DocumentError

FILES = ("aFChunk", "package")
"""Relations to whole files: text in another format that belongs to the body, embedded Office files."""
OBJECT, PICTURE = "oleObject", "image"


def children(
    package: Package, relations: Iterable[Relation], context: Context, failed: Callable[[DocumentError, str], None]
) -> tuple[Child, ...]:
    """The files that these relations lead to, each once. `failed` is told of one that cannot be taken out, and of which.

    A metafile that shows one of the embedded files is not read: what it draws stands in the file.
    """
    wanted = {r.target: r.type for r in relations if not r.external and r.type in (*FILES, OBJECT, PICTURE)}
    found = list(_found(package, wanted, context, failed))
    paths = unique(path for path, _, _ in found)
    return tuple(Child(path, sha256, size) for path, (_, sha256, size) in zip(paths, found, strict=True))


def _found(
    package: Package, wanted: dict[str, str], context: Context, failed: Callable[[DocumentError, str], None]
) -> Iterator[tuple[str, str, int]]:
    drawings: list[str] = []
    files: list[tuple[str, str]] = []
    for part, kind in wanted.items():
        context.progress()
        try:
            if kind in FILES:
                yield part, *context.keep(package.stream(part))
                files.append((part, kind))
            elif kind == PICTURE:
                content = package.read(part)
                if pictures.worth_reading(content):
                    yield part, *context.keep([content])
                elif metafile.worth_reading(content):
                    drawings.append(part)
            elif (file := oleobject.unpacked(package.read(part))) is not None:
                yield _name(part, file.name), *context.keep([file.content])
                files.append((part, kind))
        except DocumentError as error:
            failed(error, part)
    yield from _drawings(package, drawings, files, context, failed)


def _drawings(
    package: Package,
    drawings: Iterable[str],
    files: Iterable[tuple[str, str]],
    context: Context,
    failed: Callable[[DocumentError, str], None],
) -> Iterator[tuple[str, str, int]]:
    """The metafiles that show none of the embedded files, which are unpacked again only where there is a metafile."""
    beside: Files | None = None
    for part in drawings:
        context.progress()
        try:
            content = package.read(part)
            beside = _beside(package, files, context) if beside is None else beside
            if not beside.shown_by(content):
                yield part, *context.keep([content])
        except DocumentError as error:
            failed(error, part)


def _beside(package: Package, files: Iterable[tuple[str, str]], context: Context) -> Files:
    found = Files()
    for part, kind in files:
        context.progress()
        try:
            content = package.read(part)
        except DocumentError:  # too large to be looked through: what shows it is read too
            continue
        file = oleobject.unpacked(content) if kind == OBJECT else None
        found.put(file.name if file is not None else part, file.content if file is not None else content)
    return found


def _name(part: str, name: str) -> str:
    """The name that a file had, in the folder where it stands now; an ending alone is put to the part's name."""
    if name.startswith("."):
        return posixpath.splitext(part)[0] + name
    return shown(f"{posixpath.dirname(part)}/{name.replace('/', ' ')}")[0] if name else part
