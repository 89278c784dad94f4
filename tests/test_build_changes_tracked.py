"""Tracked changes: what Word and LibreOffice make of them when they are accepted or rejected."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from compendium.law.act import Act, Cell, Para, Provision, Table
from compendium.law.kinds import Level
from compendium_build.changes.printed import lines_of, pieces
from compendium_build.changes.report import Text, report
from compendium_build.changes.tracked import word_tracked
from tests.builders import act, article, chapter
from tests.word_settling import W, document, settled, without_blank

OFFICE = shutil.which("soffice")
BUILD = "桥梁的建设由市交通部门负责，并定期公布建设情况。"
CARE = "隧道的养护由区水务部门负责，并定期公布养护情况。"
CHECK = "渡口的检查由乡镇人民政府负责，并定期公布检查情况。"


def tabled(*names: str) -> Act:
    rows = tuple((Cell((Para((n,)),)), Cell((Para((f"{n}的限值",)),))) for n in names)
    block = Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para(("限值如下：",)), Table(rows)))
    return act(Provision(level=Level.ARTICLE, eid="", wid="", num="第一条", children=(block,)))


CASES = {
    "words": (act(article(1, BUILD)), act(article(1, BUILD.replace("市交通", "区交通")))),
    "a new end": (act(article(1, BUILD)), act(article(1, BUILD), article(2, CARE))),
    "a lost end": (act(article(1, BUILD), article(2, CARE)), act(article(1, BUILD))),
    "another end": (act(article(1, BUILD), article(2, CARE)), act(article(1, BUILD), article(2, CHECK))),
    # words added at the end of a paragraph, a new paragraph after it, and words at the start of the next
    "side by side": (
        act(article(1, BUILD, CARE, CHECK)),
        act(article(1, BUILD + "具体办法另行规定。", "码头由港口部门负责。", "依法" + CARE, CHECK)),
    ),
    "other numbers": (
        act(chapter("第一章", "总则", article(1, BUILD), article(2, CARE))),
        act(chapter("第一章", "总则", article(1, CHECK), article(2, BUILD), article(3, CARE))),
    ),
    "rows": (tabled("桥梁", "隧道"), tabled("桥梁", "渡口", "隧道涵洞")),
    "a table gone": (tabled("桥梁"), act(article(1, BUILD))),
}


def tracked(before: Act, after: Act) -> bytes:
    return word_tracked(report(Text(before, "", False), Text(after, "", False)))


@pytest.mark.parametrize("case", CASES)
def test_accepted_it_is_the_text_after_and_rejected_the_text_before(case: str) -> None:
    before, after = CASES[case]
    data = tracked(before, after)
    assert without_blank(settled(data, accepted=True)) == lines_of(pieces(after))
    assert without_blank(settled(data, accepted=False)) == lines_of(pieces(before))


def test_only_what_changed_is_a_revision() -> None:
    data = document(tracked(*CASES["words"]))
    assert ["".join(t.text or "" for t in d.iter(W + "delText")) for d in data.iter(W + "del")] == ["市"]
    assert ["".join(t.text or "" for t in i.iter(W + "t")) for i in data.iter(W + "ins")] == ["区"]


def test_a_row_added_is_one_revision_of_the_row() -> None:
    data = document(tracked(*CASES["rows"]))
    marks = [row.find(f"{W}trPr/{W}ins") is not None for row in data.iter(W + "tr")]
    assert marks == [False, True, False]


def test_every_revision_has_a_number_of_its_own() -> None:
    data = document(tracked(*CASES["other numbers"]))
    numbers = [e.get(W + "id") for tag in ("ins", "del") for e in data.iter(W + tag)]
    assert numbers and len(set(numbers)) == len(numbers)


MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settling"
 script:language="StarBasic">
Sub Settle(folder As String, count As Integer)
  Dim opening(0) As New com.sun.star.beans.PropertyValue
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  Dim nothings()
  opening(0).Name = "Hidden"
  opening(0).Value = True
  saving(0).Name = "FilterName"
  saving(0).Value = "MS Word 2007 XML"
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  For number = 0 To count - 1
    For Each verb In Array("Accept", "Reject")
      source = ConvertToURL(folder &amp; "/" &amp; number &amp; ".docx")
      doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, opening())
      task = ".uno:" &amp; verb &amp; "AllTrackedChanges"
      helper.executeDispatch(doc.CurrentController.Frame, task, "", 0, nothings())
      doc.storeToURL(ConvertToURL(folder &amp; "/" &amp; number &amp; "." &amp; verb &amp; ".docx"), saving())
      doc.close(True)
    Next
  Next
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Settling"/>
</library:library>
"""


def office(profile: Path, *arguments: str) -> None:
    """Run LibreOffice with a profile of its own."""
    command = [OFFICE or "", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    environment = {**os.environ, "HOME": str(profile)}
    subprocess.run([*command, *arguments], capture_output=True, timeout=300, check=True, env=environment)


def settled_by_office(files: list[bytes], folder: Path) -> list[tuple[list[str], list[str]]]:
    """The lines of Word files with all revisions accepted, and rejected, by LibreOffice."""
    profile = folder / "profile"
    profile.mkdir()
    office(profile, "--terminate_after_init")
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Settling.xba").write_text(MODULE, "utf-8")
    (basic / "script.xlb").write_text(LIBRARY, "utf-8")
    for number, data in enumerate(files):
        (folder / f"{number}.docx").write_bytes(data)
    office(profile, f"macro:///Standard.Settling.Settle({folder},{len(files)})")
    made = [
        [(folder / f"{n}.{verb}.docx").read_bytes() for verb in ("Accept", "Reject")]
        for n in range(len(files))
    ]
    return [(settled(accepted, True), settled(rejected, True)) for accepted, rejected in made]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_accepts_and_rejects_to_both_texts(tmp_path: Path) -> None:
    found = settled_by_office([tracked(*case) for case in CASES.values()], tmp_path)
    for name, (accepted, rejected) in zip(CASES, found, strict=True):
        before, after = CASES[name]
        assert without_blank(accepted) == lines_of(pieces(after)), name
        assert without_blank(rejected) == lines_of(pieces(before)), name
