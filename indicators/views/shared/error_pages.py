"""What is not there, cannot be read, went wrong or is away, in the words of the address that was asked for: /easy/…, /en/….

Everything else has its ordinary page, which the callers keep.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.views.shared.easy_words import easy_words, laid_over
from indicators.views.shared.languages import EASY, ENGLISH, shows_furigana, spoken
from indicators.wording.easy.readings import with_readings
from indicators.wording.english import English
from measures.addresses import reverse
from measures.translations import Translations

MISSING, NOT_YET, UNREADABLE, FAILED, AWAY = "missing", "not_yet", "unreadable", "failed", "away"
# Nothing of them asks the database; nor does what Django refuses before it is read.
_PLAIN = (FAILED, AWAY)


def error_page(request: HttpRequest, what: str, *, status: int, **context: Any) -> HttpResponse | None:
    """The page in easy words or in English; None of an address that is in neither.

    `part`, of what cannot be read: name=value, as it was typed; `back`: the address without it. `moment`: the day asked for.
    """
    language = spoken(request)
    plain = what in _PLAIN or (what == UNREADABLE and "part" not in context)
    if language == ENGLISH:
        context |= {
            "frame": "plain.html" if plain else "en/base.html",
            "words": English(Translations()),
            "japanese": reverse("public:home"),
        }
        return render(request, "en/error.html", {"what": what, **context}, status=status)
    if language != EASY:
        return None
    furigana = shows_furigana(request)
    context |= {"what": what, "frame": "plain.html" if plain else "easy/base.html"}
    if plain:
        response = render(request, "easy/error.html", context, status=status)
        said = with_readings(response.content.decode(), _nothing, furigana=furigana)
        response.content = said.encode()
        return response
    with easy_words(request, furigana=furigana):
        return laid_over(request, render(request, "easy/error.html", context, status=status))


def _nothing(text: str, *, as_written: bool) -> None:
    """Of names: the office's words are in the database."""
