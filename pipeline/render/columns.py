"""What stands in the columns of the workbook, and how wide: those before `DATA` are printed and fit A4 across."""

DATA = ("", 0.0)
"""Stands between the columns that are printed and those for sorting and for programs."""
_DATA = (
    ("quantity", 14.0), ("quantity_max", 12.0), ("unit", 8.0), ("object", 18.0), ("grade", 8.0), ("from", 8.0), ("to", 8.0),
    ("confidence", 8.0),
)  # fmt: skip
CLAIMS = (
    ("packet", 14.0), ("number", 6.0), ("category", 10.0), ("words", 38.0), ("figure", 13.0), ("level", 8.0), ("status", 9.0),
    ("scope", 9.0), ("window", 10.0), ("proof", 10.0), ("file", 20.0), ("where", 13.0),
    DATA, ("pieces", 8.0), *_DATA, ("studio", 28.0), ("id", 20.0),
)  # fmt: skip
ACHIEVEMENTS = (
    ("packet", 12.0), ("file", 16.0), ("where", 11.0), ("words", 26.0), ("sentence", 36.0), ("category", 10.0), ("figure", 12.0),
    ("level", 8.0), ("status", 9.0), ("scope", 8.0), ("mark", 8.0), ("comment", 16.0),
    DATA, ("window", 12.0), *_DATA, ("id", 20.0), ("start", 9.0), ("end", 9.0),
)  # fmt: skip
DOCUMENTS = (
    ("packet", 20.0), ("file", 42.0), ("kind", 12.0), ("state", 10.0), ("reason", 34.0), ("flags", 30.0), ("achievements", 9.0),
    DATA, ("characters", 12.0), ("bytes", 14.0), ("id", 20.0),
)  # fmt: skip
NUMBERS = {
    "number": "0", "pieces": "0", "quantity": "#,##0.##", "quantity_max": "#,##0.##", "from": "0", "to": "0",
    "confidence": "0%", "achievements": "0", "start": "0", "end": "0", "characters": "#,##0", "bytes": "#,##0",
}  # fmt: skip
"""Columns of numbers and how they are written."""
