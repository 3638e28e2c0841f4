"""Whether what a worker answers is an answer to what it was asked.

A worker has read bytes that nobody vouches for and may have been taken over. It can then say what it likes of the document it
was at, but nothing of any other, and nothing that leads the parent to files that are not the worker's own.
"""

import re
from collections.abc import Iterable

from pipeline.digests import document_id
from pipeline.document import Child, Saved
from pipeline.engines import frames
from pipeline.record import DocumentRecord

_HASH = re.compile("[0-9a-f]{64}")


def fits(job: frames.Job, answer: frames.Answer) -> bool:
    """Whether an answer is one to this job, of this very document or packet, and names children by their hashes."""
    if isinstance(answer, frames.Failed):
        return True
    fits = isinstance(answer, ANSWERS[type(job)])
    match answer:
        case frames.Read(record=record, children=children) | frames.PageRead(record=record, children=children):
            same = _is_of(record, job) and _are_hashes(children)
        case frames.Awaiting(sha256=sha256):
            same = not isinstance(job, frames.ReadFile | frames.ReadPage) or job.sha256 in {"", sha256}
        case frames.Merged(packet=packet):
            same = isinstance(job, frames.MergePacket) and packet == job.packet
        case frames.Drawn(page=page):
            same = isinstance(job, frames.DrawPage) and page == job.page
        case frames.Recognised(page=page):
            same = isinstance(job, frames.Recognise) and page == job.page
        case frames.Converted(sha256=sha256):
            same = isinstance(job, frames.Convert) and job.sha256 in {"", sha256}
        case frames.Pieces(pieces=pieces):
            same = _are_hashes(pieces)
        case _:
            same = True
    return fits and same


ANSWERS: dict[type[frames.Job], tuple[type[frames.Answer], ...]] = {
    frames.ReadFile: (frames.Read, frames.Awaiting),
    frames.CleanFile: (frames.CleanedFile, frames.Awaiting),
    frames.ListMembers: (frames.Members,),
    frames.MergePacket: (frames.Merged,),
    frames.WriteDossier: (frames.DossierWritten,),
    frames.DrawPage: (frames.Drawn,),
    frames.ReadPage: (frames.PageRead, frames.Awaiting),
    frames.WriteLists: (frames.Written,),
    frames.SplitPages: (frames.Pieces,),
    frames.Recognise: (frames.Recognised,),
    frames.Convert: (frames.Converted,),
}


def _is_of(record: DocumentRecord, job: frames.Job) -> bool:
    if not isinstance(job, frames.ReadFile | frames.ReadPage):
        return False
    packet = job.packet if isinstance(job, frames.ReadFile) else None
    return (
        (record.path, record.packet) == (job.path, packet)
        and job.sha256 in {"", record.sha256}
        and record.id == document_id(packet=packet, path=record.path, sha256=record.sha256)
    )


def _are_hashes(found: Iterable[Child | Saved | frames.Piece]) -> bool:
    return all(_HASH.fullmatch(each.sha256) and (not isinstance(each, Child) or _are_hashes(each.saved)) for each in found)
