"""What HTML's elements are to a reader of text: the default styles of browsers (HTML standard, section 15, "Rendering")."""

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "option", "optgroup", "p", "plaintext",
        "pre", "search", "section", "select", "summary", "table", "caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        "xmp",
    }
)  # fmt: skip
"""Begin and end a line."""
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    }
)  # fmt: skip
"""Have neither content nor an end tag."""
UNSEEN = frozenset(
    {
        "script", "style", "template", "noscript", "head", "title", "link", "meta", "base", "svg", "canvas", "iframe", "object",
        "embed", "applet", "audio", "video", "map", "datalist", "noframes", "noembed", "rp", "frame", "frameset", "param",
        "math-ml",
    }
)  # fmt: skip
"""Whose content no browser shows as text."""
CONTROLS = frozenset(
    {
        "button", "select", "option", "optgroup", "textarea", "label", "legend", "fieldset",
    }
)  # fmt: skip
"""Parts of a form: never part of an article."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LIST_ITEMS = frozenset({"li", "dt", "dd"})
CAPTIONS = frozenset({"figcaption", "caption"})
VERBATIM = frozenset({"pre", "xmp", "listing", "plaintext", "textarea"})
"""In which line breaks and blanks stand as written."""
