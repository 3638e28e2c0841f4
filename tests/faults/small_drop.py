"""A small drop folder with every kind of thing a run must keep in order: layers of archives, a broken file, an empty one."""

import io
import zipfile
from pathlib import Path

from pipeline.store import Store

TEXTS = (
    "蓝湾造船厂焊接创新工作室近三年完成工艺改进14项，获得发明专利2项、实用新型专利5项。",
    "工作室带头人韩铁生被评为市级劳动模范，带徒9人，其中3人晋升高级技师。",
    "項目“薄板變形控制”獲2023年省級職工技術成果二等獎，年節約成本86萬元。",
    "全年开展技能培训22场，参训560人次，编写教材1部。",
)


def archive(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def text(number: int) -> bytes:
    return f"{TEXTS[number % len(TEXTS)]}\n第{number}份材料。\n".encode()


def build(folder: Path, *, each: int = 3) -> Path:
    """Three packets: a folder with archives in layers, an archive, a folder of loose texts (`each` of them)."""
    top = folder / "drop"
    first, third = top / "蓝湾焊接工作室", top / "讲习所工作室"
    for made in (first / "证明", third):
        made.mkdir(parents=True)
    inner = archive({"合同/一.txt": text(20), "二.txt": text(21), "空.txt": b""})
    (first / "申报表.txt").write_bytes(text(1))
    (first / "证明" / "材料.zip").write_bytes(archive({"内层.zip": inner, "外.txt": text(22)}))
    (first / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    (top / "松岭工作室.zip").write_bytes(archive({f"第{number}号.txt": text(number) for number in range(each)}))
    for number in range(each):
        (third / f"{number}.txt").write_bytes(text(30 + number))
    return top


def exported(workspace: Path) -> bytes:
    """Everything a run's export says, in one piece."""
    with Store.open(workspace) as store:
        return b"\n".join(line for rows in ("documents", "claims", "packets") for line in store.export(rows))
