"""Click speaks Chinese: every message has words, in whatever language the user's system speaks."""

from __future__ import annotations

import ast
import gettext
import io
import os
import re
import string
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

from compendium.system.programs import run
from compendium_cli.commands import Command
from compendium_cli.main import COMMANDS, compendium
from compendium_cli.typed import Text
from compendium_cli.wording import LOCALE, in_chinese, usage_message
from tests.conftest import Cli
from tests.scripts import script

ROOT = Path(__file__).resolve().parents[1]
WORDS = LOCALE / "zh/LC_MESSAGES/messages.po"
CHINESE = re.compile("[\u4e00-\u9fff]")
TAIL = "python scripts/compile_words.py"
MAIN = "from compendium_cli.entry import main; main()"

# What click hands to gettext by a name: the word required, which has an entry; the help of a deprecated
# command, which is Chinese already.
BY_NAME = {"extra['required']", "text"}
# Their words are their fields.
NO_WORDS = {"%(prog)s, version %(version)s", "{text} {deprecated_message}"}


# ---- the catalogue and click's source


@dataclass(frozen=True, slots=True)
class Said:
    """A message in click's source: where, its singular and plural, the fields that click fills in."""

    place: str
    msgids: tuple[str, ...]
    given: frozenset[str]


@cache
def said_by_click() -> tuple[list[Said], set[str]]:
    """Every message that click marks for translation, and what it hands over by a name."""
    found, names = [], set()
    for path in sorted(Path(click.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        filled = {
            id(call.func.value): frozenset(str(word.arg) for word in call.keywords)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "format"
        }
        for call, count in _calls(tree):
            texts = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant)]
            if len(texts) < count:
                names.add(ast.unparse(call.args[0]))
            else:
                place = f"{path.name}:{call.lineno}"
                found.append(Said(place, tuple(map(str, texts)), filled.get(id(call), frozenset())))
    return found, names


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, int]]:
    """The calls of gettext, with the number of messages that each has."""
    counts = {"_": 1, "gettext": 1, "ngettext": 2}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in counts:
            yield call, counts[call.func.id]


def entries() -> dict[str, list[str]]:
    """The catalogue as it is written: the words of each message, by its singular."""
    read = _compiler().messages(WORDS.read_text("utf-8"))
    return {msgid.split("\0")[0]: words.split("\0") for msgid, words in read.items() if msgid}


def _compiler() -> ModuleType:
    return script("compile_words")


def test_click_is_read_aright() -> None:
    found, _ = said_by_click()
    assert len(found) > 50
    assert {"Usage:", "Missing command.", "{value!r} is not {choice}."} <= {said.msgids[0] for said in found}
    assert {"args"} in [said.given for said in found]


def test_everything_that_click_can_say_has_chinese_words() -> None:
    have = entries()
    missing = {said.msgids[0]: said for said in said_by_click()[0] if said.msgids[0] not in have}
    assert not missing, "\n".join(
        f"click {said.place} says {msgid!r}: give it an entry in {WORDS.relative_to(ROOT)}, then run {TAIL}"
        for msgid, said in missing.items()
    )


def test_nothing_is_said_by_a_name_that_nobody_looked_at() -> None:
    unknown = said_by_click()[1] - BY_NAME
    assert not unknown, f"see what click says there, give it an entry in {WORDS.name}, and add it to BY_NAME"
    assert "required" in entries()


def test_the_words_are_chinese() -> None:
    for msgid, words in entries().items():
        assert msgid in NO_WORDS or all(map(CHINESE.search, words)), msgid


def test_the_words_have_no_field_that_click_does_not_fill_in() -> None:
    have = entries()
    for said in said_by_click()[0]:
        for words in have.get(said.msgids[0], []):
            fields = {field.split(".")[0] for _, field, _, _ in string.Formatter().parse(words) if field}
            assert fields <= said.given, (said.place, words)


def test_a_message_with_a_plural_has_two_forms() -> None:
    have = entries()
    for said in said_by_click()[0]:
        assert len(have[said.msgids[0]]) == len(said.msgids), said


# ---- the compiled catalogue


def test_the_compiled_words_are_those_that_are_written() -> None:
    assert _compiler().main(["--check"]) == 0, f"run {TAIL}"


def test_gettext_reads_what_the_script_writes() -> None:
    written = '# a note\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    written += 'msgid "one"\n"\\n{n}"\nmsgstr "甲\\n“{n}”"\n\n'
    written += 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "乙"\nmsgstr[1] "丙"\n'
    compiler = _compiler()
    read = gettext.GNUTranslations(io.BytesIO(compiler.compiled(compiler.messages(written))))
    assert read.gettext("one\n{n}") == "甲\n“{n}”"
    assert (read.ngettext("a", "b", 1), read.ngettext("a", "b", 2)) == ("乙", "丙")
    assert read.info() == {"content-type": "text/plain; charset=UTF-8"}


@pytest.mark.parametrize(
    "written",
    [
        'msgid "a"\nmsgstr ""',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "乙"\nmsgstr[1] ""',
        'msgid "a"\nmsgstr "甲"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "乙"\nmsgstr[1] "丙"',
        'msgid "a"\nmsgstr 甲',
        'msgctxt "a"\nmsgid "a"\nmsgstr "甲"',
    ],
)
def test_a_catalogue_with_a_fault_is_not_compiled(written: str) -> None:
    with pytest.raises(ValueError, match=r"twice|no line"):
        _compiler().messages(written)


def test_the_wheel_has_the_compiled_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        packed = opened.read("compendium_cli/locale/zh/LC_MESSAGES/messages.mo")
    assert packed == WORDS.with_suffix(".mo").read_bytes()


# ---- what people see


@pytest.mark.parametrize(
    "spoken",
    [{}, {"LANG": "C"}, {"LC_ALL": "en_US.UTF-8", "LANGUAGE": "de:en"}],
    ids=["unset", "C", "German"],
)
def test_click_speaks_chinese_whatever_the_system_speaks(spoken: dict[str, str]) -> None:
    kept = {name: words for name, words in os.environ.items() if name[:3] not in ("LAN", "LC_")}

    def said(*typed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", MAIN, "serve", *typed]
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=kept | spoken)

    asked = said("--help")
    assert asked.returncode == 0
    assert [line for line in ("选项:", "[默认：127.0.0.1]", "显示帮助。") if line not in asked.stdout] == []
    wrong = said("--port", "多")
    assert (wrong.returncode, wrong.stderr.splitlines()[0]) == (2, "用法错误：--port 不正确：“多”不是数字")


def test_the_language_of_all_else_stays_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for language in ("de", "zh"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / language / "LC_MESSAGES" / "messages.mo").touch()
    monkeypatch.setenv("LANGUAGE", "de")
    before = dict(os.environ)
    in_chinese()
    in_chinese()
    assert gettext.gettext("Options") == "选项"
    assert os.environ == before
    assert b"LANGUAGE=de\n" in run(["env"]).out
    assert gettext.find("messages", str(tmp_path)) == str(tmp_path / "de/LC_MESSAGES/messages.mo")


def test_questions_are_asked_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_chinese()
    answers = iter(["多", "3"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))
    assert click.prompt("几个", type=int) == 3
    assert "错误：“多”不是数字" in capsys.readouterr().out


def test_what_is_not_seen_is_shown_by_its_code(cli: Cli) -> None:
    answer = cli("import", "甲\x1b[31m\r乙.txt")
    assert answer.code == 2
    assert r"没有“甲\x1b[31m\r乙.txt”这个文件或目录" in answer.err
    assert usage_message(click.UsageError("甲\n乙")).startswith("用法错误：甲\n乙\n")


# ---- every command


def _commands() -> Iterator[tuple[click.Command, click.Context]]:
    context = click.Context(compendium, info_name="compendium")
    yield compendium, context
    for name in COMMANDS:
        command = compendium.get_command(context, name)
        assert command is not None
        inner = click.Context(command, parent=context, info_name=name)
        yield command, inner
        for below in command.commands.values() if isinstance(command, click.Group) else ():
            yield below, click.Context(below, parent=inner, info_name=below.name)


def test_every_command_is_one_of_ours_and_takes_no_text_that_can_not_be_kept() -> None:
    for command, context in _commands():
        assert isinstance(command, Command), context.command_path
        usage = command.get_usage(context)
        assert usage.startswith(f"用法：{context.command_path} [选项]"), usage
        assert "COMMAND" not in usage
        for param in command.params:
            if isinstance(param.type, click.types.StringParamType):
                assert isinstance(param.type, Text), (context.command_path, param.name)
