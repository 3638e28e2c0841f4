"""The model's vote: it is added to the rules' scores, never overrules a veto, and is named in the reasons."""

import hashlib
from dataclasses import replace

import msgspec
import pytest

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.figures import Fitter
from classifiers.holder import Subject
from classifiers.linear import Linear
from classifiers.quantities import quantities
from classifiers.sentence import Reader
from classifiers.votes import NONE, Stored, features, opened, votes
from corpus.train import digest_of, learning_files
from corpus.train_figures import PATH, examples, fitted

STORED = Stored("abcdef0123", ["ip_right", "none"], [0, 100], {"u=件": [300, 0], "k=count": [0, 100]}, 0.5, 0.0, 1.0, 0.0)


def test_the_odds_are_the_sum_of_the_signs_that_are_known() -> None:
    assert opened(STORED).odds(iter(["u=件", "k=count", "never seen"])) == {"ip_right": 3.0, NONE: 2.0}
    assert opened(STORED).odds(iter([])) == {"ip_right": 0.0, NONE: 1.0}


def test_rules_and_model_are_added_up_against_what_the_rules_need() -> None:
    model = opened(STORED)
    weighed = model.weighed({"ip_right": 4.0}, {"ip_right": 1.0, NONE: 2.0}, 3.0)
    assert weighed == {"ip_right": 3.0, NONE: 3.5}


def test_confidence_grows_with_the_odds_and_stays_a_probability() -> None:
    model = opened(STORED)
    sure = [model.confidence({"ip_right": odds, NONE: 0.0}, "ip_right") for odds in (-50.0, -1.0, 0.0, 1.0, 50.0)]
    assert sure == sorted(sure)
    assert 0 < sure[0] < sure[-1] < 1
    assert sure[2] == pytest.approx(0.5)


def test_a_claim_says_how_the_model_voted_and_which_model() -> None:
    (found,) = Reader(votes()).read("工作室获授权专利12件。", Subject()).achievements
    assert found.why[0].startswith("figure near")
    assert found.why[-1].startswith(f"model {votes().name}: ip_right 0.")


def test_the_model_never_overrules_a_veto() -> None:
    text = "厂里投入20万元。"
    clauses = Clauses(text, catalogue())
    (figure,) = quantities(text)
    region = clauses.region(figure.span, floor=0, ceiling=len(text))
    bias = tuple(9999 if label == "economic_benefit" else 0 for label in votes().model.labels)
    eager = replace(votes(), model=Linear(votes().model.labels, bias, votes().model.weights))
    assert Fitter(clauses, catalogue().categories).best(figure, region) is None
    assert Fitter(clauses, catalogue().categories, eager).best(figure, region) is None


def test_the_stored_model_is_whole_and_named_by_what_it_was_learned_from() -> None:
    stored = msgspec.json.decode(PATH.read_bytes(), type=Stored)
    categories = {category.id for category in catalogue().categories if not category.helper}
    assert set(stored.labels) == categories | {NONE}
    assert all(len(row) == len(stored.labels) for row in stored.weights.values())
    assert len(stored.digest) == hashlib.sha256().digest_size * 2


def test_learning_twice_gives_the_same_model_and_files_for_measuring_are_left_out() -> None:
    gold = [{"category": "ip_right", "quantity": 3, "unit": "件"}, {"category": "knowledge_output", "quantity": 2, "unit": "篇"}]
    sentence = {"doc": "d", "achievements": gold}
    told = list(examples([{**sentence, "text": f"获授权专利{'的' * n}3件、论文2篇，门口停着{n}辆车。"} for n in range(3, 9)]))
    labels = ["ip_right", "knowledge_output", NONE]
    assert {one.label for one in told} == set(labels)
    assert fitted(told, labels) == fitted(told, labels)
    assert not any("held" in path.name for path in learning_files())
    assert digest_of(learning_files()) == digest_of(learning_files())


def test_signs_look_no_farther_than_their_letters() -> None:
    far = "甲" * 400
    text = far + "获专利3件" + far
    clauses = Clauses(text, catalogue())
    (figure,) = quantities(text)
    signs = list(features(clauses, figure, clauses.region(figure.span, floor=0, ceiling=len(text))))
    assert len(signs) < 250
