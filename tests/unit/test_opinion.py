"""The model's opinion of whole sentences: what it finds likely, and the clause that it points to."""

import msgspec

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.opinion import CLAIMS, Stored, opened, opinions, signs
from corpus.train_sentences import PATH, learned


def test_a_sentence_without_a_term_is_not_asked_about() -> None:
    assert opinions().of(Clauses("天气晴朗。", catalogue())) is None


def test_a_sentence_without_a_term_is_asked_about_where_it_must_be() -> None:
    assert opinions().of(Clauses("天气晴朗。", catalogue()), always=True) is not None


def test_a_long_sentence_has_few_signs() -> None:
    assert len(signs(Clauses("论文" + "甲乙丙丁戊己" * 600, catalogue()))) < 800


def test_the_clause_is_the_one_whose_words_speak_for_the_category() -> None:
    text = "春天到了，论文发表在核心期刊上，大家都很高兴。"
    stored = Stored("d", ["knowledge_output", CLAIMS], [0, 0], {"论文": "200 0", "期刊": "200 0", "高兴": "50 0"})
    opinion = opened(stored).of(Clauses(text, catalogue()))
    assert opinion is not None
    span = opinion.clause("knowledge_output")
    assert text[span.start : span.end] == "论文发表在核心期刊上"


def test_the_stored_model_is_whole() -> None:
    stored = msgspec.json.decode(PATH.read_bytes(), type=Stored)
    assert stored.labels[-1] == CLAIMS
    assert all(len(row.split()) == len(stored.labels) for row in stored.weights.values())


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
    assert first.odds[CLAIMS] > 0 > second.odds[CLAIMS]
