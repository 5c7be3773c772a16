"""Evidence: taken from the form, handed out again to those who may read the value before publication."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from indicators.evidence.storage import open_file
from indicators.forms import EntryForm
from indicators.models import Evidence, Indicator
from indicators.permissions import may_read_value
from indicators.views.shared.access import check_year, find_indicator, signed_in, staff_page
from indicators.workflow import Incomplete, NotAllowed, WrongState, attach_file, attach_link, detach


@staff_page
@require_safe
def download(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """A file, to be saved and not to be shown: as the type that its bytes are, whatever else they might be read as."""
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    if not may_read_value(signed_in(request), indicator):
        raise NotAllowed("資料を読めるのは、主担当課・企画課・管理職だけです。")
    evidence = Evidence.objects.of(indicator, year).attached().exclude(sha256="").filter(pk=pk).first()
    if evidence is None:
        raise Http404("資料はありません。")
    try:
        with open_file(evidence.sha256) as file:
            answer = HttpResponse(file.read(), content_type=evidence.content_type)
    except FileNotFoundError:
        raise Http404("資料のファイルが見つかりません。") from None
    answer["Content-Disposition"] = content_disposition_header(True, evidence.name) or "attachment"
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
        if link := form.cleaned_data.get("link"):
            try:
                attach_link(**place, url=link)
                kept += 1
                typed = QueryDict(mutable=True)
                typed.update(request.POST)
                typed["link"] = ""  # it stands in the list now
                form.data = typed
            except Incomplete as refusal:
                refused["link"] = [refusal.errors["link"]]
    except WrongState as refusal:
        if on_form:
            refused["uploads"] = [str(refusal)]
    for field, reasons in refused.items():
        for reason in reasons:
            form.add_error(field, reason)
    if kept:
        messages.success(request, f"資料を{kept}件、添付しました。")


def take_off(request: HttpRequest, by: User, indicator: Indicator, year: int) -> None:
    """The button beside a file or link."""
    chosen = request.POST.get("remove", "")
    known = Evidence.objects.of(indicator, year).attached().select_related("indicator__lead_department")
    evidence = (
        known.filter(pk=int(chosen)).first()
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 16
        else None
    )
    if evidence is None:
        messages.warning(request, "その資料は、すでに外されています。")
        return
    try:
        detach(evidence=evidence, by=by)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return
    messages.success(
        request, f"「{evidence.name or evidence.url}」を外しました。外したことは記録に残ります。"
    )
