"""Pages cleaned in bulk: each once, what is new only, copies told, given out and found again."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.editing import output, search
from pipeline.editing.bulk import clean_pages
from pipeline.editing.store_pages import Pages
from pipeline.errors import ConfigError
from pipeline.store import Store
from pipeline.summary import RunSummary

CONFIG = Config(workers=1)
BODY = {
    "seam": "青岛港务工作室的焊工们攻克了厚板焊接的难题，获得发明专利3项。焊缝一次合格率由百分之九十一提高到百分之九十九，"
    "船东的监造员连着三次没有开出返修单。",
    "loom": "工作室完成细纱车间技术攻关5项，千锭时断头从十二根降到了七根。挡车工们说，换纱的时候手上轻快多了，"
    "一个班下来能少走三里路。",
    "kiln": "邹师傅把窑炉的排烟口改了方向，一年节约天然气十二万立方米。窑温均匀了，青花的发色也稳了，"
    "开窑那天徒弟们围着看了半个钟头。",
}


def html(title: str, body: str, *, date: str = "2024-05-06") -> str:
    return (
        f"<html><head><title>{title}</title></head><body><div class='nav'><a href='#'>首页</a> <a href='#'>新闻</a></div>"
        f"<h1>{title}</h1><p>发布时间：{date}　来源：港城晚报</p><p>{body}</p><p>记者在现场看到，{body}</p>"
        "<div>版权所有 港城晚报</div></body></html>"
    )


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "网页"
    folder.mkdir()
    (folder / "焊缝.html").write_text(html("焊花里的合格率", BODY["seam"]), "utf-8")
    rows = [
        {"url": "https://a.example/1", "html": html("轻快的细纱车间", BODY["loom"])},
        {"url": "https://b.example/2", "html": html("港口焊工的合格率", BODY["seam"], date="2024-05-01")},
    ]
    (folder / "抓取.jsonl").write_text("\n".join([*(json.dumps(row) for row in rows), "no page at all", ""]), "utf-8")
    with zipfile.ZipFile(folder / "更多.zip", "w") as archive:
        archive.writestr("窑炉.html", html("窑口换了方向", BODY["kiln"]))
    return folder


def cleaned(drop: Path) -> RunSummary:
    return clean_pages([drop], workspace=drop.parent / "工作区", config=CONFIG)


def rows_of(workspace: Path) -> list[dict[str, object]]:
    with Store.open(workspace) as store:
        return [json.loads(line) for line in output.json_lines(Pages(store), to="keep")]


def test_files_streams_and_archives_are_cleaned_once_and_no_more(drop: Path) -> None:
    first, second = cleaned(drop), cleaned(drop)
    assert (first.states["ok"], first.states["refused"], first.reused) == (5, 1, 0)
    assert second.reused == 5  # only the archive is opened again, for its member
    assert second.states == first.states


def test_what_changed_is_done_anew_and_what_is_gone_is_taken_out(drop: Path) -> None:
    cleaned(drop)
    (drop / "焊缝.html").unlink()
    (drop / "抓取.jsonl").write_text(
        json.dumps({"url": "https://a.example/1", "html": html("轻快的细纱车间", BODY["loom"])}), "utf-8"
    )
    again = cleaned(drop)
    paths = [str(row["path"]) for row in rows_of(drop.parent / "工作区")]
    assert [path for path in paths if "jsonl" in path] == ["网页/抓取.jsonl@0!https://a.example/1"]
    assert not any("焊缝" in path for path in paths)
    assert again.removed == 3


def test_every_page_says_what_it_is_and_why_there_is_nothing(drop: Path) -> None:
    cleaned(drop)
    rows = {str(row["path"]).rpartition("!")[2]: row for row in rows_of(drop.parent / "工作区")}
    loom = rows["https://a.example/1"]
    assert (loom["title"], loom["state"]) == ("轻快的细纱车间", "ok")
    assert str(loom["text"]).startswith(BODY["loom"])
    assert "版权所有" not in str(loom["text"])
    refused = next(row for row in rows.values() if row["state"] == "refused")
    assert refused["reasons"] == [{"code": "UNSUPPORTED_TYPE", "where": "", "detail": refused["reasons"][0]["detail"]}]  # type: ignore[index]


def test_of_two_copies_the_earlier_one_leads(drop: Path) -> None:
    cleaned(drop)
    rows = {str(row["path"]).rpartition("!")[2]: row for row in rows_of(drop.parent / "工作区")}
    assert rows["网页/焊缝.html"]["copy_of"] == rows["https://b.example/2"]["id"]
    assert rows["https://b.example/2"]["copy_of"] == rows["https://a.example/1"]["copy_of"] == ""


def test_a_folder_holds_a_file_a_page_named_for_its_id_and_the_list(drop: Path) -> None:
    cleaned(drop)
    folder = drop.parent / "干净"
    with Store.open(drop.parent / "工作区") as store:
        count = output.write_folder(Pages(store), folder, style="markdown", to="hant")
    with (folder / "pages.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    named = [row for row in listed if row["file"]]
    assert count == len(named) == 4
    assert len(listed) == 6
    text = (folder / next(row["file"] for row in named if row["path"].endswith("窑炉.html"))).read_text("utf-8")
    assert 'title: "窯口換了方向"' in text
    assert 'published: "2024-05-06' in text
    assert "\nsource: " in text
    assert "economic_benefit" in text or "quality_social" in text
    assert "一年節約天然氣" in text


def test_words_are_found_in_either_script_with_facets(drop: Path) -> None:
    cleaned(drop)
    workspace = drop.parent / "工作区"
    with Store.open(workspace) as store:
        found = search.find(store, workspace, search.Query(words=("焊接",), region="山東"))
        assert [hit.path.rpartition("!")[2] for hit in found.hits] == ["https://b.example/2"]
        assert "ip_right" in found.hits[0].categories
        assert "焊接" in found.hits[0].snippet
        assert found.facets["region"] == {"山东": 1}
        both = search.find(store, workspace, search.Query(words=("焊接",), copies=True))
        assert both.total == 2
        assert search.find(store, workspace, search.Query(words=("細紗",))).total == 1
        assert search.find(store, workspace, search.Query(words=("细纱", "焊接"))).total == 0
        assert search.find(store, workspace, search.Query(category="tech_project", since="2024-05-02", until="2024")).total == 1


def test_the_index_follows_the_workspace(drop: Path) -> None:
    cleaned(drop)
    workspace = drop.parent / "工作区"
    with Store.open(workspace) as store:
        assert search.find(store, workspace, search.Query(words=("天然气",))).total == 1
    (drop / "更多.zip").unlink()
    cleaned(drop)
    with Store.open(workspace) as store:
        assert search.find(store, workspace, search.Query(words=("天然气",))).total == 0


@pytest.mark.parametrize("word", ['"', "AND", "* OR", "焊接)", "title:焊", "'; DROP TABLE found"])
def test_what_means_something_to_the_index_is_only_a_word(drop: Path, word: str) -> None:
    cleaned(drop)
    workspace = drop.parent / "工作区"
    with Store.open(workspace) as store:
        assert search.find(store, workspace, search.Query(words=(word,))).total <= 1


def test_an_input_that_is_not_there_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="INPUT is a folder"):
        clean_pages([tmp_path / "nowhere"], workspace=tmp_path / "w", config=CONFIG)
