"""What an evaluation shows is what the scores say, in every form."""

import json
from collections import Counter
from typing import Any

import pytest

from corpus.evaluate import Scores, evaluate
from corpus.evaluation import calibration, changes, figures, page, whole

SENTENCES: list[dict[str, Any]] = [
    {
        "id": "1",
        "doc": "a",
        "text": "工作室获授权专利3项。",
        "achievements": [{"category": "ip_right", "quantity": 3, "unit": "项"}],
    },
    {
        "id": "2",
        "doc": "a",
        "text": "工作室发表论文2篇。",
        "achievements": [{"category": "award_result", "quantity": 2, "unit": "篇"}],
    },
    {"id": "3", "doc": "b", "text": "今天<b>天气</b>晴朗。", "achievements": []},
]


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate(SENTENCES)


def test_a_figure_given_to_another_category_is_a_confused_pair(scores: Scores) -> None:
    assert scores.confusions == Counter({("award_result", "knowledge_output"): 1})
    assert scores.right == [True, False, True]


def test_calibration_sets_how_sure_beside_how_often_right() -> None:
    told = [(0.95, True)] * 9 + [(0.95, False)] + [(0.35, False)] * 2
    points, error = calibration(Scores(told=told))
    assert [(round(point.confidence, 2), round(point.right, 2), point.count) for point in points] == [
        (0.35, 0.0, 2),
        (0.95, 0.9, 10),
    ]
    assert error == pytest.approx((0.35 * 2 + 0.05 * 10) / 12)


def test_every_form_names_the_models_and_no_text_is_markup(scores: Scores) -> None:
    found = whole({"own <i>": scores}) | {"curve": [{"share": 0.5, "sentences": 2, "files": {"own <i>": [0.5, 0.5]}}]}
    html = page(found)
    assert found["models"]["figures"] in html
    assert "<i>" not in html
    assert html.count("<svg") == 2
    assert json.loads(json.dumps(found))["files"]["own <i>"] == figures(scores)


def test_changes_tell_lines_gained_and_lost() -> None:
    lines = changes(SENTENCES, Scores(right=[True, False, True]), Scores(right=[False, True, True]))
    assert lines == ["- 1 工作室获授权专利3项。", "+ 2 工作室发表论文2篇。"]
