"""Texts that a user reads: always in Chinese and in English."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word in both languages; neither can be left out."""

    zh: str
    en: str

    def within(self, language: Language) -> str:
        """Return the text in the language asked for."""
        return self.zh if language == "zh" else self.en

    def filled(self, **values: object) -> "Text":
        """Replace the named placeholders in both languages; a `Text` value fills each language with its own."""
        return Text(zh=_fill(self.zh, values, "zh"), en=_fill(self.en, values, "en"))


def listed(words: Iterable[object]) -> Text:
    """Return words in a row as each language sets them apart."""
    written = [str(word) for word in words]
    return Text(zh="、".join(written), en=", ".join(written))


def _fill(template: str, values: dict[str, object], language: Language) -> str:
    shown = {name: value.within(language) if isinstance(value, Text) else value for name, value in values.items()}
    return template.format_map(shown) if shown else template
