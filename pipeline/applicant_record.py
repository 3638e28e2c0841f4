"""Who applies, as the packet's record tells it: the form's fields and the rows of its tables, each with its place."""

import msgspec

from pipeline.record import PlaceRecord
from pipeline.view import Span


class FormField(msgspec.Struct, frozen=True):
    """One label of the application form and what is filled in, blank where nothing is; `field` is named in `form_fields.tsv`."""

    field: str
    label: str
    value: str
    document: str
    span: Span
    """Where the value stands; the label's place where it is blank."""
    places: tuple[PlaceRecord, ...]


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row of a table in the form stands. A cell that the form does not have, or that is blank, is an empty string.

    `blank` names the columns that the table has and the row leaves blank.
    """

    document: str
    span: Span
    places: tuple[PlaceRecord, ...]
    blank: tuple[str, ...] = ()


class Honour(FormRow, frozen=True, kw_only=True):
    name: str = ""
    level: str = ""
    issuer: str = ""
    date: str = ""


class Member(FormRow, frozen=True, kw_only=True):
    name: str = ""
    sex: str = ""
    birth: str = ""
    education: str = ""
    title: str = ""
    skill: str = ""
    role: str = ""


class Project(FormRow, frozen=True, kw_only=True):
    name: str = ""
    source: str = ""
    level: str = ""
    period: str = ""
    status: str = ""
    role: str = ""


class Patent(FormRow, frozen=True, kw_only=True):
    name: str = ""
    kind: str = ""
    number: str = ""
    date: str = ""
    owner: str = ""
    inventors: str = ""
    status: str = ""


class Award(FormRow, frozen=True, kw_only=True):
    name: str = ""
    prize: str = ""
    level: str = ""
    grade: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    rank: str = ""


class Benefit(FormRow, frozen=True, kw_only=True):
    project: str = ""
    date: str = ""
    amount: str = ""
    proof: str = ""


class Apprentice(FormRow, frozen=True, kw_only=True):
    master: str = ""
    apprentice: str = ""
    period: str = ""
    before: str = ""
    after: str = ""


class Training(FormRow, frozen=True, kw_only=True):
    date: str = ""
    topic: str = ""
    persons: str = ""


class Opinion(FormRow, frozen=True, kw_only=True):
    """What an office wrote of the application; `by` is the label of its place in the form."""

    by: str = ""
    text: str = ""
    date: str = ""


class Applicant(msgspec.Struct, frozen=True):
    """Who applies, as the form states it in its own characters; what it does not state is an empty string or list.

    `fields` holds every label of the form in order, those told in running words too (projects, patents, awards, benefits,
    apprentices, trainings, rules, exchange, plan, story, opinion); the named keys are the first filled value of each.
    """

    studio: str
    leader: str
    employer: str
    kind: str = ""
    level: str = ""
    applied_level: str = ""
    founded: str = ""
    sector: str = ""
    ownership: str = ""
    size: str = ""
    union: str = ""
    address: str = ""
    area: str = ""
    fund: str = ""
    leader_sex: str = ""
    leader_birth: str = ""
    leader_education: str = ""
    leader_title: str = ""
    leader_skill: str = ""
    leader_post: str = ""
    leader_honours: str = ""
    filled: str = ""
    """The date on which the form was filled in."""
    honours: tuple[Honour, ...] = ()
    members: tuple[Member, ...] = ()
    projects: tuple[Project, ...] = ()
    patents: tuple[Patent, ...] = ()
    awards: tuple[Award, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    apprentices: tuple[Apprentice, ...] = ()
    trainings: tuple[Training, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    fields: tuple[FormField, ...] = ()
