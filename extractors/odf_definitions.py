"""Leads the definitions of styles and lists in an OpenDocument stream into `OdfStyles` (ODF 1.3 part 3, 16)."""

from collections.abc import Callable

from extractors.odf_names import locals_of, named
from extractors.odf_styles import OdfStyles

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]


def style_starts(styles: OdfStyles) -> dict[str, Start]:
    """Handlers for the definitions of styles."""

    def begin(attributes: Attributes) -> None:
        family = attributes.get(named("style:family"), "")
        styles.begin(family, attributes, named("style:name"), named("style:parent-style-name"))

    def text(attributes: Attributes) -> None:
        styles.text_properties(locals_of(attributes))

    def other(attributes: Attributes) -> None:
        styles.other_properties(locals_of(attributes))

    def begin_list(attributes: Attributes) -> None:
        styles.begin_list(attributes.get(named("style:name"), "") or "outline")

    def begin_outline(_attributes: Attributes) -> None:
        styles.begin_list("outline")

    def number(attributes: Attributes) -> None:
        styles.level(locals_of(attributes), bullet=False)

    def bullet(attributes: Attributes) -> None:
        styles.level(locals_of(attributes), bullet=True)

    found: dict[str, Start] = {
        "style:style": begin, "style:default-style": begin, "style:text-properties": text, "text:list-style": begin_list,
        "text:outline-style": begin_outline, "text:list-level-style-number": number, "text:outline-level-style": number,
        "text:list-level-style-bullet": bullet,
    }  # fmt: skip
    properties = ("paragraph", "table-cell", "graphic", "drawing-page", "table", "table-row", "table-column")
    return found | {f"style:{name}-properties": other for name in properties}


def style_ends(styles: OdfStyles) -> dict[str, End]:
    return {
        "style:style": styles.end, "style:default-style": styles.end, "text:list-style": styles.end_list,
        "text:outline-style": styles.end_list,
    }  # fmt: skip
