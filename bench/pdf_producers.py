"""Documents as other programs print them: Typst, Chromium and LibreOffice, each set from the same kinds of text.

What a reader meets is seldom drawn by a program of its own making. Here paragraphs, headings, notes, captions, contents and
vertical text are given to the program, which breaks lines, hyphenates and turns pages by itself. Producers that are not
installed are left out and named.
"""

import html
import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from bench.pdf_layouts import SUBJECTS, Made, prose

LATIN = (
    "The maintenance department investigated recurring temperature variations throughout the compressor installation",
    "Experienced technicians demonstrated alternative measurement procedures before the modification was implemented",
    "Subsequent observations confirmed considerable improvements regarding reliability and environmental performance",
    "Apprentices documented every intermediate adjustment so that neighbouring workshops could reproduce the arrangement",
    "Manufacturing representatives acknowledged the simplification of replacement components during the annual inspection",
)
FONTS = Path("/usr/share/fonts")


def producers() -> dict[str, Callable[[random.Random], Made] | None]:
    """Every document by producer and layout; None where the producer is not installed."""
    typst = find_spec("typst") is not None
    chromium, office = shutil.which("chromium"), shutil.which("soffice")
    return {
        "typst, one column": typst_report if typst else None,
        "typst, two columns, Latin": typst_paper if typst else None,
        "chromium, one column": chromium_report if chromium else None,
        "chromium, two columns": chromium_columns if chromium else None,
        "chromium, vertical": chromium_vertical if chromium else None,
        "libreoffice, one column": office_report if office else None,
        "libreoffice, two columns": office_columns if office else None,
    }


def latin(chance: random.Random) -> str:
    """Some sentences of English with long words."""
    return " ".join(f"{sentence}." for sentence in chance.choices(LATIN, k=chance.randint(3, 6)))


def _sections(chance: random.Random, number: int) -> list[tuple[str, list[str]]]:
    """Headings with their paragraphs."""
    subjects = chance.sample(SUBJECTS, number)
    return [
        (f"{'一二三四五六'[index]}、{subject}改造", [prose(chance, chance.randint(2, 5)) for _ in range(4)])
        for index, subject in enumerate(subjects)
    ]


def _note(chance: random.Random) -> str:
    return f"数据取自{chance.choice(SUBJECTS)}的运行记录，由班组抄录。"


# Typst.

TYPST_REPORT = """
#set page(paper: "a4", header: align(center, text(9pt)[{head}]),
  footer: align(center, context text(9pt, counter(page).display())))
#set text(font: "Noto Serif CJK SC", lang: "zh", size: 10.5pt)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.9em)
#align(center, text(20pt, [{title}]))
#outline(title: [目录])
#pagebreak()
{body}
"""
TYPST_PAPER = """
#set page(paper: "a4", columns: 2, header: text(8pt)[{head}], footer: align(center, context text(8pt, counter(page).display())))
#set text(lang: "en", size: 10pt)
#set par(justify: true, first-line-indent: 1.2em, spacing: 0.65em)
#place(top + center, scope: "parent", float: true, text(17pt)[{title}])
{body}
"""


def typst_report(chance: random.Random) -> Made:
    """A contents page, headings, notes at the foot, captions below figures."""
    made = Made(b"", heads=["检修车间技术攻关材料汇编"], paragraphs=["年度技术攻关总结"])
    body: list[str] = []
    for number, (heading, texts) in enumerate(_sections(chance, 4), 1):
        body.append(f"= {heading}")
        note, caption = _note(chance), f"图{number} {chance.choice(SUBJECTS)}的布置"
        body += [texts[0], f"{texts[1]}#footnote[{note}]", *texts[2:]]
        body.append(f"#figure(rect(width: 6cm, height: 2.2cm), caption: [{caption}], supplement: none, numbering: none)")
        made.paragraphs += [heading, texts[0], f"{texts[1]}{number}", *texts[2:]]
        made.aside += [f"{number}{note}", caption]
    made.data = set_by_typst(TYPST_REPORT.format(head=made.heads[0], title=made.paragraphs[0], body="\n\n".join(body)))
    return made


def typst_paper(chance: random.Random) -> Made:
    """Two justified columns of English, hyphenated by the program."""
    made = Made(b"", heads=["Proceedings of the Workshop on Plant Maintenance"], paragraphs=["Measured Repairs in Small Plants"])
    body: list[str] = []
    for heading in ("Introduction", "Measurements", "Discussion"):
        texts = [latin(chance) for _ in range(5)]
        body += [f"= {heading}", *texts]
        made.paragraphs += [heading, *texts]
    made.data = set_by_typst(TYPST_PAPER.format(head=made.heads[0], title=made.paragraphs[0], body="\n\n".join(body)))
    return made


def set_by_typst(source: str) -> bytes:
    """The PDF that Typst makes of its source."""
    import typst  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.typ"
        path.write_text(source, "utf-8")
        return bytes(typst.compile(str(path), font_paths=[str(FONTS)] if FONTS.is_dir() else []))


# Chromium.

PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 25mm 20mm; @top-center {{ content: "{head}"; font-size: 9pt; }}
 @bottom-center {{ content: counter(page); font-size: 9pt; }} }}
body {{ font-family: "Noto Serif CJK SC", serif; font-size: 10.5pt; line-height: 1.7; text-align: justify; }}
p {{ text-indent: 2em; margin: 0; }} h1 {{ text-align: center; }} {style}
</style><body>{body}</body></html>"""


def chromium_report(chance: random.Random) -> Made:
    """A printed page of the web: headings, paragraphs, a list without rules."""
    made = Made(b"", heads=["港城晚报 2024年合订本"], paragraphs=["年度技术攻关总结"])
    body = [f"<h1>{made.paragraphs[0]}</h1>"]
    for heading, texts in _sections(chance, 3):
        body += [f"<h2>{heading}</h2>", *(f"<p>{html.escape(text)}</p>" for text in texts)]
        made.paragraphs += [heading, *texts]
    made.rows = [("序号", "项目", "等级")]
    made.rows += [(str(row), f"{chance.choice(SUBJECTS)}改造", chance.choice(("一等奖", "二等奖"))) for row in range(1, 7)]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in made.rows)
    body.append(f"<table style='width:100%;margin-top:2em'>{rows}</table>")
    made.data = printed_by_chromium(PAGE.format(lang="zh", head=made.heads[0], style="", body="".join(body)))
    return made


def chromium_columns(chance: random.Random) -> Made:
    """Two columns under headings that span both."""
    made = Made(b"", heads=["技术攻关简报 第12期"])
    body: list[str] = []
    for heading, texts in _sections(chance, 3):
        body += [f"<h2>{heading}</h2>", *(f"<p>{html.escape(text)}</p>" for text in texts)]
        made.paragraphs += [heading, *texts]
    style = "body { columns: 2; column-gap: 9mm; } h2 { column-span: all; }"
    made.data = printed_by_chromium(PAGE.format(lang="zh", head=made.heads[0], style=style, body="".join(body)))
    return made


def chromium_vertical(chance: random.Random) -> Made:
    """Traditional text in columns from right to left, letters one below the other."""
    made = Made(b"", paragraphs=[prose(chance, 4).replace(" ", "") for _ in range(5)])
    body = "".join(f"<p>{html.escape(text)}</p>" for text in made.paragraphs)
    style = "html { writing-mode: vertical-rl; } body { line-height: 2; }"
    made.data = printed_by_chromium(PAGE.format(lang="zh-Hant", head="", style=style, body=body))
    return made


def printed_by_chromium(page: str) -> bytes:
    """The PDF that Chromium prints of a page."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, "utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        _run([*command, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()])
        return target.read_bytes()


# LibreOffice.


def office_report(chance: random.Random) -> Made:
    """A Word file in one column with a head and page numbers."""
    return _office(chance, columns=1)


def office_columns(chance: random.Random) -> Made:
    """A Word file in two columns."""
    return _office(chance, columns=2)


def _office(chance: random.Random, *, columns: int) -> Made:
    import docx  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    made = Made(b"", heads=["云岭电务段创新工作室申报材料"])
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = made.heads[0]
    section._sectPr.xpath("./w:cols")[0].set(qn("w:num"), str(columns))
    foot = section.footer.paragraphs[0]
    for kind in ("begin", "PAGE", "end"):
        run = foot.add_run()
        mark = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            mark.text = "PAGE"
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
    for heading, texts in _sections(chance, 4):
        document.add_heading(heading, 1)
        for text in texts:
            paragraph = document.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(22)
            paragraph.paragraph_format.space_after = Pt(0)
        made.paragraphs += [heading, *texts]
    sink = io.BytesIO()
    document.save(sink)
    made.data = printed_by_office(sink.getvalue())
    return made


def printed_by_office(word: bytes) -> bytes:
    """The PDF that LibreOffice makes of a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(word)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        _run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)])
        return source.with_suffix(".pdf").read_bytes()


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=600)
