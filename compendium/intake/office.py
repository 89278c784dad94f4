"""Old formats (.doc, .rtf) by way of LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from compendium.bounded.programs import ProgramSlow, run_program
from compendium.intake.source import SourceRefused, SourceText
from compendium.intake.word import read_docx

_TIMEOUT = 45  # less than a file may take, so that the reason is said here


def office_command() -> str | None:
    """The LibreOffice of this machine, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_old(path: Path, data: bytes, suffix: str) -> SourceText:
    """Convert to .docx in a folder of its own, and read that."""
    command = office_command()
    if command is None:
        raise SourceRefused(
            f"{path.name}：读取 {suffix} 文件需要 LibreOffice，本机没有。"
            "请在 Word 中打开并另存为 .docx 再导入，或安装 LibreOffice。"
        )
    read = read_docx(path, _converted(command, path, data, suffix))
    note = f"{suffix} 文件由 LibreOffice 转换为 .docx 后读取，请与原件核对"
    return replace(read, warnings=(note, *read.warnings))


def _converted(command: str, path: Path, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="compendium-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "docx"]
        try:
            arguments = [command, *options, "--outdir", folder, str(source)]
            run_program(arguments, memory=False, timeout=_TIMEOUT)
        except ProgramSlow as error:
            raise SourceRefused(f"{path.name}：LibreOffice 在{_TIMEOUT}秒内没有转换完，未导入。") from error
        made = source.with_suffix(".docx")
        if not made.exists():
            raise SourceRefused(
                f"{path.name}：LibreOffice 不能打开，文件可能已损坏或已加密。请在 Word 中另存为 .docx。"
            )
        return made.read_bytes()
