"""What a command is given: the language, the form of the output and where to write."""

import json
from dataclasses import dataclass
from typing import Literal, TextIO

from jiannuo.core.values.texts import Language, Text

Form = Literal["text", "json"]


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command; results go to `output`, progress and problems in text to `errors`."""

    language: Language
    form: Form
    output: TextIO
    errors: TextIO
    shows_progress: bool = False

    def say(self, said: Text | str) -> None:
        """Write a line for the person, in the language of the run."""
        print(said.within(self.language) if isinstance(said, Text) else said, file=self.output)

    def write_json(self, value: object) -> None:
        """Write a value for machines; instants and other things are written as their text."""
        print(json.dumps(value, ensure_ascii=False, indent=2, default=str), file=self.output)
