"""A packet without the names that tell whose it is: each replaced by a sign of the same length, the same throughout the packet.

Replaced are the studio's own name, its leader, members, masters and apprentices, inventors, people in columns of names and
behind labels (财务负责人：…), whom the form names to call and to sign, the employer and its short forms, parties to contracts,
phone and identity numbers, addresses of mail. Both scripts are found, and names with blanks or line ends between their
letters. What no form, certificate, list or label names (a person in a news story, a name in Latin letters) stays.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corpus import tables
from pipeline import blind_names
from pipeline.merging.labels import named
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified

LETTERS = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    "金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔"
)
"""The Thousand Character Classic names things in order without repeating a letter."""
PERSON, OFFICE = "○", "□"
_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•]{2,12}")
_SPLIT = re.compile(r"[、,，;；/\s|]+")
_KIND_OF_STUDIO = re.compile(
    "(?:劳动模范|劳模|工匠|人才|高技能|技能|大师|职工|首席|专家|示范|技术|科技|创新|创效|工作室|联盟|和|与|型|性)+$"
)
_KIND_OF_FIRM = re.compile("(?:(?:集团|股份|控股)?(?:有限)?(?:责任)?公司|集团)$")
_REGION = re.compile("^[^省市区县州]{2,4}(?:省|市|自治区|自治州|区|县)")
_TITLED = "(?:师傅|老师|大师|主任|书记|工程师|总工|经理|同志|劳模|班长|组长|段长|院长|校长|教授|厂长|站长|护士长)"
_NUMBERS = re.compile(
    r"(?<![0-9０-９A-Za-z.])(?:"
    r"[1１][3-9３-９](?:[ -]?[0-9０-９]){9}"
    r"|[0０][0-9０-９]{2,3}[-－ ]?[0-9０-９]{7,8}"
    r"|[0-9０-９]{17}[0-9０-９XxＸ]|[0-9０-９]{15}"
    r")(?![0-9０-９]|\.[0-9])"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_NAME_HEADS = frozenset(tables.column("name_heads", "head"))
LEAST_OF_A_FIRM = 4
"""Letters that a firm's short form must have: shorter ones are common words."""


def blinded(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Callable[[str], str]:
    """The change that takes the names out of any text of the packet. The signs depend on the packet's record alone."""
    return without(signs(packet, documents))


def without(signs: Mapping[str, str]) -> Callable[[str], str]:
    """The change that lays signs over names, and over every phone, identity number and address of mail."""
    whole = sorted(signs, key=_longest_first)
    pattern = re.compile("|".join(_loosely(name) for name in whole)) if whole else None

    def change(text: str) -> str:
        letters = list(text)
        for found in _NUMBERS.finditer(text):
            _cover(letters, found.span(), "●")
        if pattern is not None and not text.isascii():
            for found in pattern.finditer(to_simplified(text)):
                _put(letters, found, signs)
        return "".join(letters)

    return change


def signs(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> dict[str, str]:
    """Each name of the packet, in Simplified, with its sign; NUL behind a name that only counts before a form of address."""
    return dict(_signs(packet, documents))


def _signs(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[tuple[str, str]]:
    """Each name, in Simplified, with its sign; a longer name wins over one within it."""
    given: dict[str, str] = {}
    for number, name in enumerate(dict.fromkeys(_persons(packet, documents))):
        sign = _sign(number)
        given.setdefault(name, _filled(sign, PERSON, len(name)))
        if len(name) in (2, 3):
            given.setdefault(f"{name[0]}\0", sign[0])
        if len(name) == 3:
            given.setdefault(f"{name[1:]}\0", _filled(sign, PERSON, 2))
    for number, names in enumerate(_offices(packet, documents)):
        sign = _sign(len(LETTERS) - 1 - number)
        for name in names:
            given.setdefault(name, _filled(sign[0], OFFICE, len(name)))
    yield from given.items()


def _persons(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[str]:
    whose = packet.applicant
    told = [whose.leader, *(member.name for member in whose.members)]
    for pair in whose.apprentices:
        told += [pair.master, pair.apprentice]
    told += [patent.inventors for patent in whose.patents]
    told += [field.value for field in whose.fields if field.field in ("contact", "signatory")]
    for document in documents:
        for certificate in document.certificates:
            told += [*certificate.inventors, *(name for name in (certificate.receiver, *certificate.owners) if len(name) <= 4)]
            told += [certificate.name] if certificate.kind == "apprentice" else []
        told += [*_listed(document), *blind_names.persons(document)]
    told += [claim.holder.name for claim in packet.claims if claim.holder and claim.scope in ("leader", "member")]
    for text in told:
        for name in _SPLIT.split(to_simplified(text)):
            if _PERSON.fullmatch(name) and named(name) is None:
                yield name


def _listed(document: DocumentRecord) -> Iterator[str]:
    """The cells below heads of tables that say a person's name stands there."""
    for table in document.tables:
        heads: dict[int, bool] = {}
        for row in table.rows:
            names = [cell.text.strip() for cell in row]
            if any(to_simplified("".join(name.split())) in _NAME_HEADS for name in names):
                heads = {place: to_simplified("".join(name.split())) in _NAME_HEADS for place, name in enumerate(names)}
            elif heads and len(names) == len(heads):
                yield from (name for place, name in enumerate(names) if heads[place] and len(name) <= 4)


def _offices(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[tuple[str, ...]]:
    """The studio's own name, the employer's and those of the parties to contracts, each with its short forms."""
    whose = packet.applicant
    studio = _KIND_OF_STUDIO.sub("", to_simplified(whose.studio).strip())
    if len(studio) >= 2:
        yield (studio,)
    firms = [field.value for field in whose.fields if field.field in ("employer", "union")]
    folder = to_simplified(packet.name)
    for name in dict.fromkeys(to_simplified(each).strip() for each in (whose.employer, *firms, *blind_names.parties(documents))):
        forms = tuple(dict.fromkeys((*_forms(name), *_begun(name, folder))))
        if forms:
            yield forms


def _forms(name: str) -> Iterator[str]:
    """A firm's name, without its kind, without its place, and the house within the firm."""
    if len(name) < 2:
        return
    yield name
    short = _KIND_OF_FIRM.sub("", name)
    local = _REGION.sub("", short)
    house = re.split("(?:集团|股份|有限|责任)*公司", name)[-1]
    firm = re.split("(?:集团|股份|有限|责任)*公司", name)[0]
    for each in (short, local, house, firm, _REGION.sub("", firm)):
        if len(each) >= LEAST_OF_A_FIRM:
            yield each


def _begun(name: str, folder: str) -> Iterator[str]:
    """How a firm's name begins as the packet's folder has it: 锦屿港务 of 锦屿港务集团集装箱分公司."""
    longest = next((size for size in range(len(name), LEAST_OF_A_FIRM - 1, -1) if name[:size] in folder), 0)
    if longest:
        yield name[:longest]


def _sign(number: int) -> str:
    """One letter, or two where there are more names than letters."""
    more, place = divmod(number, len(LETTERS))
    return LETTERS[place] + (LETTERS[(more - 1) % len(LETTERS)] if more else "")


def _filled(sign: str, rest: str, length: int) -> str:
    return sign + rest * (length - len(sign))


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


def _loosely(name: str) -> str:
    r"""The name with blanks and line ends between its letters; what ends in NUL must have a form of address behind it."""
    letters = r"[\s\u200b\u3000]{0,8}".join(re.escape(letter) for letter in name.removesuffix("\0"))
    return f"{letters}(?={_TITLED})" if name.endswith("\0") else letters


def _put(letters: list[str], found: "re.Match[str]", signs: Mapping[str, str]) -> None:
    """Lay a name's sign over its letters; blanks between them stay."""
    places = [place for place in range(*found.span()) if not found.string[place].isspace() and letters[place] != "\u200b"]
    name = "".join(found.string[place] for place in places)
    sign = signs.get(name) or signs.get(f"{name}\0", PERSON * len(places))
    for place, letter in zip(places, sign, strict=True):
        letters[place] = letter


def _cover(letters: list[str], span: Iterable[int], sign: str) -> None:
    start, end = span
    letters[start:end] = [letter if letter in " -－" else sign for letter in letters[start:end]]
