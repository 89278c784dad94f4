"""What the tests of the command line share: a way to call it, and a small corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from json import loads
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from compendium_cli.main import run
from tests.acceptance.bad_input import regulation
from tests.serving import Live, sample_corpus, serving

# The same examples everywhere, however slow the machine; HYPOTHESIS_PROFILE=explore looks for new ones.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", _PATIENT, derandomize=True)
settings.register_profile("explore", _PATIENT, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep caches and state of the tests apart from those of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output as JSON."""
        return loads(self.out)


Cli = Callable[..., Answer]
PLAIN = ("xml", "json", "txt", "md")
"""The forms of a version that take no time; those that do have tests of their own."""


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Call the command line in this process."""

    def call(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture(scope="session")
def web_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web edition of the sample corpus on a fixed day, its links checked; built once for all tests."""
    from compendium.library.catalog import load_catalog
    from compendium.library.config import load_config
    from compendium.store import open_corpus
    from compendium.system.toml_table import CORPUS_FILE
    from compendium_build.edition.artifacts import write_target
    from compendium_build.targets import edition_of
    from compendium_build.web import web_artifacts
    from compendium_build.web.links import verifier

    snapshot = open_corpus(Path(__file__).parents[1] / "corpus").snapshot()
    config = load_config(snapshot.read(CORPUS_FILE))
    config = replace(config, web=replace(config.web, forms=PLAIN))
    edition = edition_of(load_catalog(snapshot), config, date(2026, 11, 1), "")
    out = tmp_path_factory.mktemp("site")
    # Without the forms that take long to make: the pages offer what there is.
    verify = verifier(out / ".links", edition.base_url)
    write_target(out / "web", web_artifacts(edition), verify=verify)
    return out / "web"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, started once for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("没有安装 Chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=path, args=quiet)
        yield launched
        launched.close()


@pytest.fixture
def lamps(tmp_path: Path, cli: Cli) -> Path:
    """A corpus that holds one regulation, on street lamps."""
    corpus = tmp_path / "lamps"
    assert (
        cli("init", corpus, "--title", "海浦市法规全书", "--locality", "cn-hp", "--place", "海浦市").code == 0
    )
    source = tmp_path / "路灯.txt"
    source.write_text(regulation().replace("路牌", "路灯"), "utf-8")
    assert cli("--corpus", corpus, "import", source).code == 0
    return corpus


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of the sample acts, for tests that only read."""
    with serving(sample_corpus(tmp_path_factory.mktemp("serve") / "corpus")) as running:
        yield running
