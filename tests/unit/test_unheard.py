"""A voice is measured by models that have not heard it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import unheard
from corpus.evaluate import LABELLED, Label, Scores, Tally


def test_every_labelled_file_is_of_one_voice() -> None:
    files = [path for paths in unheard.voices().values() for path in paths]
    assert sorted(files) == sorted(LABELLED.glob("*.jsonl"))
    assert {path.name for path in unheard.voices()[unheard.FIRST]} == {"dev.jsonl", "held_out.jsonl"}
    assert {path.name for path in unheard.voices()["third"]} == {"third-dev.jsonl", "third-held.jsonl"}


def test_models_are_made_of_every_voice_but_the_one_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, list[str]] = {}

    def train(sentences: Sequence[Label], _digest: str, folder: Path) -> None:
        told["learned"] = [one["id"] for one in sentences]
        told["folder"] = [str(folder)]

    def evaluate(sentences: Sequence[Label], *, models: str = "") -> Scores:
        told["read"] = [one["id"] for one in sentences]
        assert [models] == told["folder"]
        return Scores(Tally(1, 1, 1))

    monkeypatch.setattr(unheard, "train", train)
    monkeypatch.setattr(unheard, "evaluate", evaluate)
    scores = unheard.unheard("b", {"a": [{"id": "1"}], "b": [{"id": "2"}], "c": [{"id": "3"}, {"id": "4"}]})
    assert (told["learned"], told["read"], scores.tags.f1) == (["1", "3", "4"], ["2"], 0.5)


def test_means_give_each_voice_the_same_weight() -> None:
    high, low = Scores(Tally(9, 0, 0), quiet=4, quiet_tagged=1), Scores(Tally(0, 1, 1), quiet=2, quiet_tagged=0)
    assert unheard.means([high, low]) == {"tags": 0.5, "facts": 1.0, "quiet": 0.125}


def test_a_voice_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="no such voice: tenth-thousandth"):
        unheard.main(["tenth-thousandth"])
    assert capsys.readouterr().out == ""
