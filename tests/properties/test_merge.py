"""Merging: the order of the papers does not matter, and a copy of a paper adds evidence, never a claim."""

from random import Random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import DocumentKind
from pipeline.packet import merge
from pipeline.packet_record import Claim
from pipeline.record import DocumentRecord, to_json
from tests.papers import paper, told

THINGS = ("发明专利", "实用新型专利", None)
KINDS: tuple[DocumentKind, ...] = ("form", "report", "news", "patent_certificate")
CATEGORIES = ("ip_right", "award_result", "talent_training")


@st.composite
def papers(draw: st.DrawFn) -> list[DocumentRecord]:
    """A few papers of a few claims each, small enough vocabularies that facts often meet."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        lines = draw(st.lists(claims(), min_size=0, max_size=5))
        text = "。\n".join(words for words, _ in lines)
        found = [
            told(fields["category"], words, nth=[w for w, _ in lines[:index]].count(words), **_rest(fields))
            for index, (words, fields) in enumerate(lines)
        ]
        kind: DocumentKind = draw(st.sampled_from(KINDS))
        made.append(paper(f"{number}.docx", text, *found, kind=kind))
    return made


@st.composite
def claims(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    quantity = draw(st.sampled_from([None, 1, 2, 12]))
    name = draw(st.sampled_from(["“甲号测温装置”", "“乙号测温装置”", ""]))
    level = draw(st.sampled_from(["unknown", "city", "provincial"]))
    words = f"第{level}级{name}所得{quantity}项"
    fields: dict[str, Any] = {
        "category": draw(st.sampled_from(CATEGORIES)),
        "quantity": quantity,
        "unit": "项" if quantity else None,
        "object": draw(st.sampled_from(THINGS)),
        "level": level,
        "status": draw(st.sampled_from(["achieved", "applied"])),
        "scope": draw(st.sampled_from(["studio", "employer"])),
    }
    return words, fields


def _rest(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != "category"}


@settings(max_examples=60, deadline=None)
@given(papers(), st.randoms())
def test_the_order_of_the_papers_does_not_matter(made: list[DocumentRecord], random: Random) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)
    assert to_json(merge(made, packet_id="p", name="n")) == to_json(merge(shuffled, packet_id="p", name="n"))


@settings(max_examples=60, deadline=None)
@given(papers())
def test_a_copy_of_every_paper_adds_evidence_only(made: list[DocumentRecord]) -> None:
    copies = [_copied(document) for document in made]
    once = merge(made, packet_id="p", name="n").claims
    twice = merge([*made, *copies], packet_id="p", name="n").claims
    assert sorted(claim.id for claim in once) == sorted(claim.id for claim in twice)
    assert sum(len(claim.evidence) for claim in twice) == 2 * sum(len(claim.evidence) for claim in once)


@settings(max_examples=60, deadline=None)
@given(papers())
def test_no_evidence_is_lost_and_none_crosses_category_status_or_scope(made: list[DocumentRecord]) -> None:
    packet = merge(made, packet_id="p", name="n")
    told_ones = {
        (document.id, found.span): (found.category, found.status, found.scope)
        for document in made
        for found in document.achievements
    }
    seen = [(piece.document, piece.span, _kept(claim)) for claim in packet.claims for piece in claim.evidence]
    assert len(seen) == sum(len(document.achievements) for document in made)
    assert all(told_ones[document, span] == kept for document, span, kept in seen)
    assert len({claim.id for claim in packet.claims}) == len(packet.claims)


def _kept(claim: Claim) -> tuple[str, str, str]:
    return claim.category, claim.status, claim.scope


def _copied(document: DocumentRecord) -> DocumentRecord:
    return msgspec.structs.replace(document, id=f"copy of {document.id}", path=f"copy of {document.path}")
