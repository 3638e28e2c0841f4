"""What systems, Office and browsers leave beside documents, told by names alone: `corpus/lexicon/junk_names.tsv`.

A browser that saves a page puts what the page needs into a folder beside it, named after the page. Nothing in such a folder
is a document of its own but the pictures of the article, which are read with their page.
"""

from collections.abc import Sequence
from functools import cache

from corpus.tables import rows


def is_junk(path: str) -> bool:
    """Whether a path is what systems and Office leave beside documents.

    >>> is_junk("照片/Thumbs.db"), is_junk("__MACOSX/a.pdf"), is_junk("~$申报表.docx"), is_junk("申报表.docx")
    (True, True, True, False)
    """
    *folders, last = path.split("/")
    found = _names()
    return (
        last in found["name"] or last.startswith(found["start"]) or any(folder in found["folder"] for folder in (*folders, last))
    )


def is_page_asset(path: str) -> bool:
    """Whether a path leads into the folder of a saved page, to what is no document whatever the page says.

    >>> is_page_asset("新闻_files/a.js.download"), is_page_asset("新闻_files/照片.jpg"), is_page_asset("脚本/a.js")
    (True, False, False)
    """
    return path.lower().endswith(_names()["asset"]) and in_page_folder(path)


def in_page_folder(path: str) -> bool:
    """Whether a path leads into the folder of a saved page.

    >>> in_page_folder("新闻_files/照片.jpg"), in_page_folder("照片.jpg")
    (True, False)
    """
    return page_folder(path) is not None


def page_folder(path: str) -> tuple[str, str] | None:
    """The outermost folder of a saved page that a path leads into, as the path above it and its name; None for any other path.

    >>> page_folder("报道/新闻_files/a/照片.jpg"), page_folder("新闻_files/照片.jpg"), page_folder("照片.jpg")
    (('报道', '新闻_files'), ('', '新闻_files'), None)
    """
    folders = path.split("/")[:-1]
    at = next((at for at, folder in enumerate(folders) if folder.endswith(_names()["assets"])), None)
    return None if at is None else ("/".join(folders[:at]), folders[at])


def assets_of(page: str, folders: Sequence[str]) -> str:
    """The folder that was saved with a page, by its name among those beside it; empty when there is none.

    >>> assets_of("劳模事迹.html", ["劳模事迹_files", "照片"]), assets_of("a.HTM", ["a.files"]), assets_of("a.txt", ["a_files"])
    ('劳模事迹_files', 'a.files', '')
    """
    stem, dot, ending = page.rpartition(".")
    if not dot or f".{ending.lower()}" not in _names()["page"]:
        return ""
    return next((stem + end for end in _names()["assets"] if stem + end in folders), "")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("junk_names"):
        found[row["how"]] = (*found.get(row["how"], ()), row["name"])
    return found
