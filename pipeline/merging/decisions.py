"""Whose a prize of an office's decision is that names who gets it in brackets: “货车制动缸试验夹具”（西河车辆段）."""

import re

from pipeline.applicant_record import Applicant
from pipeline.document import Scope
from pipeline.merging.folding import simplified
from pipeline.merging.holder import owner_scope
from pipeline.record import AchievementRecord, DocumentRecord

_WINNER = re.compile(
    "[（(]([^（）()，,；;\n]{2,30}?(?:公司|集团|厂|院|所|局|段|队|站|中心|学校|大学|车间|分会|工作室|矿|行))[）)][ \u3000]*$"
)

LONGEST = 400
"""Letters between the claim and the end of its line, and before that end, in which the brackets stand."""


def winner_scope(document: DocumentRecord, found: AchievementRecord, whose: Applicant) -> Scope | None:
    """`third_party` where the line of a decision ends with another's name in brackets; None where it names none or ours."""
    if document.kind != "award_certificate" or found.category not in ("award_result", "honor_title"):
        return None
    text, last = document.text, found.span[1] + LONGEST
    end = text.find("\n", found.span[1] - 1, last)
    if end < 0 and last < len(text):
        return None
    end = end if end >= 0 else len(text)
    start = max(text.rfind("\n", 0, found.span[0]) + 1, end - LONGEST)
    match = _WINNER.search(simplified(text[start:end]).rstrip("。；; "))
    return "third_party" if match and owner_scope(match[1], whose) == "third_party" else None
