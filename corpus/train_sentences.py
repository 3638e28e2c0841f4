"""Learn the opinion of whole sentences from the labelled ones.

A sentence is an example of each category of which it has a counted achievement without a figure, and of `CLAIMS` where it has
any counted one. One logistic regression a label over the signs of `classifiers.opinion`. The same files give the same model.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.opinion import CLAIMS, Stored, signs
from classifiers.sentence import plain
from corpus.evaluate import Label, counted, has_figure
from pipeline.mend import mended
from pipeline.script import to_simplified
from pipeline.view import View

PATH = Path(__file__).parent / "models" / "sentences.json"
STRENGTH = 0.5
"""Inverse strength of the penalty."""
LEAST_EXAMPLES = 2
"""A sign seen in fewer sentences is not kept."""
LEAST_WEIGHT = 10
"""Hundredths; a row whose weights are all smaller is not kept."""
FEWEST = 3
"""A category with fewer sentences is not learned."""
ENOUGH = 0.3
"""The probability from which an answer counts, found on `fourth-dev` before anything was made from it: tags F1 .721 without these
answers, .750 with those above .25, .742 above .3, .739 above .4; above .2 the other unseen parts lose."""
LEAST = 0.2
"""The probability of a claim below which a sentence is quiet: over the four held parts 18 quiet sentences were set right by it
and 4 tags lost; with .1 it is 12 and 2, with .3 21 and 14."""


def learned(sentences: Sequence[Label], digest: str) -> Stored:
    """The model of `sentences`; `digest` names them."""
    rows = [sorted(signs(_laid_out(sentence["text"]))) for sentence in sentences]
    counts = Counter(sign for row in rows for sign in row)
    kept = sorted(sign for sign, count in counts.items() if count >= LEAST_EXAMPLES)
    matrix = _matrix(rows, kept)
    examples = {category.id: [_tells(one, category.id) for one in sentences] for category in catalogue().categories}
    examples = {label: told for label, told in examples.items() if sum(told) >= FEWEST}
    examples[CLAIMS] = [bool(counted(one["achievements"])) for one in sentences]
    models = [LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-4).fit(matrix, told) for told in examples.values()]
    weights = np.rint(np.array([model.coef_[0] for model in models]).T * 100).astype(int).tolist()
    return Stored(
        digest=digest,
        labels=list(examples),
        bias=[int(np.rint(model.intercept_[0] * 100)) for model in models],
        weights={sign: row for sign, row in zip(kept, weights, strict=True) if max(map(abs, row)) >= LEAST_WEIGHT},
        enough=ENOUGH,
        least=LEAST,
    )


def _laid_out(text: str) -> Clauses:
    return Clauses(plain(to_simplified(mended(View(text)).text)), catalogue())


def _tells(sentence: Label, category: str) -> bool:
    return any(one["category"] == category and not has_figure(one) for one in counted(sentence["achievements"]))


def _matrix(rows: Sequence[Sequence[str]], kept: Sequence[str]) -> csr_matrix:
    place = {sign: number for number, sign in enumerate(kept)}
    known = [[place[sign] for sign in row if sign in place] for row in rows]
    indices = np.fromiter((column for row in known for column in row), dtype=np.int32)
    ends = np.cumsum([0, *(len(row) for row in known)])
    return csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(kept)))
