"""Office files that were saved with a password: an OLE container around an encrypted package (MS-OFFCRYPTO, 1.3.3)."""

from io import BytesIO

from extractors.registry import Context, Format
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAM = "EncryptedPackage"


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds an encrypted package; its directory tells, not a name that stands in some text."""
    if not data.startswith(OLE) or STREAM.encode("utf-16-le") not in data:
        return False
    import olefile  # noqa: PLC0415  loaded for the few files that come so far

    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            return bool(container.exists(STREAM))
    except Exception:
        return False


def extract(data: bytes, context: Context) -> Extraction:
    """Nothing can be read without the password: always raises DocumentError (ENCRYPTED)."""
    del data, context
    raise DocumentError(Reason.ENCRYPTED, "the file asks for a password; save it without one")


FORMAT = Format(
    name="encrypted Office file",
    media_types=("application/encrypted",),
    extensions=(".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm"),
    version="1",
    rank=10,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
