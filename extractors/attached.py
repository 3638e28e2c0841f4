"""Files that a reader found in a document, kept as its children under names that are safe to show and each its own."""

from collections.abc import Iterable

from extractors.names import shown, unique
from extractors.registry import Context
from pipeline.document import Child, Note
from pipeline.errors import DocumentError


def kept(files: Iterable[tuple[str, bytes | DocumentError]], context: Context) -> tuple[tuple[Child, ...], tuple[Note, ...]]:
    """The children, and a note for each file that could not be kept. `files` are names and contents,
    or why one cannot be had, taken one by one."""
    names: list[str] = []
    results: list[tuple[str, int] | DocumentError] = []
    for name, content in files:
        context.progress()
        names.append(shown(name)[0])
        if isinstance(content, DocumentError):
            results.append(content)
            continue
        try:
            results.append(context.keep([content]))
        except DocumentError as error:
            results.append(error)
    children: list[Child] = []
    notes: list[Note] = []
    for path, result in zip(unique(names), results, strict=True):
        if isinstance(result, DocumentError):
            notes.append(Note(result.reason, result.detail, path))
        else:
            children.append(Child(path, *result))
    return tuple(children), tuple(notes)
