"""Pages that a browser saved, in an archive: what lies in a page's folder belongs to the page and is no document of its own."""

from collections.abc import Iterable
from dataclasses import replace

from extractors.leftovers import assets_of, page_folder
from pipeline.document import Child, Saved

MOST = 1_000
"""Files that a page is given of its folder."""


def with_their_pages(children: Iterable[Child]) -> tuple[Child, ...]:
    """The members of an archive, where those in the folder of a page that is there too go to the page."""
    children = tuple(children)
    inside: dict[tuple[str, str], list[Child]] = {}
    for child in children:
        if (where := page_folder(child.path)) is not None:
            inside.setdefault(where, []).append(child)
    pages = {child.path: where for child in children if inside and (where := _folder_of(child.path, inside)) is not None}
    taken = set(pages.values())
    return tuple(
        replace(child, saved=_saved(inside[pages[child.path]], pages[child.path])) if child.path in pages else child
        for child in children
        if page_folder(child.path) not in taken
    )


def _folder_of(path: str, inside: dict[tuple[str, str], list[Child]]) -> tuple[str, str] | None:
    """The folder of the page at `path`, which does not itself lie in such a folder."""
    if page_folder(path) is not None:
        return None
    parent, _, name = path.rpartition("/")
    folder = assets_of(name, [folder for above, folder in inside if above == parent])
    return (parent, folder) if folder else None


def _saved(children: list[Child], where: tuple[str, str]) -> tuple[Saved, ...]:
    above = len(where[0]) + 1 if where[0] else 0
    return tuple(Saved(child.path[above:], child.sha256, child.size) for child in children[:MOST])
