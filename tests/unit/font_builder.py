"""Typefaces for tests: each letter drawn with as many segments as we say, so that a font can show other letters than it names."""

import io
import math
from collections.abc import Mapping

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

UNITS = 1000


def typeface(name: str, segments: Mapping[str, int]) -> io.BytesIO:
    """A TrueType font in which each letter is one jagged ring of so many segments."""
    names = {letter: f"uni{ord(letter):04X}" for letter in segments}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(letter): glyph for letter, glyph in names.items()})
    glyphs = {".notdef": _ring(4), **{names[letter]: _ring(count) for letter, count in segments.items()}}
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (UNITS, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    sink = io.BytesIO()
    builder.save(sink)
    sink.seek(0)
    return sink


def _ring(corners: int) -> object:
    pen = TTGlyphPen(None)
    for number in range(corners):
        reach = 400 if number % 2 else 330
        angle = -2 * math.pi * number / corners
        point = (round(500 + reach * math.cos(angle)), round(380 + reach * math.sin(angle)))
        pen.lineTo(point) if number else pen.moveTo(point)
    pen.closePath()
    return pen.glyph()
