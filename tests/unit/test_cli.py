"""The command line: what goes in, what comes out, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import app
from pipeline.errors import ExitCode

ROOT = Path(__file__).parents[2]
PAGE = (
    "<html><head><title>船闸检修工作室的三年</title></head><body><div class='nav'><a href='#'>首页</a> <a href='#'>新闻</a></div>"
    "<h1>船闸检修工作室的三年</h1><p>三年来，船闸检修工作室完成技术攻关七项，获得实用新型专利4项，检修工期由26天缩短到19天。</p>"
    "<p>工作室里最年轻的成员说，师傅把每一次故障都写成了一页笔记，大家照着笔记一遍遍练，练到闭着眼也不会拧错一颗螺栓。</p>"
    "<div>版权所有 江岸航道报社</div></body></html>"
)


def xingping(*words: str, given: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", *words]
    return subprocess.run(command, input=given, capture_output=True, check=False, cwd=cwd, timeout=120)


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "页面.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_tag_gives_each_line_back_with_its_achievements() -> None:
    given = '{"id":"a","text":"工作室獲授權專利１２項。"}\n\n{"id":7,"text":"天气很好。","doc":"d"}\n'
    done = xingping("tag", "--jsonl", given=given.encode())
    first, second = objects(done)
    assert done.returncode == ExitCode.COMPLETE
    assert (first["id"], second["id"], second["doc"]) == ("a", 7, "d")
    (found,) = first["achievements"]
    assert (found["category"], found["quantity"], found["unit"]) == ("ip_right", 12, "项")
    assert first["text"][slice(*found["span"])] == found["evidence"]
    assert second["achievements"] == []


def test_offsets_count_in_the_text_given_also_after_other_lines_of_the_document() -> None:
    given = "".join(json.dumps({"id": str(n), "text": f"第{n}年培训职工{n}00人次。", "doc": "d"}) + "\n" for n in range(1, 4))
    for row in objects(xingping("tag", "--jsonl", given=given.encode())):
        assert [row["text"][slice(*found["span"])] for found in row["achievements"]] == [
            found["evidence"] for found in row["achievements"]
        ]
        assert row["achievements"][0]["quantity"] == int(row["id"]) * 100


@pytest.mark.parametrize("given", [b"not json\n", b'{"id":"a"}\n', b'{"id":"a","text":3}\n', b"\xff\xfe\n"])
def test_a_line_that_is_no_text_is_named_and_ends_with_usage(given: bytes) -> None:
    done = xingping("tag", "--jsonl", given=b'{"id":"0","text":"x"}\n' + given)
    assert done.returncode == ExitCode.USAGE
    assert "line 2" in done.stderr.decode()


def test_lines_gives_role_keep_cuts_and_reasons() -> None:
    rows = [
        {"id": "1", "text": "团队用两个月改进了夹具，单件加工时间缩短三分之一。", "doc": "d"},
        {"id": "2", "text": "上一篇：车间里的夜校 下一篇：没有了", "doc": "d"},
    ]
    given = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    first, second = objects(xingping("lines", "--jsonl", given=given.encode()))
    assert (first["role"], first["keep"], first["cuts"]) == ("body", rows[0]["text"], [])
    assert (second["role"] != "body", second["keep"]) == (True, "")
    assert all(row["why"] for row in (first, second))


def test_clean_gives_the_body_alone_in_the_script_asked_for(page: Path) -> None:
    kept = xingping("clean", str(page)).stdout.decode()
    assert "首页" not in kept
    assert "版权所有" not in kept
    assert len(kept.splitlines()) == 2
    assert "實用新型專利4項" in xingping("clean", str(page), "--to", "hant").stdout.decode()


def test_clean_reads_standard_input_and_gives_json(page: Path) -> None:
    (found,) = objects(xingping("clean", "-", "--format", "json", given=page.read_bytes()))
    assert set(found) == {"title", "byline", "script", "text"}
    assert found["title"] == "船闸检修工作室的三年"


def test_markdown_has_the_title_as_front_matter(page: Path) -> None:
    made = xingping("clean", str(page), "--format", "markdown").stdout.decode()
    assert made.startswith('---\ntitle: "船闸检修工作室的三年"\n')


def test_read_gives_one_record_a_line(page: Path) -> None:
    (record,) = objects(xingping("read", str(page), "--json"))
    assert (record["record"], record["state"], record["packet"], record["path"]) == ("document", "ok", None, "页面.html")
    assert {"tech_project", "ip_right"} <= {found["category"] for found in record["achievements"]}
    assert xingping("read", str(page)).returncode == ExitCode.COMPLETE


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("read", "nowhere.pdf"), ExitCode.USAGE),
        (("clean", "nowhere.html"), ExitCode.USAGE),
        (("tag", "nowhere.jsonl", "--jsonl"), ExitCode.USAGE),
        (("run", "nowhere", "--workspace", "w"), ExitCode.USAGE),
        (("clean", "-", "--to", "klingon"), ExitCode.USAGE),
        (("clean", "-", "--strict", "--gentle"), ExitCode.USAGE),
        (("status", "--workspace", "nowhere"), ExitCode.WORKSPACE),
        (("--config", "nowhere.toml", "doctor"), ExitCode.USAGE),
        (("nonsense",), ExitCode.USAGE),
    ],
)
def test_what_cannot_be_done_ends_as_documented(tmp_path: Path, words: tuple[str, ...], code: ExitCode) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *words], capture_output=True, check=False, cwd=tmp_path, timeout=60,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert done.stderr


RUBRIC = """
name = "船闸局内部评价表"
total = 10
window = [0, 0]

[[indicators]]
id = "rights"
hans = "闸上的专利"
hant = "閘上的專利"
points = 10
proof = "证书"
categories = ["ip_right"]

[[indicators.groups]]
id = "granted"
hans = "授权专利"
hant = "授權專利"
cap = 10
items = [
  { id = "utility", hans = "实用新型专利", hant = "實用新型專利", categories = ["ip_right"], count = "each", points = 2 },
]
"""


def test_a_rubric_of_ones_own_orders_the_dossiers_of_a_run_and_of_what_is_given_out(tmp_path: Path, page: Path) -> None:
    folder, rubric, workspace = tmp_path / "投递" / "船闸工作室", tmp_path / "表.toml", tmp_path / "w"
    folder.mkdir(parents=True)
    (folder / "总结.html").write_text(page.read_text("utf-8"), "utf-8")
    rubric.write_text(RUBRIC, "utf-8")
    run = xingping("run", str(folder.parent), "--workspace", str(workspace), "--rubric", str(rubric))
    assert run.returncode == ExitCode.COMPLETE, run.stderr.decode()
    (dossier,) = [path for path in (workspace / "dossiers").glob("*.html") if path.name != "index.html"]
    assert "闸上的专利" in dossier.read_text("utf-8")
    again = xingping("retry", "--reason", "LIMIT_TIME", "--workspace", str(workspace), "--rubric", str(rubric))
    assert again.returncode == ExitCode.COMPLETE, again.stderr.decode()
    assert "闸上的专利" in dossier.read_text("utf-8")
    given = xingping("export", "--workspace", str(workspace), "--format", "html", "--output", str(tmp_path / "o"), "--to", "hant")
    assert given.returncode == ExitCode.COMPLETE
    assert "閘上的專利" not in (tmp_path / "o" / dossier.name).read_text("utf-8")
    words = ("export", "--workspace", str(workspace), "--format", "html", "--output", str(tmp_path / "p"), "--to", "hant")
    assert xingping(*words, "--rubric", str(rubric)).returncode == ExitCode.COMPLETE
    assert "閘上的專利" in (tmp_path / "p" / dossier.name).read_text("utf-8")
    forgotten = xingping("forget", "船闸工作室", "--workspace", str(workspace), "--rubric", str(rubric))
    assert forgotten.returncode == ExitCode.COMPLETE, forgotten.stderr.decode()
    assert not dossier.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [(("cap = 10", "capp = 10"), "cap"), (('"ip_right"', '"ip_rights"'), "ip_right"), (("total = 10", "total = "), "表.toml")],
)
def test_a_rubric_that_is_wrong_is_told_by_name_before_anything_is_read(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    (tmp_path / "投递").mkdir()
    (tmp_path / "表.toml").write_text(RUBRIC.replace(*change), "utf-8")
    done = xingping("run", str(tmp_path / "投递"), "--workspace", str(tmp_path / "w"), "--rubric", str(tmp_path / "表.toml"))
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_file_that_is_refused_says_why_and_ends_with_one(tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.write_bytes(b"")
    done = xingping("clean", str(empty))
    assert (done.returncode, done.stdout) == (ExitCode.SOME_FAILED, b"")
    assert "EMPTY" in done.stderr.decode()
    assert xingping("read", str(empty), "--json").returncode == ExitCode.SOME_FAILED


def test_a_run_is_resumed_and_its_workspace_answers(tmp_path: Path, page: Path) -> None:
    folder = tmp_path / "投递" / "船闸工作室"
    folder.mkdir(parents=True)
    page.rename(folder / page.name)
    (folder / "空.txt").write_bytes(b"")
    workspace = str(tmp_path / "w")
    for _ in range(2):
        done = xingping("run", str(folder.parent), "--workspace", workspace)
        assert done.returncode == ExitCode.SOME_FAILED, done.stderr.decode()
    assert "2 done before" in done.stdout.decode()
    (failed,) = objects(xingping("failed", "--workspace", workspace, "--json"))
    assert (failed["code"], failed["path"]) == ("EMPTY", "空.txt")
    (status,) = objects(xingping("status", "--workspace", workspace, "--json"))
    assert status["documents"] == {"ok": 1, "refused": 1}
    rows = objects(xingping("export", "--workspace", workspace, "--rows", "claims"))
    assert rows
    assert all(row["record"] == "claim" for row in rows)
    assert "ip_right" in xingping("why", rows[0]["id"], "--workspace", workspace).stdout.decode() + str(rows)
    assert xingping("why", "zzzz", "--workspace", workspace).returncode == ExitCode.USAGE
    output = tmp_path / "out.jsonl"
    assert xingping("export", "--workspace", workspace, "--output", str(output)).stdout == b""
    assert len(output.read_bytes().splitlines()) == 2


def test_config_show_is_a_file_that_reads_back(tmp_path: Path) -> None:
    shown = xingping("config", "show").stdout
    path = tmp_path / "x.toml"
    path.write_bytes(shown)
    assert xingping("--config", str(path), "config", "show").stdout == shown


def test_every_command_says_what_it_does() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__, command.callback
