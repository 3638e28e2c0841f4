"""Office files that were saved with a password: an OLE container around an encrypted package (MS-OFFCRYPTO, 1.3.3)."""

from extractors.ole import holds
from extractors.registry import Context, Format
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds an encrypted package."""
    return holds(data, "EncryptedPackage")


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
