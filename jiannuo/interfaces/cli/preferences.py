"""What must be known before the arguments are parsed: the language and the form in which even a wrong call is answered."""

from collections.abc import Mapping, Sequence

from jiannuo.core.values.texts import Language
from jiannuo.interfaces.cli.session import Form

_NO_LOCALE = ("", "C", "POSIX")


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of all that is shown: `--lang` before the locale, Chinese where neither names one."""
    asked_for = _value_of("--lang", arguments)
    if asked_for in ("zh", "en"):
        return "zh" if asked_for == "zh" else "en"
    return _language_of_locale(environment)


def choose_form(arguments: Sequence[str]) -> Form:
    """Return the form of the output, text unless `--format json` is given."""
    return "json" if _value_of("--format", arguments) == "json" else "text"


def _value_of(option: str, arguments: Sequence[str]) -> str:
    found = ""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            found = value if equals else "".join(arguments[position + 1 : position + 2])
    return found


def _language_of_locale(environment: Mapping[str, str]) -> Language:
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    without_encoding = named.partition(".")[0]
    return "zh" if without_encoding in _NO_LOCALE or named.lower().startswith("zh") else "en"
