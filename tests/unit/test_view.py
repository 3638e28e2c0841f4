"""A view leads every offset back to the base."""

import pytest

from pipeline.view import Edit, Span, View


def test_a_view_without_edits_is_the_base_itself() -> None:
    assert View("工作室").to_base(Span(1, 3)) == Span(1, 3)


def test_a_deletion_belongs_to_a_span_only_if_both_neighbours_do() -> None:
    view = View("創(chuàng)新").edited([Edit(Span(1, 9), "", "gloss")])
    assert view.text == "創新"
    assert view.to_base(Span(0, 1)) == Span(0, 1)
    assert view.to_base(Span(1, 2)) == Span(9, 10)
    assert view.to_base(Span(0, 2)) == Span(0, 10)


def test_an_insertion_leads_to_the_neighbouring_character() -> None:
    view = View("甲乙").edited([Edit(Span(1, 1), "，", "joined")])
    assert view.text == "甲，乙"
    assert view.to_base(Span(1, 2)) == Span(0, 1)


def test_views_compose() -> None:
    first = View("a--b c").edited([Edit(Span(1, 3), "", "x")])
    second = first.edited([Edit(Span(1, 3), "BB", "same length"), Edit(Span(3, 4), "xyz", "longer")])
    assert second.text == "aBBxyz"
    assert second.to_base(Span(1, 2)) == Span(3, 4)
    assert second.to_base(Span(4, 5)) == Span(5, 6)


def test_what_was_deleted_is_found_as_an_empty_span() -> None:
    view = View("ab--cd").edited([Edit(Span(2, 4), "", "x")])
    assert view.from_base(Span(2, 4)) == Span(2, 2)
    assert view.from_base(Span(1, 5)) == Span(1, 3)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(2, 1), "", "backwards")],
        [Edit(Span(0, 9), "", "outside")],
        [Edit(Span(1, 2), "", "second"), Edit(Span(0, 1), "", "first")],
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit at"):
        View("abc").edited(edits)
