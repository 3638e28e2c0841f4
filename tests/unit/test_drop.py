"""What is a packet, by the names of files and folders alone."""

import os
import shutil
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, Reason
from pipeline.intake import drop
from pipeline.intake.alike import alike
from pipeline.intake.plan import Plan

Found = list[tuple[str, str]]


def dropped(folder: Path, *paths: str) -> Path:
    """A folder with these files (those that end in / are folders)."""
    top = folder / "drop"
    for path in paths:
        target = top / path
        if path.endswith("/"):
            target.mkdir(parents=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"text")
    return top


def plan(source: Path, **archives: list[str]) -> Plan:
    """The plan, where `archives` are the members of archives by their names' stems; any other cannot be listed."""

    def names(path: Path) -> tuple[str, ...]:
        return tuple(archives.get(path.stem, ()))

    return drop.packets([source], names=names)


def packets(source: Path, **archives: list[str]) -> Found:
    return [(packet.name, packet.place) for packet in plan(source, **archives).packets]


def files(source: Path, **archives: list[str]) -> dict[str, list[str]]:
    return {lot.packets[0].name: [file.place for file in lot.files] for lot in plan(source, **archives).lots}


def test_each_folder_that_holds_files_is_a_packet(tmp_path: Path) -> None:
    top = dropped(tmp_path, "甲/申报表.docx", "甲/证明/a.pdf", "乙/申报表.pdf")
    assert packets(top) == [("乙", "乙"), ("甲", "甲")]
    assert files(top)["甲"] == ["申报表.docx", "证明/a.pdf"]


def test_a_folder_of_folders_of_applicants_is_looked_into(tmp_path: Path) -> None:
    top = dropped(tmp_path, "2026年申报/甲工作室/表.docx", "2026年申报/乙工作室/表.docx")
    assert packets(top) == [("乙工作室", "2026年申报/乙工作室"), ("甲工作室", "2026年申报/甲工作室")]


def test_folders_named_as_parts_are_one_application(tmp_path: Path) -> None:
    top = dropped(tmp_path, "某厂/附件1 申报表/a.docx", "某厂/附件2-获奖证书/b.pdf", "某厂/照片/c.jpg", "别厂/x.pdf")
    assert packets(top) == [("别厂", "别厂"), ("某厂", "某厂")]


def test_part_words_in_an_applicants_name_make_no_part_of_it(tmp_path: Path) -> None:
    top = dropped(tmp_path, "王某工作室申报材料/a.docx", "李某工作室证明材料/b.docx")
    assert len(packets(top)) == 2


def test_names_in_traditional_letters_are_parts_too(tmp_path: Path) -> None:
    top = dropped(tmp_path, "佐證資料/a.pdf", "獲獎證書/b.pdf", "照片/c.jpg")
    assert packets(top) == [("drop", "drop")]


def test_just_one_folder_with_a_form_makes_the_outer_one_the_packet(tmp_path: Path) -> None:
    top = dropped(tmp_path, "一/创新工作室申请表.docx", "二/x.pdf", "三/y.pdf")
    assert packets(top) == [("drop", "drop")]


def test_one_form_with_a_plain_name_holds_no_year_of_packets_together(tmp_path: Path) -> None:
    top = dropped(tmp_path, "零/申报表.docx", *(f"{number}号/x.pdf" for number in range(1, 40)))
    assert len(packets(top)) == 40


def test_folders_named_after_studios_are_packets_each_whoever_holds_a_form(tmp_path: Path) -> None:
    assert len(packets(dropped(tmp_path, "甲工作室/申请表.docx", "乙工作室/总结.pdf"))) == 2


def test_several_folders_with_forms_are_packets_each(tmp_path: Path) -> None:
    top = dropped(tmp_path, "一/申请表.docx", "二/申报书.pdf", "三/y.pdf")
    assert len(packets(top)) == 3


def test_a_single_folder_is_itself_the_packet(tmp_path: Path) -> None:
    assert packets(dropped(tmp_path, "甲/申报表.docx")) == [("甲", "甲")]


def test_a_folder_that_holds_but_one_for_papers_is_itself_the_packet(tmp_path: Path) -> None:
    top = dropped(tmp_path, "王工作室/申报材料/申报表.docx", "李某某/申报材料/申报表.pdf", "李某某/申报材料/照片/b.jpg")
    assert packets(top) == [("李某某", "李某某"), ("王工作室", "王工作室")]


def test_a_folder_for_papers_that_holds_applicants_is_looked_into(tmp_path: Path) -> None:
    top = dropped(tmp_path, "2026年/申报材料/甲工作室/表.docx", "2026年/申报材料/乙工作室/表.docx")
    assert [name for name, _ in packets(top)] == ["乙工作室", "甲工作室"]


def test_a_list_of_forms_is_no_form(tmp_path: Path) -> None:
    top = dropped(tmp_path, "申报表汇总.xlsx", "甲/a.docx", "乙/b.docx")
    assert [name for name, _ in packets(top)] == ["申报表汇总.xlsx", "乙", "甲"]


def test_loose_files_beside_folders_are_one_packet_with_the_form_among_them(tmp_path: Path) -> None:
    top = dropped(tmp_path, "申报表.docx", "图/a.jpg", "文/b.pdf")
    assert packets(top) == [("drop", "drop")]


def test_loose_files_beside_folders_without_a_sign_are_each_their_own(tmp_path: Path) -> None:
    top = dropped(tmp_path, "read.txt", "甲/a.docx", "乙/b.docx")
    found = plan(top).packets
    assert [(packet.name, packet.rule) for packet in found] == [
        ("read.txt", "a file by itself"), ("乙", "holds files"), ("甲", "holds files"),
    ]  # fmt: skip


def test_a_folder_with_nothing_but_files_is_one_packet(tmp_path: Path) -> None:
    assert packets(dropped(tmp_path, "a.docx", "b.pdf")) == [("drop", "drop")]


def test_an_archive_that_holds_files_is_a_packet_named_without_its_ending(tmp_path: Path) -> None:
    top = dropped(tmp_path, "甲.zip", "乙.zip")
    assert packets(top, 甲=["申报表.docx", "照片/a.jpg"], 乙=["申请书.pdf"]) == [("乙", "乙.zip"), ("甲", "甲.zip")]


def test_an_archive_of_folders_holds_packets(tmp_path: Path) -> None:
    top = dropped(tmp_path, "全部.zip")
    found = plan(top, 全部=["甲/a.docx", "乙/b.docx", "丙.zip"]).packets
    assert [(packet.name, packet.place) for packet in found] == [
        ("丙", "全部.zip!丙.zip"), ("乙", "全部.zip!乙"), ("甲", "全部.zip!甲"),
    ]  # fmt: skip
    assert [packet.path_of("全部.zip!甲/a.docx") for packet in found] == [None, None, "a.docx"]
    assert found[0].path_of("全部.zip!丙.zip") == "丙.zip"
    assert found[0].path_of("全部.zip!丙.zip!x/y.txt") == "x/y.txt"


def test_an_archive_that_cannot_be_listed_is_a_packet_with_one_document(tmp_path: Path) -> None:
    found = plan(dropped(tmp_path, "坏.zip", "好/a.txt"))
    broken = next(lot for lot in found.lots if lot.packets[0].name == "坏")
    assert [file.place for file in broken.files] == ["坏.zip"]
    assert broken.packets[0].rule == "an archive that cannot be listed"


def test_an_archive_beside_files_is_part_of_their_packet(tmp_path: Path) -> None:
    assert files(dropped(tmp_path, "甲/表.docx", "甲/证明.zip", "乙/b.pdf"), 证明=["a.pdf"])["甲"] == ["表.docx", "证明.zip"]


def test_a_single_file_is_a_packet(tmp_path: Path) -> None:
    assert packets(dropped(tmp_path, "报告.pdf") / "报告.pdf") == [("报告.pdf", "报告.pdf")]


def test_an_archive_given_as_input_holds_packets_by_the_same_rules(tmp_path: Path) -> None:
    top = dropped(tmp_path, "全部.zip") / "全部.zip"
    assert packets(top, 全部=["甲/a.docx", "乙/b.docx"]) == [("乙", "全部.zip!乙"), ("甲", "全部.zip!甲")]


def test_the_list_of_packets_overrides_for_what_it_names(tmp_path: Path) -> None:
    top = dropped(tmp_path, "x/a.docx", "y/b.docx", "z/c.docx", "loose.pdf")
    (top / "packets.csv").write_bytes("path,packet\nx,甲\nloose.pdf,甲\ny,乙\n".encode("gb18030"))
    assert packets(top) == [("乙", "y"), ("甲", "x、loose.pdf"), ("z", "z")]
    assert files(top)["甲"] == ["loose.pdf", "x/a.docx"]


@pytest.mark.parametrize("text", ["path,packet\nnowhere,甲\n", "file,name\nx,甲\n", "path,packet\nx,\n"])
def test_a_wrong_list_of_packets_is_the_users_to_mend(tmp_path: Path, text: str) -> None:
    top = dropped(tmp_path, "x/a.docx")
    (top / "packets.csv").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"packets\.csv"):
        packets(top)


def test_junk_is_put_aside_and_named(tmp_path: Path) -> None:
    found = plan(dropped(tmp_path, "甲/a.docx", "甲/~$a.docx", "甲/.DS_Store", "__MACOSX/甲/._a.docx", "甲/Thumbs.db"))
    assert [packet.name for packet in found.packets] == ["甲"]
    assert found.skipped == ("drop/__MACOSX", "drop/甲/.DS_Store", "drop/甲/Thumbs.db", "drop/甲/~$a.docx")


def test_what_is_no_regular_file_is_in_the_plan_with_its_trouble(tmp_path: Path) -> None:
    top = dropped(tmp_path, "甲/a.docx")
    os.mkfifo(top / "甲" / "pipe")
    (top / "甲" / "out").symlink_to("/etc/hostname")
    (top / "甲" / "dangling").symlink_to("nowhere")
    (top / "甲" / "in.docx").symlink_to("a.docx")
    (top / "甲" / "round").symlink_to("../甲")
    trouble = {file.place: file.trouble.code if file.trouble else None for file in plan(top).lots[0].files}
    refused = Reason.NOT_REGULAR_FILE
    assert trouble == {
        "a.docx": None, "dangling": refused, "in.docx": None, "out": refused, "pipe": refused, "round": refused,
    }  # fmt: skip


def test_names_of_any_bytes_are_kept_and_shown(tmp_path: Path) -> None:
    top = dropped(tmp_path, "甲/a\nb.txt")
    raw = os.fsencode(top / "甲")
    for name in ("证明".encode("gbk") + b".txt", b"\xff\xfe.txt"):
        with open(raw + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(b"text")
    found = plan(top).lots[0].files
    assert [file.place for file in found] == ["a%0Ab.txt", "证明.txt", "%FF%FE.txt"]
    assert all(Path(file.path).read_bytes() == b"text" for file in found)


def test_two_names_that_look_alike_stay_two(tmp_path: Path) -> None:
    top = dropped(tmp_path, "甲/a%0Ab.txt", "甲/a\nb.txt")
    assert len({file.place for file in plan(top).lots[0].files}) == 2


def test_the_same_place_in_two_inputs_is_two_packets(tmp_path: Path) -> None:
    first, second = dropped(tmp_path / "1", "甲/a.txt"), dropped(tmp_path / "2", "甲/a.txt")
    found = drop.packets([first, second], names=_no_names).packets
    assert len({packet.id for packet in found}) == 2


def test_ids_do_not_depend_on_where_the_folder_lies(tmp_path: Path) -> None:
    first, second = dropped(tmp_path / "1", "甲/a.txt"), dropped(tmp_path / "2", "甲/a.txt")
    assert plan(first).packets[0].id == plan(second).packets[0].id


def test_a_very_deep_folder_is_planned(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 1500) + "/a.txt"
    here = Path.cwd()
    top = tmp_path / "drop"
    top.mkdir()
    try:
        os.chdir(top)
        for part in deep.split("/")[:-1]:
            Path(part).mkdir()
            os.chdir(part)
        Path("a.txt").write_bytes(b"text")
    finally:
        os.chdir(here)
    try:
        assert [file.place for lot in plan(top).lots for file in lot.files] == ["a.txt"]
    finally:  # shutil.rmtree fails on so deep a folder, and with it pytest's own clean-up
        while (inner := top / "d").exists():
            inner.rename(tmp_path / "next")
            top.rename(tmp_path / "done")
            (tmp_path / "next").rename(top)
            shutil.rmtree(tmp_path / "done")


def test_an_input_that_does_not_exist_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        packets(tmp_path / "nowhere")


def _no_names(_path: Path) -> tuple[str, ...]:
    return ()


def test_packets_whose_names_speak_of_one_applicant_are_told_and_stay_apart(tmp_path: Path) -> None:
    top = dropped(
        tmp_path,
        "01-季秋明劳模创新工作室/申报表.docx",
        "季秋明勞模創新工作室（補充材料）/a.docx",
        "03 望江水务沈听涛申报材料/申报表.docx",
        "望江水务沈听涛-2024补充材料/b.docx",
        "江北水厂/c.docx",
    )
    found = plan(top).packets
    groups = {frozenset(packet.name for packet in group) for group in alike(found)}
    assert len(found) == 5
    assert groups == {
        frozenset({"01-季秋明劳模创新工作室", "季秋明勞模創新工作室（補充材料）"}),
        frozenset({"03 望江水务沈听涛申报材料", "望江水务沈听涛-2024补充材料"}),
    }
