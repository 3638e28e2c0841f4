"""The tagger against the labelled sentences: floors that no change may lower."""

from operator import attrgetter

import pytest

from corpus.evaluate import LABELLED, evaluate, labelled
from corpus.floors import Floor, digest, floors


@pytest.mark.parametrize("floor", floors(), ids=attrgetter("file"))
def test_the_tagger_keeps_its_floors(floor: Floor) -> None:
    path = LABELLED / floor.file
    scores = evaluate(labelled(path))
    assert floor.holds(scores, changed=floor.digest != digest(path)), (scores.tags, scores.facts, scores.quiet_share)
