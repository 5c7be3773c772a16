"""What the office sets of one initiative: drafted by one person, published by another. Each kind of setting is a page of this."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render

from indicators.forms.refusable import RefusableForm
from indicators.models import Drafted
from indicators.permissions import may_publish
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.office.frame import crumbs
from indicators.views.shared.deeds import read_code
from indicators.views.shared.plan import plan_or_404
from indicators.wording.people import person
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    StaleVersion,
    WrongState,
    discard_rule,
    draft_rule,
    drafts_of,
    publish_rule,
    why_not_theirs,
)
from measures.addresses import redirect
from measures.models import Initiative

OWN = "自分で下書きしたものは、自分では公表できません。ほかの計画担当が公表してください。"
_GONE = "この下書きは、すでに公表されているか、取りやめられています。"


def find_initiative(request: HttpRequest, code: str) -> Initiative:
    """Of the plan of the page; Http404 where it has none of that code."""
    number, of_measure, detail = read_code(code)
    if detail:
        raise Http404(code)
    return get_object_or_404(
        Initiative.objects.select_related("measure__plan"),
        measure__plan=plan_or_404(request),
        measure__number=number,
        number=of_measure,
    )


class InitiativeDraftPage:
    """GET shows what stands and what waits; POST drafts, discards or, after the page that shows it, publishes.

    A kind says its `model`, its `page` (the pattern's name), its `template` and that of the confirmation, and the hooks below.
    """

    model: ClassVar[type[Drafted]]
    page: ClassVar[str]
    template: ClassVar[str]
    confirm_template: ClassVar[str]

    def __init__(self, request: HttpRequest, by: User, told: Initiative) -> None:
        self.request, self.by, self.told = request, by, told
        self.draft: Any = self._draft()
        self.form = self.made_form(request.POST if request.POST.get("action") in ("draft", "more") else None)

    # --- Hooks ----------------------------------------------------------------------------------------

    def made_form(self, data: Any) -> RefusableForm:
        """Blank of data: what the draft says, else what stands."""
        raise NotImplementedError

    def written(self) -> dict[str, Any]:
        """The contents, after the form is valid; `initiative` and `reason` come by themselves."""
        raise NotImplementedError

    def read(self) -> list[tuple[str, str]]:
        """The draft beside what stands, under labels."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the template needs besides."""
        return {}

    # --- Steps ----------------------------------------------------------------------------------------

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action not in ("draft", "publish", "discard", "more"):
            return HttpResponseBadRequest("不明な操作です。")
        try:
            return self._taken(action)
        except Incomplete as missing:
            if not self.form.is_bound:
                return self._page("、".join(missing.errors.values()))
            self.form.add_missing(missing.errors)
            return self._page()
        except (StaleVersion, WrongState) as refusal:
            self.draft = self._draft()
            return self._page(str(refusal))

    def _taken(self, action: str) -> HttpResponse:
        if action == "more":
            return self._page()
        word = self.model.word
        if action == "draft":
            return self._save()
        if action == "discard":
            discard_rule(**self._seen(), model=self.model, pk=self._known().pk, owner=self.told.measure)
            messages.success(self.request, f"{word}の下書きを取りやめました。")
            return redirect(self.page, self.told.code)
        answer = published_as_shown(self.request, self._asked, self._publish)
        if answer is not None:
            return answer
        messages.success(self.request, f"取組{self.told.code}の{word}を公表しました。")
        return redirect("office:deeds")

    def _draft(self) -> Any:
        waiting: Any = drafts_of(self.model, self.told.measure)
        return waiting.filter(initiative=self.told.number).first()

    def _save(self) -> HttpResponse:
        if not self.form.is_valid():
            return self._page()
        said = {
            "initiative": self.told.number,
            "reason": self.form.cleaned_data["reason"],
            **self.written(),
        }
        instead = self.draft.pk if self.draft is not None else None
        draft_rule(**self._seen(), model=self.model, owner=self.told.measure, data=said, instead_of=instead)
        messages.success(
            self.request,
            f"{self.model.word}の下書きを保存しました。公表は、ほかの計画担当が行います。",
        )
        return redirect(self.page, self.told.code)

    def _seen(self) -> dict[str, Any]:
        """On the draft that the person saw; those of the measure's other initiatives are as they are."""
        waiting: Any = drafts_of(self.model, self.told.measure)
        seen = [one.at_version for one in waiting.exclude(initiative=self.told.number)]
        if shown := self.request.POST.get("seen_version", ""):
            seen.append(shown)
        return {"by": self.by, "expected_versions": seen}

    def _known(self) -> Any:
        if self.draft is None:
            raise StaleVersion(_GONE, None)
        return self.draft

    def _asked(self) -> Confirmation:
        draft, word = self._known(), self.model.word
        if not may_publish(self.by, draft):
            raise NotAllowed(why_not_theirs(self.by, draft) or OWN)
        read = self.read()
        return Confirmation(
            title=f"取組{self.told.code}の{word}を公表します",
            button="公表する",
            back=self.request.path,
            template=self.confirm_template,
            facts={**dict(read), "下書き": draft.at_version},
            about={"read": read, "told": self.told, "crumbs": crumbs("deeds", "公表の前に確かめる")},
            posted=[("action", "publish")],
        )

    def _publish(self) -> None:
        publish_rule(rule=self._known(), by=self.by)

    def _page(self, refusal: str = "") -> HttpResponse:
        context = {
            "told": self.told,
            "draft": self.draft,
            "drafted_by": person(self.draft.drafted_by) if self.draft else "",
            "may_publish": self.draft is not None and may_publish(self.by, self.draft),
            "form": self.form,
            "refusal": refusal,
            "crumbs": crumbs("deeds", f"{self.told.code} {self.model.word}"),
            **self.context(),
        }
        return render(self.request, self.template, context, status=409 if refusal else 200)
