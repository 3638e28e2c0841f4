"""The model's vote on a figure: what it has seen of the words near it, named in the reasons."""

import hashlib
import math

import msgspec
import pytest

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.holder import Subject
from classifiers.quantities import quantities
from classifiers.sentence import Reader
from classifiers.verdict import judge
from classifiers.votes import NONE, Stored, features, opened, votes
from corpus.train import digest_of, learning_files, measuring_files
from corpus.train_figures import LABELS, PATH, examples, fitted

STORED = Stored("abcdef0123", ["ip_right", "none"], [0, 100], {"u=件": "300 0", "k=count": "0 100"})


def test_the_odds_are_the_likelihood_by_the_signs_that_are_known() -> None:
    odds = opened(STORED).odds(["u=件", "k=count", "never seen", "nor this"])
    assert math.exp(odds["ip_right"]) + math.exp(odds[NONE]) == pytest.approx(1)
    assert odds["ip_right"] - odds[NONE] == pytest.approx(3.0 / 2 - (1.0 + 1.0 / 2))


def test_a_sign_counts_the_less_the_more_there_are() -> None:
    few, many = (opened(STORED).odds(["u=件", *(f"other {number}" for number in range(size))]) for size in (0, 24))
    assert few["ip_right"] > many["ip_right"]


def test_a_claim_says_how_the_model_voted_and_which_model() -> None:
    (found,) = Reader(judge()).read("工作室获授权专利12件。", Subject()).achievements
    assert found.why[0].startswith("figure near")
    assert found.why[-1].startswith(f"model {votes().name}: ip_right ")


def test_the_stored_model_is_whole_and_named_by_what_it_was_learned_from() -> None:
    stored = msgspec.json.decode(PATH.read_bytes(), type=Stored)
    categories = {category.id for category in catalogue().categories if not category.helper}
    assert set(stored.labels) == categories | {NONE}
    assert all(len(row.split()) == len(stored.labels) for row in stored.weights.values())
    assert len(stored.digest) == hashlib.sha256().digest_size * 2


def test_learning_twice_gives_the_same_model_and_files_for_measuring_are_left_out() -> None:
    gold = [{"category": "ip_right", "quantity": 3, "unit": "件"}, {"category": "knowledge_output", "quantity": 2, "unit": "篇"}]
    sentence = {"doc": "d", "achievements": gold}
    told = list(examples([{**sentence, "text": f"获授权专利{'的' * n}3件、论文2篇，门口停着{n}辆车。"} for n in range(3, 9)]))
    assert {one.label for one in told} == {"ip_right", "knowledge_output", NONE}
    assert fitted(told).stored() == fitted(told).stored()
    assert max(zip(fitted(told).odds([told[0].signs])[0], LABELS, strict=True))[1] == told[0].label
    assert not {path.name for path in learning_files()} & {path.name for path in measuring_files()}
    assert {path.name for path in measuring_files()} >= {"held_out.jsonl", "second-held.jsonl", "third-held.jsonl"}
    assert digest_of(learning_files()) == digest_of(learning_files())


def test_signs_look_no_farther_than_their_letters() -> None:
    far = "甲" * 400
    text = far + "获专利3件" + far
    clauses = Clauses(text, catalogue())
    (figure,) = quantities(text)
    signs = features(clauses, figure, clauses.region(figure.span, floor=0, ceiling=len(text)))
    assert len(signs) < 250
