"""Web archives, record by record."""


def record(kind: str, address: str, block: bytes, *, content_type: str = "application/http; msgtype=response") -> bytes:
    """One WARC record of `kind`."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash((kind, address)))}>\r\n"
        f"WARC-Target-URI: {address}\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, *, status: str = "200 OK", headers: str = "Content-Type: text/html\r\n") -> bytes:
    """What a server answered."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body
