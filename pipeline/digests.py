"""Names made of digests: the same strings give the same name in every run and on every machine."""

from collections.abc import Iterable
from hashlib import blake2b


def document_id(*, packet: str | None, path: str, sha256: str) -> str:
    """Sixteen hexadecimal digits that name (packet, path, sha256)."""
    return digest(packet or "", path, sha256)


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that name these strings in this order (BLAKE2b, parts told apart by their lengths)."""
    return digest_of(parts)


def digest_of(parts: Iterable[str]) -> str:
    """As `digest`, of very many strings one after another."""
    hasher = blake2b(digest_size=8)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()
