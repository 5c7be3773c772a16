"""Why a file is refused: every reason with its cell, or with a sentence that says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from indicators.spreadsheets.upload.limits import MAX_PROBLEMS

RESAVE = "Excelで開き、「Excel ブック（*.xlsx）」として保存し直してから、もう一度選んでください。"
RETYPE = "入力用の様式をダウンロードし直し、値だけを書き写してください。"


@dataclass(frozen=True, slots=True)
class Problem:
    """`cell`: B7, a range (B7:C9, 7:7, C:C), or empty where the whole file is meant; `about`: what stands there."""

    cell: str
    message: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.cell}：{self.message}" if self.cell else self.message


class UploadRefused(Exception):
    """The file is not read, as a whole. `problems` has at least one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse(message: str, cell: str = "") -> NoReturn:
    raise UploadRefused([Problem(cell, message)])


class Problems:
    """Gathers what is wrong, so that a person can mend all of it at once; bounded, the rest is counted."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.more = 0

    def add(self, cell: str, message: str, about: str = "") -> None:
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Problem(cell, message, about))
        else:
            self.more += 1

    def refuse_if_any(self) -> None:
        refuse_all(self)


def refuse_all(*several: Problems) -> None:
    """What is wrong in any of several sheets, all of it at once."""
    found = [problem for one in several for problem in one.found]
    if not found:
        return
    more = sum(one.more for one in several)
    raise UploadRefused([*found, *([Problem("", f"このほかに{more:,}件あります。")] if more else [])])
