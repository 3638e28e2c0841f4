"""Builds small OLE containers (MS-CFB, version 3): the streams are padded as the product's own writer does it."""

from extractors.olewriter import written as ole

__all__ = ["ole"]
