"""Duties as one page that stands by itself, in the look of the web edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Template
from markupsafe import Markup

from compendium.duties import Duty, Urgency
from compendium.law.days import day_words
from compendium.law.names import quoted
from compendium_build.edition.templates import environment_of

FOLDED = 10
"""A group of more duties than this is folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of one urgency and concern."""

    urgency: Urgency
    name: str
    duties: tuple[Duty, ...]

    @property
    def folded(self) -> bool:
        """Whether the list is shown only when asked for."""
        return len(self.duties) > FOLDED


def page(duties: Sequence[Duty], day: date, title: str, publisher: str = "", revision: str = "") -> bytes:
    """Write the page; `duties` are in the order of `ordered`."""
    html = _template().render(
        title=title,
        publisher=publisher,
        revision=revision[:12],
        as_of=day,
        style=_style(),
        sections=[(urgency, list(groups)) for urgency, groups in groupby(_groups(duties, day), _urgency)],
        total=len(duties),
    )
    return html.encode()


def _groups(duties: Sequence[Duty], day: date) -> list[Group]:
    found = groupby(duties, lambda duty: (duty.urgency(day), duty.concern))
    return [Group(urgency, concern.chinese, tuple(group)) for (urgency, concern), group in found]


def _urgency(group: Group) -> Urgency:
    return group.urgency


def _style() -> Markup:
    """The web edition's style sheet, to stand within the page; it holds no `<`."""
    sheet = files("compendium_build.web").joinpath("assets/site.css").read_text("utf-8")
    return Markup(sheet)


@cache
def _template() -> Template:
    environment = environment_of("compendium_build.duties")
    environment.filters |= {"quoted": quoted, "day_words": day_words}
    return environment.get_template("duties.html")
