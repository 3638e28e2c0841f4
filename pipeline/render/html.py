"""A dossier as one self-contained HTML file: no script, no remote address, printable on A4.

Every text from a packet goes through Jinja's autoescape; characters that hide or turn text are shown as signs. A
Content-Security-Policy allows nothing but the page's own style sheet, by its hash.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import get_args

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.document import State
from pipeline.dossier import Asking, dossier
from pipeline.merging.kin import Kin
from pipeline.officer import RunReport
from pipeline.packet_record import PacketRecord
from pipeline.pictures import NONE, Pictures
from pipeline.ranking import counts
from pipeline.record import DocumentRecord
from pipeline.render.signs import pieces, visible
from pipeline.wording.labels import label

ROOM = {"contradictions": 3, "doubts": 2, "flagged": 2, "unread": 2, "missing": 7}
"""Lines of each kind that the first page has room for on A4; the others are named by their number."""
MOST_CONTRADICTIONS = 400
"""As many as the template tells."""
_ID = re.compile(r' id="([^"]+)"')
_LINK = re.compile(r'<a((?: class="[a-z]+")?) href="#([^"]+)">')
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


def page(
    packet: PacketRecord,
    documents: Sequence[DocumentRecord],
    *,
    asking: Asking | None = None,
    pictures: Pictures = NONE,
    script: str = "hans",
) -> str:
    """The dossier of `packet` as a whole HTML document; `documents` are its members, `asking` the rubric it follows.

    `script` (hans, hant) chooses the labels; quotations stay in the source's own script.
    """
    read = dossier(packet, documents, asking=asking, pictures=pictures, script=script)
    made = rendered("dossier.html.j2", script, running=read.applicant.studio or read.name, read=read, room=ROOM)
    return (
        _resolved(made) if read.claims_left_out or read.files_left_out or len(read.contradictions) > MOST_CONTRADICTIONS else made
    )


def _resolved(made: str) -> str:
    """The page without links to what it has no room for: their words stay."""
    known = frozenset(_ID.findall(made))
    return _LINK.sub(partial(_kept, known), made)


def _kept(known: frozenset[str], link: "re.Match[str]") -> str:
    return link[0] if link[2] in known else f"<a{link[1]}>"


def index(packets: Iterable[Listed], *, alike: Sequence[Kin] = (), script: str = "hans") -> str:
    """The index page of a run: one row a packet, with what was read and what was not; `alike` may be one applicant's."""
    running = label("ui", "index", script=script)
    return rendered("index.html.j2", script, running=running, packets=tuple(packets), alike=alike)


def run_report(report: RunReport, *, script: str = "hans") -> str:
    """The report on a whole workspace, for the officer who had it read."""
    counted = {
        "states": [(state, report.states[state]) for state in get_args(State) if report.states[state]],
        "reasons": report.reasons.most_common(),
        "flags": report.flags.most_common(),
    }
    return rendered("report.html.j2", script, running=label("report", "title", script=script), report=report, **counted)


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


def rendered(template_name: str, script: str, *, running: str, **values: object) -> str:
    """The template's text; `running` is the line at the head of every printed page but the first."""
    head = f'@page {{ @top-right {{ content: "{_css_string(visible(running))}"; }} }}'
    style = f'{_style()}{head}\n@page :first {{ @top-right {{ content: ""; }} }}\n'

    def name(group: str, key: str) -> str:
        return label(group, key, script=script)

    template = _environment().get_template(template_name)
    own = Markup(style)  # noqa: S704 our own style sheet; the one string in it is escaped
    return template.render(name=name, lang=LANGUAGES[script], style=own, policy=_policy(style), **values)


@cache
def _style() -> str:
    return files("pipeline.render").joinpath("dossier.css").read_text("utf-8")


def _css_string(text: str) -> str:
    """`text` within a CSS string: whatever is neither letter nor digit as its code point (CSS Syntax 3, section 4.3.7)."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in text[:60])


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
