"""Take the pictures of the web edition that the guides show, from the sample corpus.

python scripts/gen_pictures.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from compendium.library.catalog import load_catalog
from compendium.library.config import load_config
from compendium.store import open_corpus
from compendium_build.edition.artifacts import write_target
from compendium_build.targets import edition_of
from compendium_build.web import web_artifacts

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
DAY = date(2026, 11, 1)
_KIND = "difangxing-fagui"
_GARDEN = f"{_KIND}/yu-shui-hua-yuan-guan-li-tiao-li-shi-li"
_QUALITY = 60


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page, the window, and whether it is dark or without script."""

    name: str
    page: str
    width: int
    height: int
    dark: bool = False
    script: bool = True


SHOTS = (
    Shot("home", "index.html", 1280, 1000),
    Shot("regulation", f"{_GARDEN}/index.html", 1280, 1400),
    Shot("regulation-tablet-dark", f"{_GARDEN}/index.html", 768, 1100, dark=True),
    Shot("regulation-phone-no-script", f"{_GARDEN}/index.html", 375, 1100, script=False),
    Shot("past-version", f"{_GARDEN}/2015-07-01/index.html", 768, 1000),
    Shot("comparison", f"{_GARDEN}/2024-06-01/changes/index.html", 1280, 1000),
    Shot("repealed", f"{_KIND}/gong-yong-dian-hua-ting-guan-li-gui-ding-shi-li/index.html", 768, 900),
    Shot(
        "two-languages",
        f"{_KIND}/zao-can-fu-wu-cu-jin-tiao-li-shi-li/2023-10-01/en/parallel/index.html",
        1280,
        900,
    ),
    Shot(
        "annex-table-phone",
        f"{_KIND}/jian-zhu-yun-xing-tan-pai-fang-guan-li-tiao-li-shi-li/index.html#att_1",
        375,
        900,
    ),
)


def main() -> None:
    """Build the sample's web edition and take every picture anew."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("没有安装 Chromium")
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as started:
        snapshot = open_corpus(ROOT / "corpus").snapshot()
        config = load_config(snapshot.read("corpus.toml"))
        edition = edition_of(load_catalog(snapshot), config, DAY, "")
        write_target(Path(scratch) / "web", web_artifacts(edition))
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            (OUT / f"{shot.name}.webp").write_bytes(taken(browser, Path(scratch) / "web", shot))
        browser.close()


def taken(browser: Browser, site: Path, shot: Shot) -> bytes:
    """A small picture, for the guides live in git."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        java_script_enabled=shot.script,
    )
    page = context.new_page()
    path, _, anchor = shot.page.partition("#")
    page.goto((site / path).as_uri() + (f"#{anchor}" if anchor else ""))
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    if shot.width > 800:
        picture = picture.resize((shot.width * 5 // 8, shot.height * 5 // 8), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=6)
    return out.getvalue()


if __name__ == "__main__":
    main()
