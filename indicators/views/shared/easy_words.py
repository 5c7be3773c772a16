"""What the office has said of a plan's words, laid over a finished easy page, with readings of ours unless they are left out."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from indicators.views.shared.languages import links_without_furigana
from indicators.views.shared.moment import readable_moment
from indicators.views.shared.plan import plan_of_frame
from indicators.wording.easy.readings import Parts, with_readings
from measures.translations import Translations, translations_of


@contextmanager
def easy_words(request: HttpRequest, *, furigana: bool) -> Iterator[None]:
    """Templates find the office's words as `request.translations`, and whether readings are wanted as `request.furigana`
    (templatetags/easy.py); without them links to easy pages keep the switch."""

    def asked() -> Translations:
        moment = readable_moment(request)
        return translations_of(plan_of_frame(request), moment.until if moment else None)

    setattr(request, "translations", SimpleLazyObject(asked))  # noqa: B010 (a request has no such attribute)
    setattr(request, "furigana", furigana)  # noqa: B010
    if furigana:
        yield
    else:
        with links_without_furigana(request):
            yield


def laid_over(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with them. A page that names nothing of the city asks for none."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return response
    translations: Translations = getattr(request, "translations")  # noqa: B009
    furigana: bool = getattr(request, "furigana")  # noqa: B009

    def said(text: str, *, as_written: bool) -> Parts | None:
        easier = None if as_written else translations.easy(text)
        return easier or translations.ruby(text)

    response.content = with_readings(response.content.decode(), said, furigana=furigana).encode()
    return response
