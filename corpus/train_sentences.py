"""Learn the opinion of whole sentences from the labelled ones.

A sentence is an example of each category of which it has a counted achievement, and of `CLAIMS` where it has any. One logistic
regression a label over the signs of `classifiers.opinion`. The same files give the same model.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.opinion import CLAIMS, Stored, signs
from classifiers.sentence import plain
from classifiers.verdict import CATEGORIES
from corpus import regression
from corpus.evaluate import Label, counted
from pipeline.mend import mended
from pipeline.script import to_simplified
from pipeline.view import View

PATH = Path(__file__).parent / "models" / "sentences.json"
LABELS = (*CATEGORIES, CLAIMS)


def learned(sentences: Sequence[Label], digest: str) -> Stored:
    """The model of `sentences`; `digest` names them."""
    bias, weights = fitted([sorted(signs(laid_out(one["text"]))) for one in sentences], gold(sentences)).stored()
    return Stored(digest, list(LABELS), bias, weights)


def fitted(rows: Sequence[Sequence[str]], told: regression.Matrix) -> regression.Fit:
    """The regression of sentences by their signs."""
    return regression.fitted(rows, told, one_label=False)


def gold(sentences: Sequence[Label]) -> regression.Matrix:
    """What each sentence tells of, a column a label."""
    told = [{one["category"] for one in counted(sentence["achievements"])} for sentence in sentences]
    return np.array([[*(float(name in found) for name in CATEGORIES), float(bool(found))] for found in told])


def laid_out(text: str) -> Clauses:
    """A sentence as the reader sees it."""
    return Clauses(plain(to_simplified(mended(View(text)).text)), catalogue())
