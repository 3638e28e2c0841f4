"""What rules and models make of a sentence together: claims fall, change their category or are found, and say why."""

from dataclasses import replace

import msgspec
import pytest

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.counting import counting
from classifiers.figures import fitted
from classifiers.holder import Subject
from classifiers.sentence import Reader
from classifiers.trees import Tree, Trees
from classifiers.verdict import CATEGORIES, Judge, Stored, candidates, judge
from classifiers.votes import NONE
from corpus.train_verdicts import PATH, learned

TEXT = "工作室发表论文3篇。"
STEPS = [(-10.0, 0.0), (0.0, 0.5), (10.0, 1.0)]


def deciding(*, figures: float = 9.0, sentences: float = 9.0, **of_category: float) -> Judge:
    """A judge whose trees say the same of everything, save of the categories named (of sentences)."""
    stumps = [
        Tree([14 + CATEGORIES.index(name), -1, -1], [0.5, 0.0, 0.0], [1, 0, 0], [2, 0, 0], [0.0, 0.0, odds])
        for name, odds in of_category.items()
    ]
    stored = Stored("d" * 64, Trees(figures, []), Trees(sentences, stumps), 0.5, 0.5, 0.5, 0.5, 0.97, {}, STEPS)
    return replace(judge(), stored=stored)


def test_a_claim_that_the_trees_doubt_falls_and_says_why() -> None:
    read = Reader(deciding(sentences=-9.0)).read("说到这一年，他掰着指头数了数，技术难题大概有3个。", Subject())
    assert read.achievements == ()
    (why,) = {why for helper in read.helpers for why in helper.why}
    assert why.startswith("rules and model together: ")
    assert why.endswith(" 0.05")


def test_a_short_sentence_of_a_figure_with_its_thing_and_its_deed_does_not_fall() -> None:
    (found,) = Reader(deciding(sentences=-9.0)).read(TEXT, Subject()).achievements
    assert (found.category, found.quantity, found.confidence) == ("knowledge_output", 3, 0.5)


def test_what_is_planned_stays_however_much_the_trees_doubt_it() -> None:
    (found,) = Reader(deciding(sentences=-9.0)).read("明年计划发表论文3篇。", Subject()).achievements
    assert found.status == "planned"


def test_a_category_that_the_trees_alone_find_is_marked_by_its_reason_and_confidence() -> None:
    judged = deciding(sentences=-9.0, knowledge_output=18.0)
    silent = replace(judged, stored=msgspec.structs.replace(judged.stored, figures=Trees(-9.0, [])))
    text = "工作室的论文在这一年登上了核心期刊。"
    found = Reader(silent).read(text, Subject()).achievements
    assert [claim.category for claim in found] == ["knowledge_output"]
    assert found[0].confidence == pytest.approx(0.95)


def test_words_that_tell_of_one_category_tell_of_another_only_where_the_trees_are_surer() -> None:
    judged = deciding(sentences=-9.0, award_result=18.0, ip_right=18.0)
    found = Reader(judged).read("这件专利拿下了中国专利金奖。", Subject()).achievements
    assert [claim.category for claim in found] == ["award_result"]


def test_a_figure_with_its_thing_and_its_deed_is_never_silenced_by_the_trees_of_figures() -> None:
    judged = deciding()
    silent = replace(judged, stored=msgspec.structs.replace(judged.stored, figures=Trees(-9.0, [])))
    found = [one for one in Reader(silent).read("工作室获授权发明专利12件。", Subject()).achievements if one.quantity]
    assert [(one.category, one.quantity) for one in found] == [("ip_right", 12)]


def test_the_models_never_overrule_a_veto() -> None:
    clauses = Clauses("厂里投入20万元。", catalogue())
    (one,) = fitted(clauses, counting(clauses.text), catalogue().categories)
    odds = dict.fromkeys((*CATEGORIES, NONE), -0.1)
    assert "economic_benefit" not in set(candidates(one, odds, catalogue().categories, clauses))


def test_confidence_rises_with_the_odds_between_the_steps_and_ends_with_them() -> None:
    told = [deciding().calibrated(odds) for odds in (-99.0, -10.0, -5.0, 0.0, 5.0, 10.0, 99.0)]
    assert told == [0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0]


def test_the_stored_trees_are_whole() -> None:
    stored = msgspec.json.decode(PATH.read_bytes(), type=Stored)
    for tree in (*stored.figures.trees, *stored.sentences.trees):
        assert len({len(tree.places), len(tree.most), len(tree.left), len(tree.right), len(tree.worth)}) == 1
        inner = [node for node, place in enumerate(tree.places) if place >= 0]
        assert all(node < min(tree.left[node], tree.right[node]) for node in inner)
    assert [step for step, _ in stored.steps] == sorted({step for step, _ in stored.steps})
    assert [right for _, right in stored.steps] == sorted(right for _, right in stored.steps)


def test_with_too_few_sentences_nothing_is_learned_and_the_scale_of_confidence_still_rises() -> None:
    few = [{"doc": "d", "text": TEXT, "achievements": [{"category": "knowledge_output", "quantity": 3, "unit": "篇"}]}]
    stored = learned(few, "digest")
    assert (stored.figures.trees, stored.sentences.trees) == ([], [])
    assert [right for _, right in stored.steps] == sorted(right for _, right in stored.steps)
