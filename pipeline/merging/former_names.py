"""Names that the applicant's employer had before: 苇河造纸总厂2011年改制为苇河浆纸有限责任公司, 原名….

What such a house owns is the employer's own; a paper of the packet says that it is one house.
"""

import re
from collections.abc import Sequence
from itertools import islice

from pipeline.applicant_record import Applicant
from pipeline.merging.folding import simplified
from pipeline.record import DocumentRecord

LONGEST_READ = 20_000
"""Letters of a paper in which the history of a house is looked for."""
AROUND = 50
"""Letters on either side of the word for a change of name within which both names stand."""
MOST_CUES = 200
"""Such words of a paper that are looked at: a history has a few; one with thousands was made to be slow."""
_CUE = re.compile("更名|改名|改制|变更|重组|改组|转制|原名|原为|前身|曾用名")
_HOUSE = "[\u3400-\u9fff（）()]{3,30}?(?:公司|集团|总厂|厂|局|所|院|段|中心|站|校|社|行|处|部|矿)"
_BECAME = re.compile(
    f"({_HOUSE})(?:[，,]?(?:于|在)?(?:19|20)[0-9]{{2}}年(?:[0-9]{{1,2}}月)?)?"
    f"(?:[^，。；\n]{{0,6}})?(?:更名|改名|改制|变更|重组|改组|转制)[为成作]({_HOUSE})"
)
_WAS = re.compile(f"({_HOUSE})[（(，,]?(?:其)?(?:原名|原为|前身[是为]|曾用名[：:为]?)(?:原)?({_HOUSE})")


def former_names(documents: Sequence[DocumentRecord], whose: Applicant) -> frozenset[str]:
    """The names in Simplified; empty where no paper tells of any, or the form names no employer."""
    employer = simplified(whose.employer)
    if not employer:
        return frozenset()
    told = set()
    for document in documents:
        text = simplified(document.text[:LONGEST_READ])
        for cue in islice(_CUE.finditer(text), MOST_CUES):
            around = text[max(0, cue.start() - AROUND) : cue.end() + AROUND]
            told |= {(match[1], match[2]) for match in _BECAME.finditer(around)}
            told |= {(match[2], match[1]) for match in _WAS.finditer(around)}
    return frozenset(old for old, new in told if new in employer or employer in new)
