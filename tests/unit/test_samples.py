"""The samples are built the same each time, and their gold speaks of what is in them."""

import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.samples import build, gold
from corpus.samples.archive import packed_in


def test_the_same_sources_give_the_same_bytes() -> None:
    assert dict(build.packets()) == dict(build.packets())


def test_there_are_five_packets_and_ten_articles(tmp_path: Path) -> None:
    build.build(tmp_path)
    assert len(list((tmp_path / "packets").iterdir())) == 5
    assert len(list((tmp_path / "articles").iterdir())) == 10


def test_a_zip_made_as_chinese_windows_makes_it_has_its_names_without_the_utf8_flag() -> None:
    data = packed_in("gbk", [("证明材料/专利.txt", b"x"), ("附件1.txt", b"y")])
    infos = zipfile.ZipFile(BytesIO(data)).infolist()
    assert [info.filename.encode("cp437").decode("gbk") for info in infos] == ["证明材料/专利.txt", "附件1.txt"]
    assert all(info.flag_bits & 0x800 == 0 for info in infos)


def test_a_sample_in_an_old_encoding_is_not_utf8() -> None:
    texts = {path: data for path, data in build.packets() if path.endswith((".csv", ".txt"))}
    damaged = {Path(path).name for path, data in texts.items() if data and not _is_utf8(data)}
    assert {"师徒合同台账.csv", "附件2-工作總結.txt", "獲獎清冊.csv"} <= damaged


@pytest.mark.parametrize("article", gold.articles(), ids=[article.name for article in gold.articles()])
def test_every_quiet_word_and_every_quote_of_an_articles_gold_stands_in_its_body(article: gold.Article) -> None:
    body = "\n".join(article.body)
    assert [quote for quote in (*article.quiet, *(named["quote"] for named in article.named)) if quote not in body] == []


@pytest.mark.parametrize("packet", gold.packets(), ids=[packet.leader for packet in gold.packets()])
def test_a_packets_gold_gives_the_outcome_of_every_file_it_is_made_of(packet: gold.Packet) -> None:
    source = next(folder for folder in (build.HOME / "packets").iterdir() if _described(folder)["name"] == packet.name)
    paths = [path for file in _described(source)["file"] for path in _paths(file)]
    assert sorted(document["path"] for document in packet.documents) == sorted(paths)


@pytest.mark.parametrize("packet", gold.packets(), ids=[packet.leader for packet in gold.packets()])
def test_each_claims_evidence_names_a_document_that_can_be_read(packet: gold.Packet) -> None:
    readable = [document["path"] for document in packet.documents if document["state"] == "ok"]
    wanted = {file for _, files in packet.claims for file in files}
    assert {file for file in wanted if not any(file in path for path in readable)} == set()


def _paths(file: build.File) -> list[str]:
    inner = [f"{file['path']}!{path}" for member in file.get("file", ()) for path in _paths(member)]
    return [file["path"], *inner]


def _described(folder: Path) -> build.File:
    return tomllib.loads((folder / "packet.toml").read_text("utf-8"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
