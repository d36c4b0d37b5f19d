"""The house stays readable: short functions, short files, no bags of arguments."""

from statistics import median, quantiles

from tools.catalogue import PACKAGE, REPOSITORY, python_files, written_functions

NAMED_VALUES = {"at", "filled"}
"""Methods that take named values for the placeholders of a text: the one thing a bag of arguments is for."""


def test_functions_are_short() -> None:
    lengths = [function.lines for function in written_functions()]
    too_long = [function for function in written_functions() if function.lines > 60]
    assert not too_long, as_lines(too_long)
    assert median(lengths) <= 9
    assert quantiles(lengths, n=10)[-1] <= 25


def test_files_are_short() -> None:
    folders = [PACKAGE, *(REPOSITORY / name for name in ("tests", "tools", "benchmarks"))]
    lengths = {
        str(path.relative_to(REPOSITORY)): path.read_text(encoding="utf-8").count("\n")
        for folder in folders
        for path in python_files(folder)
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > 500}
    assert not too_long, too_long
    of_package = [lines for name, lines in lengths.items() if name.startswith("jiannuo")]
    assert quantiles(of_package, n=10)[-1] <= 300


def test_no_function_takes_a_bag_of_keywords() -> None:
    bags = [function for function in written_functions() if function.has_keyword_bag]
    strangers = [
        function for function in bags if not function.bag_goes_to <= NAMED_VALUES and function.name not in NAMED_VALUES
    ]
    assert not strangers, as_lines(strangers)


def test_packages_are_empty_but_for_the_version() -> None:
    filled = [path for path in PACKAGE.rglob("__init__.py") if path.stat().st_size]
    assert filled == [PACKAGE / "__init__.py"]


def test_no_module_is_a_box_of_leftovers() -> None:
    boxes = {"utils", "util", "helpers", "common", "base", "misc", "lib", "extras", "manager"}
    assert [path for path in python_files() if boxes & {path.stem, path.parent.name}] == []


def as_lines(found: list) -> str:
    return "\n" + "\n".join(str(each) for each in found)
