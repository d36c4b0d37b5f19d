"""Walk through a page of docs/ as a reader would: write its files, run its commands, and note what they really say.

A fenced block that names a file (```` ```yaml charter/charter.yaml ````) is written; one of kind `diff` exchanges lines
of the file it names; one of kind `console` runs each line that begins with `$ ` and holds what it printed. In a block
`console interrupted` the command is interrupted as by Ctrl-C once its result has begun.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jiannuo.core.values.kept_code import DIRECTORY_VARIABLE, code_directory
from jiannuo.core.values.texts import Language
from tools.catalogue import REPOSITORY

PAGES: dict[str, Language] = {
    "docs/tutorial.md": "en",
    "docs/tutorial.zh-CN.md": "zh",
    "docs/bad-input.md": "en",
}
"""The pages that are walked through, with the language that their reader's system speaks."""

_BLOCK = re.compile(r"^```(?P<kind>\w+)(?P<about>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LOCALES: dict[Language, str] = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
_PATIENCE = 300.0
"""Seconds that a command may take; the first that judges may have to compile the kernel."""


@dataclass(slots=True)
class Walk:
    """A walk through one page, in a folder of its own; `code` is the exit code of the last command."""

    folder: Path
    language: Language
    code: int = 0

    def take(self, block: re.Match[str]) -> str:
        """Do what a block says and return the block as it ought to read."""
        kind, about, body = block["kind"], block["about"].strip(), block["body"]
        if kind == "console":
            said = "".join(self._say(command, about) for command in commands_in(body))
            return f"```console{' ' + about if about else ''}\n{said}```"
        if kind == "diff":
            self._exchange(self.folder / about, body)
        elif about:
            write(self.folder / about, body)
        return block[0]

    def _exchange(self, file: Path, body: str) -> None:
        """Exchange the lines marked `-` for the lines marked `+`, which stand for each other in order."""
        content = file.read_text(encoding="utf-8")
        old, new = (marked(body, sign) for sign in "-+")
        for before, after in zip(old, new, strict=True):
            if content.count(f"{before}\n") != 1:
                raise ValueError(f"{file.name} does not hold this line just once: {before}")
            content = content.replace(f"{before}\n", f"{after}\n")
        file.write_text(content, encoding="utf-8")

    def _say(self, command: str, about: str) -> str:
        said = self._interrupt(command) if about == "interrupted" else self._run(command)
        shown = said.replace(f"{self.folder}/", "").replace("\ufeff", "").rstrip("\n")
        return f"$ {command}\n" + (f"{shown}\n" if shown else "")

    def _run(self, command: str) -> str:
        script = f"(exit {self.code}); {command}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_PATIENCE,
        )
        self.code = done.returncode
        return done.stdout

    def _interrupt(self, command: str) -> str:
        with subprocess.Popen(
            shlex.split(command.replace("\\\n", " ")),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            self._await_result_begun(process)
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=_PATIENCE)
        self.code = process.returncode
        return f"^C\n{said}"

    def _await_result_begun(self, process: subprocess.Popen[str]) -> None:
        ends = time.monotonic() + _PATIENCE
        while not list(self.folder.glob("*.partial-*")):
            if process.poll() is not None or time.monotonic() > ends:
                raise TimeoutError(f"no result was begun by {process.args!r}")
            time.sleep(0.02)
        time.sleep(0.2)  # let it get well into its work

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of the reader: the program on the path and the system's language."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        # Where space is short, Python 3.11 may leave half a file of bytecode behind, on which every later run fails.
        quiet = {"PYTHONDONTWRITEBYTECODE": "1"}
        code = code_directory()
        # What the set-up compiled stays at hand, although the reader's home is another.
        compiled = {DIRECTORY_VARIABLE: str(code.parent)} if code is not None else {}
        return {"PATH": path, "HOME": str(self.folder), "LANG": _LOCALES[self.language], **quiet, **compiled}


def walk(page: str, *, language: Language) -> str:
    """Return a page with what its commands really print, run in an empty folder beside the examples."""
    with TemporaryDirectory() as passing:
        folder = Path(passing).resolve()
        (folder / "examples").symlink_to(REPOSITORY / "examples")
        return _BLOCK.sub(Walk(folder, language).take, page)


def walk_through(name: str) -> str:
    """Return a page of the repository with what its commands really print."""
    return walk((REPOSITORY / name).read_text(encoding="utf-8"), language=PAGES[name])


def commands_in(body: str) -> Iterator[str]:
    """Yield the commands of a console, each with the lines it is continued on."""
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command += "\n" + next(lines)
            yield command


def marked(body: str, sign: str) -> list[str]:
    """Return the lines of a diff that begin with a sign, without it."""
    return [line[1:] for line in body.splitlines() if line.startswith(sign)]


def write(file: Path, content: str) -> None:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def main() -> None:
    """Rewrite what the commands print on every page that is walked through."""
    for name in PAGES:
        path, page = REPOSITORY / name, walk_through(name)
        if path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8")
            print(f"written: {name}")


if __name__ == "__main__":
    main()
