"""Of what level a claim of a sentence is: as written beside it, as the list it stands in, or as the contest told before it."""

import re

from classifiers.attributes import level
from classifiers.catalogue import CategoryRules
from classifiers.clauses import PART, Clauses, Region
from pipeline.document import Level

GRADE_LENGTH = 6
"""Words before a figure that are no longer than this name a grade, not a prize of its own."""
_JUDGING = re.compile(
    "评选|检测|测评|评测|测试|认定|查新|检验|审定|认证|指导委员会|评审|评价|评比|大赛|竞赛|比赛|颁奖|领奖台|揭晓|鉴定|验收|发布会|科学技术奖|科技进步奖|奖励"
)
"""What a clause speaks of whose level is that of the prize or judgment told after it."""


def of_figure(clauses: Clauses, category: CategoryRules, region: Region) -> Level:
    """The level written beside a figure, the list's where it has but a grade (省级二等奖2项、三等奖4项), the contest's."""
    start = region.start
    found = _within(clauses, category, start, region.end)
    short = region.figure.start - start <= GRADE_LENGTH
    while short and found == "unknown" and start and "、" in clauses.text[start - 1 : start + 1]:
        start = clauses.bound_before(start - 1, "，；。：、(")
        found = _within(clauses, category, start, region.start)
    if found == "unknown" and _may_have_one(clauses, category, region):
        found = _told_before(clauses, category, region.start)
    return found


def of_name(clauses: Clauses, category: CategoryRules, region: Region) -> Level:
    """The level of what is named without a figure: in its clause up to the name's end, behind it, or the contest's.

    `region.figure` is where the name stands.
    """
    name = region.figure
    found = _within(clauses, category, name.start if category.level_needs else region.start, name.end)
    if found == "unknown":
        found = _within(clauses, category, name.end, region.end)
    return _told_before(clauses, category, region.start) if found == "unknown" else found


def _may_have_one(clauses: Clauses, category: CategoryRules, region: Region) -> bool:
    needs = category.level_needs
    return category.levelled and (needs is None or needs.search(clauses.text, region.start, region.end) is not None)


def _told_before(clauses: Clauses, category: CategoryRules, start: int) -> Level:
    """The level of a prize or judgment that a clause before it names with the contest or the body (在省…评选中，获…)."""
    if not {"graded", "judged"} & category.traits:
        return "unknown"
    first = clauses.bound_before(start, "。！？!?\n" if "judged" in category.traits else PART)
    words = clauses.text[first:start]
    return level(words) if _JUDGING.search(words) else "unknown"


def _within(clauses: Clauses, category: CategoryRules, start: int, end: int) -> Level:
    words = clauses.text[start:end]
    if not category.levelled or (category.level_needs is not None and not category.level_needs.search(words)):
        return "unknown"
    return level(words)
