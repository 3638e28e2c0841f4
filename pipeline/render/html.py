"""A dossier as one self-contained HTML file: no script, no remote address, printable on A4.

Every text from a packet goes through Jinja's autoescape; characters that hide or turn text are shown as signs. A
Content-Security-Policy allows nothing but the page's own style sheet, by its hash.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.document import State
from pipeline.dossier import dossier
from pipeline.labels import label
from pipeline.ranking import counts
from pipeline.record import DocumentRecord, PacketRecord
from pipeline.render.signs import pieces, visible

DOUBTS_IN_FRONT = 6
"""As many doubtful claims as the first page has room for; the others are named by their number."""
LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One packet's row on the index page. `href` is relative to the page."""

    href: str
    name: str
    studio: str
    leader: str
    employer: str
    claims: int
    proved: int
    documents: int
    states: dict[State, int]


def page(packet: PacketRecord, documents: Sequence[DocumentRecord], *, script: str = "hans") -> str:
    """The dossier of `packet` as a whole HTML document; `documents` are its members.

    `script` (hans, hant) chooses the labels; quotations stay in the source's own script.
    """
    read = dossier(packet, documents, script=script)
    return _rendered("dossier.html.j2", script, read=read, doubts_in_front=DOUBTS_IN_FRONT)


def index(packets: Iterable[Listed], *, script: str = "hans") -> str:
    """The index page of a run: one row a packet, with what was read and what was not."""
    return _rendered("index.html.j2", script, packets=tuple(packets))


def listed(packet: PacketRecord, documents: Sequence[DocumentRecord], *, href: str) -> Listed:
    """What the index says of one packet."""
    counted = [claim for claim in packet.claims if counts(claim)]
    states: dict[State, int] = {"ok": 0, "partial": 0, "refused": 0, "failed": 0}
    for document in documents:
        states[document.state] += 1
    return Listed(
        href=href,
        name=packet.name,
        studio=packet.applicant.studio,
        leader=packet.applicant.leader,
        employer=packet.applicant.employer,
        claims=len(counted),
        proved=sum(claim.proof == "certificate" for claim in counted),
        documents=len(documents),
        states=states,
    )


def _rendered(template_name: str, script: str, **values: object) -> str:
    style = files("pipeline.render").joinpath("dossier.css").read_text("utf-8")

    def name(group: str, key: str) -> str:
        return label(group, key, script=script)

    template = _environment().get_template(template_name)
    own = Markup(style)  # noqa: S704 our own style sheet, not a packet's text
    return template.render(name=name, lang=LANGUAGES[script], style=own, policy=_policy(style), **values)


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _shown(text: str) -> Markup:
    """`text` isolated from its surroundings' direction, with unseen characters as signs."""
    runs = (Markup('<span class="sign">{}</span>').format(run) if unseen else escape(run) for unseen, run in pieces(text))
    return Markup("<bdi>{}</bdi>").format(Markup("").join(runs))


def _clipped(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 1]}…"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.render", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=_shown, clipped=_clipped, visible=visible)
    return environment
