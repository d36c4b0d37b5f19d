"""The repository carries nothing of the machine it was written on and no address of a package registry."""

import re
import subprocess
import tomllib
from pathlib import Path

FORBIDDEN = re.compile(
    "|".join(
        (
            r"/(?:work|farm)/[a-z.]",
            r"/root/",
            "pypi" + r"\.org",
            "python" + "hosted",
            "registry" + r"\.npmjs",
            "github" + "usercontent",
        )
    )
)
SET_UP_FILES = ("Makefile", "pyproject.toml", ".ci/run", "tools/setup")
TEXT_ENDINGS = {"", ".py", ".md", ".toml", ".txt", ".in", ".yaml", ".yml", ".json", ".html", ".css", ".csv", ".ebnf"}


def kept_files(repository: Path) -> list[Path]:
    """Return the files that a commit of everything would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := repository / name).is_file()]


def test_no_file_names_the_machine_or_a_registry(repository: Path) -> None:
    texts = [
        path for path in kept_files(repository) if path.suffix in TEXT_ENDINGS and path.name != Path(__file__).name
    ]
    assert len(texts) > 50
    found = [
        f"{path.relative_to(repository)}:{number}: {line[:120]}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_set_up_files_carry_no_address(repository: Path) -> None:
    paths = [repository / name for name in SET_UP_FILES] + sorted((repository / "requirements").iterdir())
    assert [path for path in paths if "://" in path.read_text(encoding="utf-8")] == []


def test_every_pinned_package_has_a_hash(repository: Path) -> None:
    for path in sorted((repository / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        assert entries and all("==" in entry and "--hash=sha256:" in entry for entry in entries), path.name


def test_every_declared_package_is_pinned_in_its_list(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}
    for name, wanted in declared.items():
        pinned = (repository / f"requirements/{name}.txt").read_text(encoding="utf-8")
        names = {re.split(r"[<>=!~\[ ]", package)[0] for package in wanted}
        assert {package for package in names if not re.search(rf"^{package}==", pinned, re.MULTILINE)} == set(), name
