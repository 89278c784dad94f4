"""Run the ```console examples of the documents and write what they print; --check only compares.

The examples of one document run in order in one scratch folder, which is a repository as a clone is, with
copies of the sample texts and of the sample corpus. A line that begins with `$ ` is a command, what follows
it is the output, trimmed at line ends.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "docs/staff.md", "docs/portal.md", "docs/cli.md")
_BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
_IDENTITY = "[user]\n\tname = 编辑\n\temail = bianji@example.com\n"


def rerun(page: str) -> str:
    """The page with the outputs that its commands give now."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name, "compendium"), Path(name, "home")
        for part in ("corpus", "tests/samples", "tests/fixtures"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".compendium"))
        home.mkdir()
        (home / ".gitconfig").write_text(_IDENTITY, "utf-8")
        shell = _Shell(folder, home)
        shell.clone()
        return _BLOCK.sub(lambda block: f"```console\n{shell.session(block[1])}```", page)


class _Shell:
    """Runs commands one after another; a `cd` holds for those that follow."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._top = self._folder = folder
        self._status = 0
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "COLUMNS"))}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self._env = kept | {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8", "GIT_PAGER": "cat"}

    def clone(self) -> None:
        """Make the scratch folder a repository with one commit."""
        for command in ("git init -q -b main", "git add .", "git commit -qm 例子"):
            self._run(command)

    def session(self, text: str) -> str:
        """The commands of a block, each with its output."""
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self._run(line[2:])}" for line in commands)

    def _run(self, command: str) -> str:
        if command.startswith("cd "):
            self._folder = (self._folder / command[3:]).resolve()
            return ""
        done = subprocess.run(
            ["bash", "-c", command.replace("$?", str(self._status))],
            cwd=self._folder,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self._status = done.returncode
        text = done.stdout.decode().replace(f"{self._top}/", "").replace(f"{self._top.parent}/", "../")
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def main(arguments: list[str]) -> int:
    """Write the documents, or name those whose examples print something else now."""
    changed = 0
    named = [argument for argument in arguments if not argument.startswith("-")]
    for name in named or DOCUMENTS:
        path = ROOT / name
        page = path.read_text("utf-8")
        if (now := rerun(page)) != page:
            changed += 1
            print(f"{name}: 例子的输出与现在不同")
            if "--check" not in arguments:
                path.write_text(now, "utf-8")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
