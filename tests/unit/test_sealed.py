"""An Office file with a password says so; one that only speaks of encryption does not."""

import pytest

from extractors import detect, sealed
from extractors.ole import MAGIC
from extractors.registry import Context
from pipeline.errors import DocumentError, Reason
from tests.builders.ole import ole


def test_an_encrypted_package_asks_for_its_password() -> None:
    data = ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\7" * 5000})
    with pytest.raises(DocumentError) as raised:
        detect.extract(data, Context(name="表.docx"))
    assert raised.value.reason is Reason.ENCRYPTED


def test_a_container_whose_text_names_the_stream_is_not_encrypted() -> None:
    assert not sealed.recognise(ole({"WordDocument": "EncryptedPackage".encode("utf-16-le")}))


def test_a_damaged_container_is_not_taken_for_an_encrypted_one() -> None:
    assert not sealed.recognise(MAGIC + "EncryptedPackage".encode("utf-16-le") * 40)
