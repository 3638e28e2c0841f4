"""Who applies, read from the packet's own papers.

The form decides, read as labels with their values (`pipeline.merging.form`). Other papers are asked only for what no form
states; then the name "X劳模创新工作室" that the packet tells most often gives studio and leader. Values keep the applicant's
own characters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from classifiers import dates
from pipeline.applicant_record import Applicant, FormField, FormRow, Opinion
from pipeline.document import DocumentKind
from pipeline.merging.folding import simplified
from pipeline.merging.form import TOLD, Form, read_form, told_fields
from pipeline.merging.person import Named, named_studios
from pipeline.record import DocumentRecord
from pipeline.view import Span

FIRST: tuple[DocumentKind, ...] = ("form", "report", "list", "benefit_certificate", "award_certificate", "contract")
"""The kinds of paper in the order they are asked; every other kind comes after them, news last."""

LIKE_A_FORM: tuple[DocumentKind, ...] = ("report", "other")
"""Kinds of paper that may be all the form there is."""
ENOUGH = 4
"""Labels filled in that make such a paper the form."""
LONGEST_STUDIO = 24
_IN_A_NAME = "(?:(?![了在是的])[\u3400-\u9fff])"
"""A Han letter that does not join a name to what is told of it."""
LONGEST_MEASURE = 10
"""Letters up to which a value is the measure itself."""
_MEASURES = {
    "area": re.compile(r"((?:约|近)?[\d,.]{1,9} ?(?:余|多)?(?:平方米|平米|㎡|m²|m2|平方公尺|坪))"),
    "fund": re.compile(
        r"(?:经费|經費|投入|资金|資金)[^，,。；;\d]{0,8}((?:约|近)?[\d,.]{1,9} ?(?:余|多)?(?:万元|萬元|元|亿元|億元))"
    ),
}
SCALARS = (
    "studio", "leader", "employer", "kind", "level", "applied_level", "founded", "sector", "ownership", "size", "union",
    "address", "area", "fund", "leader_sex", "leader_birth", "leader_education", "leader_title", "leader_skill", "leader_post",
    "leader_honours", "filled",
)  # fmt: skip
GENERAL = frozenset({"负责人", "主持人", "姓名", "单位", "单位名称", "企业名称", "名称"})
"""Labels, as `labels.bare` gives them, that are believed only where no label says more: a company has its 负责人 too."""
ASKED_OF_OTHERS = ("studio", "leader", "employer")
"""What other papers than the form may say for it."""


def applicant(documents: Iterable[DocumentRecord], *, name: str = "", superseded: Set[str] = frozenset()) -> Applicant:
    """The applicant as the form names it; a field that no paper states is empty.

    `name` is the packet's own name; `superseded` are ids of documents that a later version takes the place of: asked last.
    """
    ordered = sorted(documents, key=_asked)
    ordered.sort(key=lambda document: document.id in superseded)
    forms = [read_form(document) for document in ordered if document.kind == "form"]
    if not forms:
        forms = [form for document in ordered if document.kind in LIKE_A_FORM and _says_who(form := read_form(document))]
    form = _leading(forms)
    known = sorted(form.fields, key=_general, reverse=True)
    found = {field.field: field.value for field in known if field.value and field.field in SCALARS}
    for document in ordered:
        if document.kind != "form":
            for field in told_fields(document):
                if field.field in ASKED_OF_OTHERS and field.value:
                    found.setdefault(field.field, field.value)
    found |= _measured(form)
    texts = (name, *(document.title for document in ordered), *(_body(document) for document in ordered))
    if "studio" not in found and "leader" in found:
        found["studio"] = _of_leader(found["leader"], texts)
    if "leader" not in found:
        told = _told_most(texts, studio=found.get("studio", ""))
        found.setdefault("studio", _of_leader(told.person, texts[1:]) or told.studio)
        found["leader"] = told.person
    keyed: dict[str, Any] = {field: found.get(field, "") for field in SCALARS} | dict(form.rows)
    return Applicant(
        **keyed,
        opinions=tuple(_opinion(field) for field in form.fields if field.field == "opinion" and field.value),
        fields=form.fields,
    )


def _general(field: FormField) -> tuple[bool, int]:
    """Fields in reading order, those whose label may be another's too after the rest."""
    return field.label in GENERAL, field.span[0]


def _says_who(form: Form) -> bool:
    """Whether a paper tells so much of the applicant under labels that it stands for a form."""
    return len({field.field for field in form.fields if field.value and field.field in SCALARS}) >= ENOUGH


def _measured(form: Form) -> dict[str, str]:
    """Area and yearly fund out of a cell that tells both in words: 场地面积186平方米，年经费12万元."""
    found: dict[str, str] = {}
    for field in form.fields:
        if field.field in _MEASURES and len(field.value) > LONGEST_MEASURE:
            for name, pattern in _MEASURES.items():
                match = pattern.search(field.value)
                if match:
                    found.setdefault(name, "".join(match[1].split()))
    return found


def field_spans(whose: Applicant) -> Mapping[str, tuple[Span, ...]]:
    """Where the form's plain fields and its roster stand, by document: what is written there is no achievement.

    A yearly fund of 30万元 is nothing earned, a roster's 高级技师 nobody taught.
    """
    spans: dict[str, list[Span]] = defaultdict(list)
    for field in whose.fields:
        if field.field in SCALARS and field.field not in TOLD:
            spans[field.document].append(field.span)
    for row in whose.members:
        spans[row.document].append(row.span)
    return {document: tuple(found) for document, found in spans.items()}


def _opinion(field: FormField) -> Opinion:
    """The office's words with the date that ends them."""
    return Opinion(
        document=field.document,
        span=field.span,
        places=field.places,
        by=field.label,
        text=field.value,
        date=dates.last(simplified(field.value)),
    )


def _leading(forms: Sequence[Form]) -> Form:
    """The first form, with what it leaves blank from those that follow; tables come from the first that has them.

    What no known label gives is filled from what is likely.
    """
    fields: list[FormField] = []
    rows: dict[str, tuple[FormRow, ...]] = {}
    filled: set[str] = set()
    for form in forms:
        own = [field for field in form.fields if field.field not in filled]
        fields += own
        filled |= {field.field for field in own if field.value}
        for name, found in form.rows.items():
            rows.setdefault(name, found)
    for form in forms:
        own = [field for field in form.likely if field.field not in filled]
        fields += own
        filled |= {field.field for field in own}
    blank = [field for field in fields if field.value or field.field not in filled]
    return Form(tuple(blank), rows)


def _of_leader(leader: str, texts: Iterable[str]) -> str:
    """The longest name of a studio that begins with its leader's, as the first text that has one tells it."""
    if not leader:
        return ""
    pattern = re.compile(f"{re.escape(leader)}{_IN_A_NAME}{{0,{LONGEST_STUDIO}}}?工作室")
    for text in texts:
        found = sorted((match[0] for match in pattern.finditer(text)), key=len)
        if found:
            return found[-1]
    return ""


def _told_most(texts: Sequence[str], *, studio: str) -> Named:
    """The studio named most often; the packet's own name counts thrice. A `studio` known already has its own person."""
    if studio:
        return next(named_studios(studio), Named(studio, ""))
    counts: Counter[Named] = Counter()
    for position, text in enumerate(texts):
        for named in named_studios(text):
            counts[named] += 1 if position else 3
    return max(sorted(counts), key=counts.__getitem__) if counts else Named("", "")


def _body(document: DocumentRecord) -> str:
    return "\n".join(document.text[span.start : span.end] for span in document.body)


def _asked(document: DocumentRecord) -> tuple[int, str, str]:
    place = FIRST.index(document.kind) if document.kind in FIRST else len(FIRST) + (document.kind == "news")
    return place, document.path, document.id
