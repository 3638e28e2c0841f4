"""What a run found in the packets against their gold: merged pairs, conflicts, fields, checks, kinds, versions, boxes.

Every score is counted over the packets of one part (`build.PARTS`) together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import msgspec

from bench.packets.build import Made
from bench.packets.places import Covered, cover
from pipeline.merging.kin import kin
from pipeline.packet_record import PacketRecord

Record = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Hits, what was given without being wanted, what was wanted and not given, and the list of both."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def settle(self, where: str, wanted: Iterable[Any], given: Iterable[Any]) -> None:
        """Compare two collections as multisets."""
        left, right = Counter(map(_hashed, wanted)), Counter(map(_hashed, given))
        self.right += (left & right).total()
        self.missed += (left - right).total()
        self.wrong += (right - left).total()
        self.faults += [f"{where}: missed {each}" for each in left - right]
        self.faults += [f"{where}: not wanted {each}" for each in right - left]


@dataclass(slots=True)
class Scores:
    merge: Tally = field(default_factory=Tally)
    """Pairs of mentions; missed are pairs of one fact whose mentions were both found and not merged."""
    unfound: int = 0
    """Pairs of one fact of which a mention was not tagged as what it is: the tagger's loss, not the merging's."""
    unjudged: int = 0
    """Merged pairs of which one is no mention of the gold."""
    conflicts: Tally = field(default_factory=Tally)
    fields: Tally = field(default_factory=Tally)
    checks: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)
    versions: Tally = field(default_factory=Tally)
    proofs: Tally = field(default_factory=Tally)
    kin: Tally = field(default_factory=Tally)
    """Packets of one applicant, each told beside the others."""
    places: Covered = field(default_factory=Covered)

    @property
    def all(self) -> tuple["Tally | Covered", ...]:
        """Every tally, in the order they are told."""
        return (
            self.merge, self.conflicts, self.fields, self.checks, self.kinds, self.versions, self.proofs, self.kin, self.places,
        )  # fmt: skip

    @property
    def recall_in_all(self) -> float:
        """Share of all pairs of the gold that ended in one claim, what was not tagged counted as missed."""
        wanted = self.merge.right + self.merge.missed + self.unfound
        return self.merge.right / wanted if wanted else 1.0


def score(
    made: Sequence[Made], packets: Sequence[Record], documents: Sequence[Record], recognised: Mapping[str, Mapping[int, bytes]]
) -> Scores:
    """The scores of `made`; the others are the records of a run over their files, and the pages that it recognised."""
    scores = Scores(places=cover(made, packets, documents, recognised))
    by_name = {packet["name"]: packet for packet in packets}
    for each in made:
        packet = by_name[each.name]
        own = {record["path"]: record for record in documents if record["packet"] == packet["id"]}
        _one(scores, each, packet, own)
    _kin(scores.kin, made, packets)
    return scores


def _one(scores: Scores, made: Made, packet: Record, documents: Mapping[str, Record]) -> None:
    gold, where = made.gold, made.name[:12]
    found = _found(made, packet, documents)
    _merging(scores, where, found, packet)
    _conflicts(scores.conflicts, where, made, packet, documents)
    _fields(scores.fields, where, gold["applicant"], packet["applicant"])
    given = {check["item"]: check["result"] for check in packet["checks"]}
    scores.checks.settle(where, gold["checks"].items(), [(item, given.get(item)) for item in gold["checks"]])
    kinds = [(path, documents[path]["kind"]) for path in gold["kinds"] if path in documents]
    scores.kinds.settle(where, gold["kinds"].items(), kinds)
    paths = {record["id"]: path for path, record in documents.items()}
    versions = [
        (paths[group["leading"]], paths[other["document"]], other["why"])
        for group in packet.get("versions", ())
        for other in group["others"]
    ]
    scores.versions.settle(where, [tuple(each) for each in gold["versions"]], versions)
    _proofs(scores.proofs, where, gold["facts"], packet, found)


def _found(made: Made, packet: Record, documents: Mapping[str, Record]) -> list[tuple[str, str, tuple[Any, ...] | None]]:
    """For each mention its fact, its words and the (claim, document, start) it became; None where it was not found."""
    pieces: dict[str, list[tuple[Record, Record]]] = {}
    for claim in packet["claims"]:
        for piece in claim["evidence"]:
            pieces.setdefault(piece["document"], []).append((claim, piece))
    result = []
    for mention in made.mentions:
        record = documents[mention.path]
        span = _located(record["text"], mention.words, mention.nth)
        if span is None:
            result.append((mention.fact, f"{mention.path}: {mention.words}", None))
            continue
        fact = _fact(made.gold["facts"][mention.fact])
        fitting = [
            (_overlap(span, piece["span"]), claim["id"], piece["document"], piece["span"][0])
            for claim, piece in pieces.get(record["id"], ())
            if _fits(claim, fact) and _overlap(span, piece["span"]) > 0
        ]
        best = max(fitting, default=None)
        result.append((mention.fact, f"{mention.path}: {mention.words}", best[1:] if best else None))
    return result


def _located(text: str, words: str, nth: int) -> tuple[int, int] | None:
    """Where `words` stand for the nth time, blanks not counted; None where they were recognised as others."""
    kept = [index for index, letter in enumerate(text) if not letter.isspace()]
    tight, wanted = "".join(text[index] for index in kept), "".join(words.split())
    at = -1
    for _ in range(nth + 1):
        at = tight.find(wanted, at + 1)
        if at < 0:
            return None
    return kept[at], kept[at + len(wanted) - 1] + 1


def _overlap(one: Sequence[int], other: Sequence[int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _fact(told: str) -> tuple[str, float | None, str, str]:
    category, quantity, status, *proof = told.split()
    return category, None if quantity == "-" else float(quantity), status, proof[0] if proof else ""


def _fits(claim: Record, fact: tuple[str, float | None, str, str]) -> bool:
    category, quantity, status, _ = fact
    if claim["category"] != category or claim["status"] != status:
        return False
    return claim["quantity"] == quantity if quantity is not None else claim["quantity"] in (None, 1)


def _merging(scores: Scores, where: str, found: list[tuple[str, str, tuple[Any, ...] | None]], packet: Record) -> None:
    judged = {(place[1], place[2]) for _, _, place in found if place}
    for (one, words, place), (other, others, its) in combinations(found, 2):
        if place is None or its is None:
            scores.unfound += one == other
            if one == other:
                scores.merge.faults.append(f"{where}: not tagged {words if place is None else others}")
        elif one == other and place[0] == its[0]:
            scores.merge.right += 1
        elif one == other:
            scores.merge.missed += 1
            scores.merge.faults.append(f"{where}: not merged {words} / {others}")
        elif place[0] == its[0]:
            scores.merge.wrong += 1
            scores.merge.faults.append(f"{where}: merged wrongly {words} / {others}")
    for claim in packet["claims"]:
        pieces = [(piece["document"], piece["span"][0]) in judged for piece in claim["evidence"]]
        scores.unjudged += sum(not (one and other) for one, other in combinations(pieces, 2))
        if len(pieces) > 1 and not all(pieces):
            scores.merge.faults.append(f"{where}: unjudged {[piece['text'][:30] for piece in claim['evidence']]}")


def _conflicts(tally: Tally, where: str, made: Made, packet: Record, documents: Mapping[str, Record]) -> None:
    """A conflict is right when its kind is wanted and one of its claims, whatever it was tagged as, holds words of the fact.

    One that no claim tells is wanted with ``-`` for its fact (members counted twice).
    """
    wanted: Sequence[str] = made.gold["conflicts"]
    facts: dict[str, set[str]] = {}
    spans = [
        (mention.fact, documents[mention.path]["id"], span)
        for mention in made.mentions
        if (span := _located(documents[mention.path]["text"], mention.words, mention.nth)) is not None
    ]
    for claim in packet["claims"]:
        for piece in claim["evidence"]:
            near = {fact for fact, name, span in spans if name == piece["document"] and _overlap(span, piece["span"]) > 0}
            facts.setdefault(claim["id"], set()).update(near)
    given = []
    for conflict in packet["conflicts"]:
        about = {fact for claim in conflict["claims"] for fact in facts.get(claim, ())} if conflict["claims"] else {"-"}
        named = [
            told
            for told in wanted
            if told.split()[0] == conflict["kind"]
            and told.split()[1].rstrip("0") in {fact.rstrip("0ng") for fact in about} | about
        ]
        given.append(named[0] if named else f"{conflict['kind']} {sorted(about)} {conflict['detail']}")
    tally.settle(where, wanted, dict.fromkeys(given))


def _fields(tally: Tally, where: str, wanted: Record, applicant: Record) -> None:
    for name, value in wanted.items():
        given = applicant.get(name, "")
        if isinstance(value, str):
            tally.settle(where, [(name, _tight(value))], [(name, _tight(given))] if given else [])
        elif isinstance(value, int):
            tally.settle(where, [(name, value)], [(name, len(given or ()))])
        else:
            tally.settle(where, [(name, _tight(each)) for each in value[0]], [(name, _tight(_first(row))) for row in given or ()])


def _kin(tally: Tally, made: Sequence[Made], packets: Sequence[Record]) -> None:
    told: dict[str, set[str]] = {}
    for found in kin(msgspec.convert(packet, PacketRecord) for packet in packets):
        names = {name for _, name in found.packets}
        for name in names:
            told.setdefault(name, set()).update(names - {name})
    for each in made:
        tally.settle(each.name[:12], each.gold.get("kin", ()), told.get(each.name, ()))


def _first(row: Record) -> str:
    return row.get("name") or row.get("project") or ""


def _proofs(tally: Tally, where: str, facts: Mapping[str, str], packet: Record, found: Iterable[tuple[str, str, Any]]) -> None:
    """Whether a fact has a certificate exactly where the gold says so, over the facts that were found."""
    claims = {claim["id"]: claim for claim in packet["claims"]}
    proved: dict[str, bool] = {}
    for fact, _, place in found:
        if place:
            proved[fact] = proved.get(fact, False) or claims[place[0]]["proof"] == "certificate"
    tally.settle(where, [(fact, _fact(facts[fact])[3] == "certificate") for fact in proved], list(proved.items()))


def _tight(text: str) -> str:
    return "".join(text.split())


def _hashed(value: Any) -> Any:
    return value if not isinstance(value, list) else tuple(value)


def lines(scores: Scores) -> Iterator[str]:
    """The scores as a person reads them."""
    merge = scores.merge
    yield (
        f"merged pairs: precision {merge.precision:.3f}, recall {merge.recall:.3f} of those tagged, "
        f"{scores.recall_in_all:.3f} in all ({merge.right} right, {merge.wrong} wrong, {merge.missed} missed, "
        f"{scores.unfound} not tagged, {scores.unjudged} unjudged)"
    )
    for name in ("conflicts", "fields", "checks", "kinds", "versions", "proofs", "kin"):
        tally = getattr(scores, name)
        yield f"{name}: precision {tally.precision:.3f}, recall {tally.recall:.3f} ({tally.right}, {tally.wrong}, {tally.missed})"
    places = scores.places
    yield (
        f"places: the box covers the very words of {places.share:.3f} ({places.covered} of {places.pieces} on pages); "
        f"{places.tightness:.3f} of the letters within boxes are the words'"
    )
