"""Builds small workbooks from pieces of their XML."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.builders.packages import HEAD, OFFICE, package, relations

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def xlsx(
    *sheets: str,
    names: tuple[str, ...] = ("成果", "附表", "备查"),
    states: tuple[str, ...] = ("visible", "visible", "visible"),
    strings: str = "",
    styles: str = "",
    since_1904: bool = False,
    parts: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """A workbook of `sheets`, each the inside of a worksheet (or rows alone); `strings` and `styles` are insides too."""
    targets = {f"rId{number}": ("worksheet", f"sheet{number}.xml") for number in range(1, len(sheets) + 1)}
    listed = "".join(
        f'<sheet name="{names[number - 1]}" sheetId="{number}" r:id="rId{number}" state="{states[number - 1]}"/>'
        for number in range(1, len(sheets) + 1)
    )
    era = '<workbookPr date1904="1"/>' if since_1904 else ""
    files: dict[str, str | bytes] = {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{era}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            **targets, strings=("sharedStrings", "sharedStrings.xml"), styles=("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{SHEET}">{strings}</sst>',
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
    }
    for number, inside in enumerate(sheets, 1):
        body = f"<sheetData>{inside}</sheetData>" if inside.startswith("<row") else inside
        files[f"xl/worksheets/sheet{number}.xml"] = f'{HEAD}<worksheet xmlns="{SHEET}">{body}</worksheet>'
    files["xl/_rels/workbook.xml.rels"] = str(files["xl/_rels/workbook.xml.rels"]).replace('"sheet', '"worksheets/sheet')
    return package({**files, **parts}, main="xl/workbook.xml", main_type=MAIN_TYPE)


def row(number: int, *cells: str, properties: str = "") -> str:
    return f'<row r="{number}" {properties}>{"".join(cells)}</row>'


def text(name: str, words: str, *, style: int = 0) -> str:
    """A cell with its text in it."""
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t>{words}</t></is></c>'


def figure(name: str, number: str, *, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{name}" s="{style}"><v>{number}</v></c>'


def formats(*codes: str) -> str:
    """Styles 1, 2, … with these number formats; style 0 is General."""
    named = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{200 + at}" fontId="0" fillId="0"/>' for at in range(len(codes)))
    fonts = '<fonts><font><sz val="11"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills>'
    return f'<numFmts>{named}</numFmts>{fonts}<cellXfs><xf numFmtId="0" fontId="0" fillId="0"/>{used}</cellXfs>'
