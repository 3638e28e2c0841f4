"""Packets with gold: merging, conflicts, fields, formal check, kinds, versions and boxes hold their floors."""

import pytest

from bench.packets.__main__ import below, scored
from bench.packets.build import PARTS, packets


@pytest.mark.parametrize("part", PARTS)
def test_no_score_of_the_packets_falls_below_its_floor(part: str) -> None:
    scores = scored(packets(part))
    assert list(below(part, scores)) == [], [fault for tally in scores.all for fault in tally.faults]


def test_every_mention_of_the_gold_is_a_fact_of_its_packet_and_many_facts_are_told_twice() -> None:
    facts, twice = 0, 0
    for made in packets():
        told = [mention.fact for mention in made.mentions]
        assert set(told) == set(made.gold["facts"]), made.name
        facts += len(set(told))
        twice += sum(told.count(fact) > 1 for fact in set(told))
    assert twice >= facts / 3
