"""Imports run downwards only, and no dependency ships a module of our folders' names."""

import ast
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("pipeline", "extractors", "classifiers", "corpus")

FLOORS: tuple[tuple[str, ...], ...] = (
    ("pipeline.view", "pipeline.errors", "pipeline.digests", "pipeline.engines.system_calls", "corpus.tables"),
    ("pipeline.document", "pipeline.interrupts"),
    ("extractors.recognised_page", "extractors.sites"),
    ("extractors.registry",),
    ("extractors.", "classifiers.", "pipeline.mend", "pipeline.defects.", "pipeline.script", "pipeline.segment"),
    ("pipeline.record",),
    ("pipeline.recording", "pipeline.applicant_record"),
    ("pipeline.packet_record",),
    ("pipeline.process",),
    ("pipeline.clean", "pipeline.record_schema", "pipeline.editing.copies", "pipeline.editing.regions"),
    ("pipeline.rubric", "pipeline.sites"),
    ("pipeline.texts", "pipeline.config", "pipeline.rewriting", "pipeline.cuts", "pipeline.pictures"),
    ("pipeline.merging.folding", "pipeline.merging.times", "pipeline.wording."),
    ("pipeline.merging.thing_names",),
    ("pipeline.merging.sameness",),
    ("pipeline.merging.", "pipeline.ranking"),
    ("pipeline.blind_names",),
    ("pipeline.packet", "pipeline.blinding", "pipeline.engines.frames", "pipeline.engines.sandbox", "pipeline.intake.disk_names"),
    ("pipeline.intake.opening", "pipeline.engines.extraction_bytes", "pipeline.engines.page_bytes", "pipeline.engines.keeping"),
    ("pipeline.intake.tree", "pipeline.store_schema"),
    ("pipeline.intake.plan", "pipeline.intake.packet_list", "pipeline.intake.packet_names"),
    ("pipeline.examined", "pipeline.entries", "pipeline.indicators", "pipeline.officer"),
    ("pipeline.points",),
    ("pipeline.indicator_sections",),
    ("pipeline.dossier",),
    ("pipeline.render.", "pipeline.crops", "pipeline.drawn_pages"),
    ("corpus.evaluate", "corpus.evaluation", "corpus.corrections", "corpus.train", "pipeline.learning"),
    ("pipeline.engines.worker", "pipeline.intake.drop", "pipeline.intake.alike"),
    ("pipeline.store_kept", "pipeline.store_file", "pipeline.store_queries", "pipeline.store_group"),
    ("pipeline.store",),
    ("pipeline.engines.", "pipeline.dossiers", "pipeline.summary", "pipeline.lot", "pipeline.lock"),
    ("pipeline.closing", "pipeline.recognising", "pipeline.exporting", "pipeline.drawing"),
    ("pipeline.workspace",),
    ("pipeline.single", "pipeline.looking", "pipeline.jobs", "pipeline.ledger"),
    ("pipeline.editing.store_pages", "pipeline.editing.sources", "pipeline.editing.search"),
    ("pipeline.editing.tasks", "pipeline.editing.leads"),
    ("pipeline.running", "pipeline.editing.pages", "pipeline.editing.output"),
    ("pipeline.run", "pipeline.forget", "pipeline.events"),
    ("pipeline.report", "pipeline.report_run", "pipeline.progress", "pipeline.doctor", "pipeline.logs"),
    ("pipeline.editing.bulk", "pipeline.editing.report_search"),
    ("pipeline.commands.context", "pipeline.commands.given", "pipeline.commands.options"),
    ("pipeline.commands.",),
    ("pipeline.cli",),
    ("pipeline.start",),
)
"""From the ground up. A module may import from its own floor and those below; the longest matching name counts."""

PLUG_INS_MAY_IMPORT = ("pipeline.document", "pipeline.view", "pipeline.errors", "corpus.tables")


def floor(module: str) -> int:
    fits = [(len(name), number) for number, names in enumerate(FLOORS) for name in names if (module + ".").startswith(name)]
    assert fits, f"{module} has no floor in this test's table: say where it stands"
    return max(fits)[1]


def modules() -> list[tuple[str, Path]]:
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if (path.name != "__init__.py" and not name.startswith("corpus.")) or name == "corpus.tables":
                found.append((name, path))
    return found


def ours_imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            files = [name for name in submodules if (ROOT / (name.replace(".", "/") + ".py")).exists()]
            names.update(files or [node.module])
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names if alias.name.split(".")[0] in ROOMS)
    return names - set(ROOMS)


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_a_module_imports_nothing_from_above(name: str, path: Path) -> None:
    above = {other for other in ours_imported_by(path) if floor(other) > floor(name)}
    assert not above


@pytest.mark.parametrize("room", ["extractors", "classifiers"])
def test_a_plug_in_imports_only_the_values_and_its_own_room(room: str) -> None:
    for name, path in modules():
        if name.startswith(f"{room}."):
            strangers = {other for other in ours_imported_by(path) if not other.startswith((*PLUG_INS_MAY_IMPORT, room))}
            assert not strangers, name


def test_no_dependency_ships_a_module_of_our_folders_names() -> None:
    shipped = packages_distributions()
    for room in (*ROOMS, "tests", "bench"):
        assert set(shipped.get(room, [])) <= {"xingping"}, room
