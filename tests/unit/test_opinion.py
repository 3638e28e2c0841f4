"""The model's opinion of whole sentences: a quiet one keeps no claim, and a claim that no rule knows may be found."""

from dataclasses import replace

import msgspec

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.holder import Subject
from classifiers.linear import Linear
from classifiers.opinion import CLAIMS, Opinions, Stored, opened, opinions, signs
from classifiers.sentence import Reader
from corpus.train_sentences import PATH, learned

TEXT = "工作室发表论文3篇。"


def leaning(**bias: int) -> Opinions:
    """The model of the repo, with some labels as good as sure (9999) or out of the question (-9999)."""
    model = opinions().model
    return replace(opinions(), model=Linear(model.labels, [bias.get(label, 0) for label in model.labels], {}))


def test_a_sentence_taken_for_quiet_keeps_no_claim_and_says_why() -> None:
    read = Reader(opinions=leaning(claims=-9999)).read(TEXT, Subject())
    assert read.achievements == ()
    assert "the model takes the sentence for quiet (0.00)" in {why for helper in read.helpers for why in helper.why}


def test_what_is_planned_stays_however_quiet_the_model_takes_it_for() -> None:
    (found,) = Reader(opinions=leaning(claims=-9999)).read("明年计划发表论文3篇。", Subject()).achievements
    assert found.status == "planned"


def test_a_claim_that_the_model_alone_finds_is_marked_by_its_reason_and_confidence() -> None:
    found = Reader(opinions=leaning(claims=9999, honor_title=40)).read(TEXT, Subject()).achievements
    alone = [claim for claim in found if claim.category == "honor_title"]
    assert [claim.why[:2] for claim in alone] == [("a claim that the model alone finds", "model: honor_title 0.60")]
    assert [claim.confidence for claim in alone] == [0.6]


def test_a_category_that_was_found_is_not_found_again() -> None:
    found = Reader(opinions=leaning(claims=9999, knowledge_output=9999)).read(TEXT, Subject()).achievements
    assert [claim.category for claim in found if claim.category == "knowledge_output"] == ["knowledge_output"]


def test_a_sentence_without_a_term_is_not_asked_about() -> None:
    assert opinions().of(Clauses("天气晴朗。", catalogue())) is None


def test_a_long_sentence_has_few_signs() -> None:
    assert len(signs(Clauses("论文" + "甲乙丙丁戊己" * 600, catalogue()))) < 800


def test_the_stored_model_is_whole() -> None:
    stored = msgspec.json.decode(PATH.read_bytes(), type=Stored)
    assert stored.labels[-1] == CLAIMS
    assert all(len(row) == len(stored.labels) for row in stored.weights.values())


def test_learning_knows_claims_from_quiet_sentences() -> None:
    told = [
        {"text": f"工作室{verb}论文。", "achievements": [{"category": "knowledge_output"}]}
        for verb in ("发表", "刊发", "撰写") * 4
    ]
    quiet = [{"text": f"会议{verb}论文。", "achievements": []} for verb in ("讨论", "学习", "征集") * 4]
    model = opened(learned([*told, *quiet], "digest"))
    first, second = (model.of(Clauses(text, catalogue())) for text in ("工作室发表论文。", "会议讨论论文。"))
    assert first is not None
    assert second is not None
    assert first.claims > 0.5 > second.claims
