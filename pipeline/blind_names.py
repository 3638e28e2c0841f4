"""Names that stand behind a label in any paper of a packet: who signs, answers, stands on a card, is party to a contract.

Labels are data (`corpus/lexicon/name_labels.tsv`). A paper is read to its end, however long it is: a name that is passed over
is a name that is told.
"""

import re
from collections.abc import Iterator, Sequence

from classifiers import surnames
from corpus import tables
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified

_BLANK = "[ \u3000]{0,6}"
_APART = "[ \u3000]{0,2}"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"


def _words(of: str, *, between: str = "") -> str:
    """Any of the labels of a kind, with what may stand between their letters."""
    rows = (row for row in tables.rows("name_labels") if row["of"] == of)
    return "|".join(between.join(label) for row in rows for label in row["labels"].split())


_PERSON = re.compile(
    f"(?:{_words('person', between=_APART)})(?:[（(][^（）()\n]{{1,10}}[）)])?{_BLANK}[:：\t]{_BLANK}"
    f"([{_HAN}·](?:{_APART}[{_HAN}·]){{1,3}}?)(?:同志|先生|女士)?(?![{_HAN}·])"
)
_PARTY = re.compile(
    f"(?:{_words('party', between=_APART)})(?:[（(][^（）()\n]{{1,12}}[）)])?{_BLANK}[:：]{_BLANK}"
    f"([{_HAN}（）()]{{4,30}}?(?:{_words('firm')}))(?![{_HAN}])"
)
_CONTRACTS = frozenset({"contract", "apprentice_contract"})


def persons(document: DocumentRecord) -> Iterator[str]:
    """Persons behind such labels, in Simplified: 财务负责人：孟良. What does not begin with a surname is no name."""
    for match in _PERSON.finditer(to_simplified(document.text)):
        name = "".join(match[1].split())
        if surnames.begin(name):
            yield name


def parties(documents: Sequence[DocumentRecord]) -> Iterator[str]:
    """The firms between which a contract of the packet is made, in Simplified, each once."""
    told: dict[str, None] = {}
    for document in documents:
        if document.kind in _CONTRACTS:
            told |= {match[1]: None for match in _PARTY.finditer(to_simplified(document.text))}
    yield from told
