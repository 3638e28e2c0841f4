"""Builds small Outlook messages, and packs rich text as they keep it."""

import struct
from collections.abc import Mapping

from tests.builders.ole import ole

BODY, SUBJECT, SENDER, TO, PAGE, RICH = "1000001F", "0037001F", "0C1A001F", "0E04001F", "10130102", "10090102"
FILE, NAME, CONTENT_ID = "37010102", "3707001F", "3712001F"


def message(
    texts: Mapping[str, str | bytes], *attached: Mapping[str, str | bytes], sent: int = 0, code_page: int = 0
) -> dict[str, bytes]:
    """The streams of a message by their names; an attachment whose keys hold ``/`` holds a message itself."""
    fixed = struct.pack("<HHLQ", 0x0040, 0x0039, 6, sent) + struct.pack("<HHLlL", 0x0003, 0x3FDE, 6, code_page, 0)
    streams = {"__properties_version1.0": bytes(32) + fixed} | _named(texts)
    for number, file in enumerate(attached):
        folder = f"__attach_version1.0_#{number:08X}"
        streams |= {f"{folder}/{name}": content for name, content in _named(file).items()}
    return streams


def inside(name: str, streams: Mapping[str, bytes]) -> dict[str, str | bytes]:
    """A message as an attachment of this name."""
    within: dict[str, str | bytes] = {f"3701000D/{key}": content for key, content in streams.items()}
    return {NAME: name} | within


def msg(streams: Mapping[str, bytes]) -> bytes:
    return ole(streams)


def packed(text: bytes) -> bytes:
    """Rich text packed without any repetition: a zero before every eight bytes."""
    body = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    return struct.pack("<LLLL", len(body) + 12, len(text), 0x75465A4C, 0) + body


def _named(texts: Mapping[str, str | bytes]) -> dict[str, bytes]:
    return {
        (key if key.startswith("__") else f"__substg1.0_{key}"): value.encode("utf-16-le") if isinstance(value, str) else value
        for key, value in texts.items()
    }
