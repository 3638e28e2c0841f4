"""Which kind a paper is, on labelled documents of our own: those for making the reader, and those only for measuring."""

from pathlib import Path

import pytest

from classifiers.kind import kind_of
from tests.papers import document

HOME = Path(__file__).parents[2] / "corpus/labelled/kinds"
FLOORS = {"dev": 1.0, "held": 0.93}
MEDIA = {"html": "text/html", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def told(split: str) -> list[tuple[str, str, str]]:
    """Name, the kind a clerk says, the kind that is read."""
    found: list[tuple[str, str, str]] = []
    for line in (HOME / f"{split}.tsv").read_text("utf-8").splitlines():
        if not line.startswith(("#", "kind\t")):
            kind, media, name, text = line.split("\t")
            text = text.replace("\\n", "\n").replace("\\t", "\t")
            found.append((name, kind, kind_of(document(name, text, media_type=MEDIA.get(media, media)))))
    return found


@pytest.mark.parametrize("split", FLOORS)
def test_a_paper_is_filed_as_a_clerk_would_file_it(split: str) -> None:
    read = told(split)
    wrong = [(name, wanted, kind) for name, wanted, kind in read if kind != wanted]
    assert 1 - len(wrong) / len(read) >= FLOORS[split], wrong
