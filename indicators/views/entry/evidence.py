"""Evidence: taken from the form, handed out again to those who may read the value before publication.

Handed out is a download, whatever the file is. Shown are pictures alone, small and drawn anew, and a PDF in a tab of its own under
headers that leave it no scripts, forms or requests (docs/trust.md §4).
"""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from indicators.caching.one_at_a_time import turn
from indicators.evidence.file_types import PDF, PICTURES
from indicators.evidence.storage import open_file
from indicators.forms import EntryForm
from indicators.models import Evidence, Indicator
from indicators.permissions import may_read_value
from indicators.social_images.redrawn import small_picture
from indicators.views.shared.access import check_year, find_indicator, signed_in, staff_page
from indicators.views.shared.heavy import tell_busy
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    WrongState,
    attach_file,
    attach_link,
    attach_path,
    carry_over,
    detach,
    evidence_before,
)

PATIENCE = 5.0  # seconds until another's picture is drawn


@staff_page
@require_safe
def download(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """A file, to be saved and not to be shown: as the type that its bytes are, whatever else they might be read as."""
    evidence, body = _read(request, code, year, pk)
    return _handed_out(body, evidence.content_type, evidence.name, is_attachment=True)


@staff_page
@require_safe
def shown(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """A picture, small and drawn anew, or a PDF as it is, for a tab of its own."""
    evidence, body = _read(request, code, year, pk)
    if evidence.content_type == PDF:
        return _handed_out(body, PDF, evidence.name, is_attachment=False)
    if evidence.content_type not in PICTURES:
        raise Http404("画像とPDFだけを表示できます。")
    with turn(settings.TURNS_DIR / "pictures.lock", wait=PATIENCE) as ours:
        if not ours:
            return tell_busy(request)
        try:
            picture = small_picture(BytesIO(body))
        except ValueError:
            raise Http404("この画像は表示できません。ダウンロードして確かめてください。") from None
    return _handed_out(picture, "image/jpeg", "preview.jpg", is_attachment=False)


def _read(request: HttpRequest, code: str, year: int, pk: int) -> tuple[Evidence, bytes]:
    """For whoever may read the value: the evidence and its bytes."""
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    if not may_read_value(signed_in(request), indicator):
        raise NotAllowed("資料を読めるのは、主担当課・企画課・管理職だけです。")
    evidence = Evidence.objects.of(indicator, year).attached().exclude(sha256="").filter(pk=pk).first()
    if evidence is None:
        raise Http404("資料はありません。")
    try:
        with open_file(evidence.sha256) as file:
            return evidence, file.read()
    except FileNotFoundError:
        raise Http404("資料のファイルが見つかりません。") from None


def _handed_out(body: bytes, content_type: str, name: str, *, is_attachment: bool) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    fallback = "attachment" if is_attachment else "inline"
    answer["Content-Disposition"] = content_disposition_header(is_attachment, name) or fallback
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def take_evidence(request: HttpRequest, by: User, form: EntryForm, *, on_form: bool) -> None:
    """Keep the files and the link of a form. What is refused says why at its field; the others are kept.

    Where the value is no longer being typed, saving it says so (`on_form` False); else the field does.
    """
    number = form.cleaned_data.get("number")
    if number is None:
        return
    place = {"indicator": form.indicator, "year": form.year, "number": number, "by": by}
    kept = 0
    refused: dict[str, list[str]] = {}
    try:
        for file in form.cleaned_data.get("uploads", []):
            try:
                attach_file(**place, name=file.name or "", file=file.file)
                kept += 1
            except Incomplete as refusal:
                refused.setdefault("uploads", []).append(refusal.errors["uploads"])
        attach: tuple[tuple[str, Callable[[str], Evidence]], ...] = (
            ("link", lambda url: attach_link(**place, url=url)),
            ("path", lambda path: attach_path(**place, path=path)),
        )
        for field, keep in attach:
            if typed := form.cleaned_data.get(field):
                try:
                    keep(typed)
                    kept += 1
                    _empty(form, field)  # it stands in the list now
                except Incomplete as refusal:
                    refused[field] = [refusal.errors[field]]
    except WrongState as refusal:
        if on_form:
            refused["uploads"] = [str(refusal)]
    for field, reasons in refused.items():
        for reason in reasons:
            form.add_error(field, reason)
    if kept:
        messages.success(request, f"資料を{kept}件、添付しました。")


def _empty(form: EntryForm, field: str) -> None:
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed[field] = ""
    form.data = typed


def take_along(request: HttpRequest, by: User, form: EntryForm) -> None:
    """The button beside a file, link or place of an earlier year."""
    chosen = _chosen(request, "take_evidence")
    number = form.cleaned_data.get("number")
    known = evidence_before(form.indicator, form.year)
    evidence = next((one for one in known if one.pk == chosen), None)
    if evidence is None or number is None:
        messages.warning(request, "その資料は、もう引き継げません。")
        return
    try:
        carry_over(evidence=evidence, year=form.year, number=number, by=by)
    except Incomplete as refusal:
        form.add_missing(refusal.errors)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, f"「{evidence.words}」を引き継ぎました。古い年度の資料のままでよいか、確かめてください。"
        )


def _chosen(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def take_off(request: HttpRequest, by: User, indicator: Indicator, year: int) -> None:
    """The button beside a file or link."""
    chosen = _chosen(request, "remove")
    known = Evidence.objects.of(indicator, year).attached().select_related("indicator__lead_department")
    evidence = None if chosen is None else known.filter(pk=chosen).first()
    if evidence is None:
        messages.warning(request, "その資料は、すでに外されています。")
        return
    try:
        detach(evidence=evidence, by=by)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return
    messages.success(request, f"「{evidence.words}」を外しました。外したことは記録に残ります。")
