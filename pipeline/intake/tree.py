"""What lies in a drop folder, looked at without opening anything: folders, files, archives and what is none of these."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from extractors.leftovers import assets_of, is_junk
from extractors.names import unique
from pipeline.document import Note
from pipeline.errors import ConfigError, DocumentError, Reason
from pipeline.intake import opening
from pipeline.intake.disk_names import shown

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
"""Names by which a file is taken for an archive when packets are told apart; how it is read, its content decides."""

WORKSPACE_FILE = "xingping.sqlite"
"""A folder that holds it is a workspace: what stands in it was made from documents, and is none."""

Kind = Literal["folder", "archive", "file"]


@dataclass(slots=True, eq=False)
class Node:
    """A folder, an archive or a file. `raw` is its name as the system gives it, `name` as it is shown."""

    raw: str
    name: str
    kind: Kind
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    trouble: Note | None = None
    """Why it cannot be read, where that is known without opening it."""
    assets: str = ""
    """Of a saved page, the path on disk of the folder that was saved with it."""

    @property
    def place(self) -> str:
        """Where it stands below the topmost node: ``/`` between folders, ``!`` after an archive."""
        parts: list[str] = []
        node = self
        while node.parent is not None:
            parts.append(node.name)
            node = node.parent
            if node.kind == "archive":
                parts.append("!")
                if node.parent is None:
                    parts.append(node.name)
            elif node.parent is not None:
                parts.append("/")
        return "".join(reversed(parts))

    @property
    def path(self) -> str:
        """The path on disk; of a thing in an archive, of no use."""
        parts = [self.raw]
        node = self
        while node.parent is not None:
            node = node.parent
            parts.append(node.raw)
        return os.path.join(*reversed(parts))  # noqa: PTH118

    def files(self) -> "Iterator[Node]":
        """Every file and archive below a folder, in the order of their places; of a file or archive, itself."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            if node.kind == "folder":
                waiting.extend(reversed(node.children))
            else:
                yield node


def scanned(top: Path) -> tuple[Node, list[str]]:
    """The tree below an INPUT, sorted by name, and the places of what is junk by its name.

    A link is followed to a regular file within the INPUT only. What is no regular file, and a folder that cannot be listed,
    stands in the tree with its trouble. Raises ConfigError when there is no such INPUT, and
    for one that is a workspace; a workspace within it is put aside.
    """
    top = Path(os.path.abspath(top))  # noqa: PTH100  (a name with .. in it is taken as it is written)
    found = there(top)
    root = Node(str(top), shown(top.name), "folder" if stat.S_ISDIR(found.st_mode) else file_kind(top.name))
    junk: list[str] = []
    if root.kind != "folder":
        root.assets = assets_beside(top)
        if not stat.S_ISREG(found.st_mode):
            root.trouble = Note(Reason.NOT_REGULAR_FILE, opening.kind(found.st_mode))
        return root, junk
    inside = os.path.realpath(top)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        _list_folder(node, inside, junk)
        waiting += [child for child in node.children if child.kind == "folder"]
    return root, sorted(junk)


def there(top: Path) -> os.stat_result:
    """What the system says of an INPUT. Raises ConfigError when there is no such INPUT."""
    try:
        return top.stat()
    except OSError as error:
        raise ConfigError(f"{shown(str(top))}: {error.strerror}; INPUT is a folder, an archive or a document") from error


def assets_beside(page: Path) -> str:
    """The folder that was saved with a page, on disk; empty when there is none."""
    try:
        folders = [entry.name for entry in os.scandir(page.parent) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return ""
    found = assets_of(page.name, folders)
    return str(page.parent / found) if found else ""


def members(archive: Node, names: tuple[str, ...]) -> None:
    """Put what an archive holds, by its members' names, below its node."""
    folders: dict[str, Node] = {"": archive}
    for name in sorted(names):
        if not is_junk(name):
            head, _, last = name.rpartition("/")
            parent = _folder(folders, head)
            parent.children.append(Node(last, last, file_kind(last), parent))


def file_kind(name: str) -> Kind:
    return "archive" if name.lower().endswith(ARCHIVES) else "file"


def _list_folder(node: Node, inside: str, junk: list[str]) -> None:
    path = node.path
    links: list[tuple[Node, str]] = []
    try:
        with os.scandir(path) as entries:
            node.children = [_node(entry, node, links) for entry in entries if not _put_aside(entry.name, node, junk)]
    except OSError as error:
        node.kind = "file"
        refused = opening.unreadable(error)
        node.trouble = Note(refused.reason, f"a folder that cannot be listed: {refused.detail}")
        return
    if any(child.raw == WORKSPACE_FILE for child in node.children):
        _put_workspace_aside(node, junk)
        return
    _give_assets(node, junk)
    node.children.sort(key=_raw)
    for link, at in links:
        _follow(link, at, inside)
    names = [child.name for child in node.children]
    if len(set(names)) < len(names):
        for child, name in zip(node.children, unique(names), strict=True):
            child.name = name


def _give_assets(node: Node, junk: list[str]) -> None:
    """The folder that was saved with a page goes to the page: it holds no documents of its own."""
    folders = {child.raw: child for child in node.children if child.kind == "folder"}
    names = list(folders)
    for page in node.children if folders else ():
        if page.kind == "file" and (found := assets_of(page.raw, names)):
            page.assets = folders[found].path
            if folders[found] in node.children:
                junk.append(folders[found].place)
    kept = {page.assets for page in node.children if page.assets}
    node.children = [child for child in node.children if child.kind != "folder" or child.path not in kept]


def _node(entry: "os.DirEntry[str]", parent: Node, links: list[tuple[Node, str]]) -> Node:
    """What an entry is. A link is put on the list, to be followed when the whole folder is known."""
    name = shown(entry.name)
    if entry.is_dir(follow_symlinks=False):
        return Node(entry.name, name, "folder", parent, [])
    node = Node(entry.name, name, file_kind(entry.name), parent, _NO_CHILDREN)
    if entry.is_symlink():
        links.append((node, entry.path))
    elif not entry.is_file(follow_symlinks=False):
        node.kind = "file"
        node.trouble = _what_it_is(entry)
    elif node.kind == "archive":
        node.children = []
    return node


_NO_CHILDREN: list[Node] = []


def _what_it_is(entry: "os.DirEntry[str]") -> Note:
    try:
        return Note(Reason.NOT_REGULAR_FILE, opening.kind(entry.stat(follow_symlinks=False).st_mode))
    except OSError as error:
        refused = opening.unreadable(error)
        return Note(refused.reason, refused.detail)


def _follow(node: Node, path: str, inside: str) -> None:
    """A link to a regular file within the INPUT is that file; any other is trouble."""
    target = os.path.realpath(path)
    try:
        if os.path.commonpath([target, inside]) != inside:
            node.trouble = Note(Reason.NOT_REGULAR_FILE, "a link that leads out of the folder")
        else:
            opening.regular(Path(target))
            node.raw = target
    except (DocumentError, ValueError) as error:
        detail = error.detail if isinstance(error, DocumentError) else "elsewhere"
        node.trouble = Note(Reason.NOT_REGULAR_FILE, f"a link to nothing that can be read: {detail}")
    if node.trouble is not None:
        node.kind = "file"


def _put_aside(name: str, parent: Node, junk: list[str]) -> bool:
    if not is_junk(name):
        return False
    place = parent.place
    junk.append(f"{place}/{shown(name)}" if place else shown(name))
    return True


def _folder(folders: dict[str, Node], path: str) -> Node:
    missing: list[str] = []
    while path not in folders:
        missing.append(path)
        path = path.rpartition("/")[0]
    for place in reversed(missing):
        name = place.rpartition("/")[2]
        parent = folders[place.rpartition("/")[0]]
        folders[place] = Node(name, name, "folder", parent)
        parent.children.append(folders[place])
    return folders[missing[0] if missing else path]


def _put_workspace_aside(node: Node, junk: list[str]) -> None:
    if node.parent is None:
        raise ConfigError(f"{shown(node.path)} is a workspace; INPUT is what one is made from")
    junk.append(node.place)
    node.children = []
    node.parent.children.remove(node)


def _raw(node: Node) -> str:
    return node.raw
