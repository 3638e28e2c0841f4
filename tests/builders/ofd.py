"""Builds small OFD files from pieces of their XML; measures are millimetres."""

from tests.builders.packages import HEAD, zipped

DECLARED = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*pages: str, parts: dict[str, str | bytes] | None = None, common: str = "", after: str = "", documents: int = 1) -> bytes:
    """A file whose documents all have these pages; `common` goes into CommonData, `after` behind the pages."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:Title>题{number}</ofd:Title></ofd:DocInfo>"
        f"<ofd:DocRoot>/Doc_{number}/Document.xml</ofd:DocRoot></ofd:DocBody>"
        for number in range(documents)
    )
    members: dict[str, str | bytes] = {"OFD.xml": f"{HEAD}<ofd:OFD {DECLARED}>{bodies}</ofd:OFD>"}
    for number in range(documents):
        folder = f"Doc_{number}"
        listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        members[f"{folder}/Document.xml"] = (
            f"{HEAD}<ofd:Document {DECLARED}><ofd:CommonData>{area}{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{after}</ofd:Document>"
        )
        for at, content in enumerate(pages):
            members[f"{folder}/Pages/Page_{at}/Content.xml"] = page(content)
    return zipped(members | (parts or {}))


def page(content: str) -> str:
    """A page, or a template; what stands outside of its layer is given in ``content`` as it is when it begins with a template."""
    template, _, rest = content.rpartition("</ofd:Template>")
    head = f"{template}</ofd:Template>" if template else ""
    return f"{HEAD}<ofd:Page {DECLARED}>{head}<ofd:Content><ofd:Layer>{rest}</ofd:Layer></ofd:Content></ofd:Page>"


def text(words: str, x: float, y: float, size: float = 4.0, *, about: str = "", inside: str = "", delta: str = "") -> str:
    """A text object at a place; `about` are attributes of its own, `inside` is its colour, `delta` how its letters advance."""
    boundary = f"{x} {y} {max(1, len(words)) * size} {size}"
    step = delta or f'DeltaX="g {len(words)} {size}"'
    code = f'<ofd:TextCode X="0" Y="{0.86 * size}" {step}>{words}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{boundary}" Size="{size}" {about}>{inside}{code}</ofd:TextObject>'


def color(value: str, *, alpha: str = "") -> str:
    return f'<ofd:FillColor Value="{value}" {f"Alpha={chr(34)}{alpha}{chr(34)}" if alpha else ""}/>'


def filled(x: float, y: float, width: float, height: float, value: str) -> str:
    data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return path(x, y, width, height, data, f'Fill="true" Stroke="false">{color(value)}<')


def grid(x: float, y: float, columns: int, rows: int, width: float = 40.0, height: float = 10.0) -> str:
    """The lines of a table."""
    across = "".join(f"M 0 {row * height} L {columns * width} {row * height} " for row in range(rows + 1))
    down = "".join(f"M {column * width} 0 L {column * width} {rows * height} " for column in range(columns + 1))
    return path(x, y, columns * width, rows * height, across + down)


def path(x: float, y: float, width: float, height: float, data: str, about: str = "") -> str:
    """A path object; `about` may close the tag to put a colour in: ``Fill="true">…<``."""
    attributes, _, inside = about.partition(">")
    inside = inside.removesuffix("<")
    shape = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{x} {y} {width} {height}" {attributes}>{inside}{shape}</ofd:PathObject>'
