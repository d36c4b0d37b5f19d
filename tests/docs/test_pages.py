"""Links lead somewhere, named paths exist, named commands can be run, and both READMEs say the same."""

import re
import tomllib
from pathlib import Path

import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.interfaces.cli.table import COMMANDS
from tests.conftest import REPOSITORY
from tools.picture import LARGEST, PICTURES

DOCS = REPOSITORY / "docs"
OWN_PAGES = sorted(
    [
        *(REPOSITORY / name for name in ("README.md", "README.zh-CN.md", "CHANGELOG.md")),
        *DOCS.glob("*.md"),
        *DOCS.glob("recipes/*.md"),
    ]
)
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)]+)\)")
PATH = re.compile(r"`((?:jiannuo|tests|tools|docs|examples|charters|schema|benchmarks)/[\w./-]*)`")
SYMBOL = re.compile(r"`(\w+)` in\s+`((?:jiannuo|tests|tools)/[\w./-]+\.py)`")
MAKE = re.compile(r"\bmake ([a-z]+)\b(?!-)")
A_COMMAND = re.compile(r"`(jiannuo [^`]+)`")
each_page = pytest.mark.parametrize("page", OWN_PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> str:
    """Return what stands as code: only there do commands stand."""
    found = re.findall(r"^```sh\n(.*?)^```|`([^`\n]+)`", words_of(page), re.MULTILINE | re.DOTALL)
    return "\n".join(block or words for block, words in found)


@each_page
def test_every_link_leads_to_a_file(page: Path) -> None:
    broken = [
        link
        for link in LINK.findall(words_of(page))
        if "://" not in link and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert not broken


@each_page
def test_every_path_that_is_named_exists(page: Path) -> None:
    assert [path for path in PATH.findall(words_of(page)) if not (REPOSITORY / path).exists()] == []


@each_page
def test_every_name_said_to_stand_in_a_file_stands_there(page: Path) -> None:
    missing = [
        f"{symbol} in {path}"
        for symbol, path in SYMBOL.findall(words_of(page))
        if not re.search(rf"\b{symbol}\b", (REPOSITORY / path).read_text(encoding="utf-8"))
    ]
    assert not missing


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(MAKE.findall(code_of(page))) <= targets


@each_page
def test_every_command_that_is_named_is_a_command_with_these_options(page: Path) -> None:
    for named in A_COMMAND.findall(words_of(page)):
        words = named.split()[1:]
        command = next((each for each in COMMANDS if words[: len(each.name.split())] == each.name.split()), None)
        assert command or words[0].startswith("--") or words == ["COMMAND"], named
        options = {argument.name for argument in command.all_arguments} if command else {"--lang", "--help"}
        assert {word for word in words if word.startswith("--")} <= options, named


def test_every_command_has_its_place_among_the_everyday_tasks() -> None:
    page = words_of(DOCS / "index.md")
    assert [command.name for command in COMMANDS if f"`jiannuo {command.name}" not in page] == []


def test_the_examples_of_commands_name_promises_that_the_pack_has() -> None:
    promises = read_charter(REPOSITORY / "charters" / "ride-hailing").promises
    about = [
        example.split() for command in COMMANDS for example in command.examples if "charters/ride-hailing " in example
    ]
    named = [words[4] for words in about if words[1:3] == ["charter", "explain"]]
    named += [words[words.index("--set") + 1].partition(".")[0] for words in about if "--set" in words]
    assert len(named) == 2
    assert set(named) <= promises.keys()


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [REPOSITORY / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            links = (link.partition("#")[0] for link in LINK.findall(words_of(page)) if "://" not in link)
            waiting += [(page.parent / link).resolve() for link in links if link]
    pages = {page for page in DOCS.rglob("*.md") if "decisions" not in page.parts}
    assert pages - reached == set()


def test_both_readmes_name_the_same_links_pictures_and_commands() -> None:
    english, chinese = (words_of(REPOSITORY / name) for name in READMES)

    def without_language(links: list[str]) -> list[str]:
        return [link.replace(".zh-CN", "") for link in links if link not in READMES]

    assert without_language(LINK.findall(english)) == without_language(LINK.findall(chinese))
    commands = [re.findall(r"^make \w+", page, re.MULTILINE) for page in (english, chinese)]
    assert commands == [["make demo", "make test"]] * 2


@pytest.mark.parametrize("picture", PICTURES.values(), ids=lambda picture: picture.name)
def test_the_pictures_are_small_images_that_the_readmes_show(picture: Path) -> None:
    image = picture.read_bytes()
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(image) <= LARGEST
    assert sum(f"docs/pictures/{picture.name}" in LINK.findall(words_of(REPOSITORY / name)) for name in READMES) == 1


def test_the_architecture_names_every_room_and_keeps_their_order() -> None:
    page = words_of(DOCS / "architecture.md")
    named = re.findall(r"^        (\w+)/  ", page, re.MULTILINE)
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rooms = next(contract["layers"] for contract in contracts if contract.get("containers") == ["jiannuo.core"])
    assert named == ["cli", *rooms]
    assert sorted(rooms) == sorted(folder.parent.name for folder in (REPOSITORY / "jiannuo/core").glob("*/__init__.py"))


def test_every_recipe_names_files_and_stands_in_the_index() -> None:
    recipes = {page.name for page in DOCS.glob("recipes/*.md")} - {"index.md"}
    assert recipes == set(LINK.findall(words_of(DOCS / "recipes/index.md"))) - {"../reference/glossary.md"}
    assert [name for name in recipes if len(PATH.findall(words_of(DOCS / "recipes" / name))) < 2] == []


def test_the_notice_names_every_log_that_is_shipped() -> None:
    notice = words_of(REPOSITORY / "NOTICE")
    shipped = [path for path in (REPOSITORY / "examples").glob("*/data/*") if not path.name.startswith("LICENSE")]
    assert [path for path in shipped if str(path.relative_to(REPOSITORY)) not in notice] == []
    assert (REPOSITORY / "jiannuo/core/values/holiday_data/CN.yaml").is_file()
