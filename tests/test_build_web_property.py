"""Whatever an act says, its page says: every provision, with terms, links and marks beside it."""

from __future__ import annotations

from hypothesis import given, settings
from markupsafe import Markup

from compendium.law.act import Act
from compendium.law.terms import Terms
from compendium.library.facts import labels
from compendium_build.web.links import read_page
from compendium_build.web.text import Inliner, TextWriter
from tests.act_strategy import acts
from tests.web_samples import page_texts


def _page(act: Act) -> str:
    """The text of an act as a page has it, in the barest frame, its notes below."""
    eids = frozenset(eid for eid, _ in labels(act))
    inline = Inliner(links={}, own=eids, picture=lambda src: src, terms=Terms(act))
    beside = dict.fromkeys(eids, '<details class="mark"><summary>沿革</summary></details>')
    writer = TextWriter(inline=inline, labels=dict(labels(act)), pending={}, beside=beside)
    body = writer.body(act) + "".join(writer.attachment(each) for each in act.attachments)
    notes = "".join(
        f'<li id="note-{n}"><span class="note-mark">{Markup.escape(mark)}</span>'
        f'<span class="note-text">{html}</span></li>'
        for n, (mark, html) in enumerate(inline.notes, 1)
    )
    return f'<!DOCTYPE html><html><body><article class="law">{body}</article><ul>{notes}</ul></body></html>'


@settings(max_examples=60)
@given(acts())
def test_every_provision_of_any_act_reads_as_it_is(act: Act) -> None:
    page = _page(act)
    expected = {provision.eid: provision.text for provision in act.provisions()}
    expected |= {attachment.eid: attachment.text for attachment in act.attachments}
    assert page_texts(page.encode()) == {eid: text for eid, text in expected.items() if "_" in eid}
    assert not [fault for fault in read_page("a.html", page).faults if "位置" in fault]
