"""The title and day of a publication that is out, said anew: drafted by one person, published by another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from indicators.forms import BatchCorrectionForm
from indicators.models import Batch, BatchCorrection, Indicator
from indicators.views.office.confirming import Confirmation, Facts
from indicators.views.office.effects import DraftSet
from indicators.views.office.explanations import ExplanationPage
from indicators.views.office.frame import LISTS, crumbs
from indicators.views.office.rules import Context
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.explanations import Entry
from indicators.wording.people import person
from indicators.workflow import draft_correction
from measures.addresses import reverse


@office_page("GET", "HEAD", "POST")
def batch_correction(request: HttpRequest, by: User, pk: int) -> HttpResponse:
    """What citizens read now, the draft of what they are to read, and what was said before."""
    batch = get_object_or_404(Batch, pk=pk, published_at__isnull=False)
    return BatchCorrectionPage(request, by, batch).serve()


class BatchCorrectionPage(ExplanationPage):
    confirm_template = "office/confirm_batch.html"
    form_class = BatchCorrectionForm
    list_page = (LISTS["batches"], "office:batches")

    def __init__(self, request: HttpRequest, by: User, batch: Batch) -> None:
        self.request, self.by, self.model, self.owner = request, by, BatchCorrection, batch
        self.indicator, self.measured = None, Indicator.objects.none()  # it judges nothing

    plan = None  # a batch goes on as yearly values do, whatever plan they are of
    is_public = True

    @property
    def address(self) -> str:
        return reverse("office:correct_batch", args=[self.owner.pk])

    def standing(self) -> Any:
        """The newest that went out; else the batch as it did."""
        return super().standing() or self.owner

    def crumbs(self) -> list[dict[str, str]]:
        return crumbs("batches", "題名と日付の訂正")

    def save(self, form: Any, **acting: Any) -> str:
        draft_correction(batch=self.owner, data=form.cleaned_data, **acting)
        return "題名と日付の訂正の下書きを保存しました。公表は、ほかの計画担当が行います。"

    def publish(self, which: int, **acting: Any) -> str:
        super().publish(which, **acting)
        return "題名と日付を訂正しました。公開ページには、訂正前のものも理由と一緒に残ります。"

    def confirmation(self, which: int, drafts: Sequence[Any]) -> Confirmation:
        found = super().confirmation(which, drafts)
        return replace(found, title="公表の題名と日付を訂正します", button="訂正を公表する")

    def shown(self, drafts: Sequence[Any]) -> DraftSet:
        found = super().shown(drafts)
        found.rule.lines = _lines(found.rule)
        found.rule.entries = _entries(found.rule)
        return found

    def facts(self, shown: DraftSet) -> Facts:
        was = {f"いまの{label}": before for label, before, _ in shown.rule.lines}
        values = "、".join(str(one) for one in self.owner.publications.all())
        told = {label: now for label, _, now in shown.rule.lines}
        [(draft, by)] = shown.drafts
        drafted = f"{by}、{draft.version}回目の保存"
        return {**was, **told, "訂正の理由": draft.reason, "下書き": drafted, "公表した値": values}

    def context(self, form: Any, drafts: Sequence[Any], *, refused: bool) -> Context:
        found = super().context(form, drafts, refused=refused)
        public = f"{reverse('public:publications')}#batch-{self.owner.pk}"
        return {**found, "tab": "batches", "public_url": public, "publish_word": "訂正を公表する"}

    def _published(self) -> list[Any]:
        known = self.owner.corrections.filter(published_at__isnull=False).order_by("-number")
        found = list(known.select_related("drafted_by", "published_by"))
        return [(one, _entries(one, with_people=True), ()) for one in found]


def _lines(correction: BatchCorrection) -> list[tuple[str, str, str]]:
    """(label, what citizens read before, what they read then)."""
    return [
        ("題名", correction.old_title, correction.title),
        ("公表の日付", write_day(correction.old_announced_on), write_day(correction.announced_on)),
    ]


def _entries(correction: BatchCorrection, *, with_people: bool = False) -> list[Entry]:
    found = [
        Entry("", label, now if was == now else f"{was} → {now}") for label, was, now in _lines(correction)
    ]
    people = {"下書きした人": correction.drafted_by, "公表した人": correction.published_by}
    return found + [Entry("", label, person(one)) for label, one in people.items() if with_people and one]
