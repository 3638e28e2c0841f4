"""What the groups of a rich text file are (RTF 1.9.1): texts of their own, words on the document, what is no text."""

STORIES = {
    "header": ("hdr", ""), "headerl": ("hdr", ""), "headerr": ("hdr", ""), "headerf": ("hdr", ""), "footer": ("ftr", ""),
    "footerl": ("ftr", ""), "footerr": ("ftr", ""), "footerf": ("ftr", ""), "footnote": ("footnotes", "footnote"),
    "annotation": ("comments", "comment"), "shptxt": ("box", ""), "dptxbxtext": ("box", ""),
}  # fmt: skip
"""Groups with a text of their own: the root and the story of the newer format that they are."""
SILENT = frozenset(
    {
        "listtable", "listoverridetable", "revtbl", "nonshppict", "objclass", "objname",
        "pn", "pnseclvl", "nonesttables", "filetbl", "listpicture", "txe", "rxe", "bkmkstart", "bkmkend", "xe",
        "tc", "tcn", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "datafield", "colorschememapping",
        "atnid", "atnauthor", "atntime", "atnref", "atrfstart", "atrfend", "atnicn", "atndate", "atnparent", "themedata",
        "fldtype", "template", "keycode", "shprslt", "leveltext", "levelnumbers",
        "listname",
    }
)  # fmt: skip
"""Groups whose text is no text of the document."""
OPEN_THOUGH_MARKED = frozenset(
    {"shppict", "shpinst", "shptxt", "fldinst", "annotation", "nesttableprops", "moMath", "moMathPara", "formfield",
     "listtext", "pntext", "do", "dptxbxtext", "objdata"}
)  # fmt: skip
"""Groups that are read though programs that do not know them may pass over them."""
TARGETS = {
    "fonttbl": "fonts", "colortbl": "colors", "stylesheet": "styles", "info": "nothing", "title": "title", "fldinst": "code",
    "pict": "picture", "sn": "shape name", "sv": "shape value", "formfield": "form",
    "objdata": "object",
}  # fmt: skip
"""Groups whose text says something of the document or is no text."""
