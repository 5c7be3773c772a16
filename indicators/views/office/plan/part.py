"""The page of one part of the plan (a measure, the basic policies): its editor, its draft, what putting it in would change."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.forms.indicator_wording import IndicatorEditor
from indicators.forms.wording import MeasureEditor, PoliciesEditor, WordingForm
from indicators.views.office.confirming import Confirmation, published_as_shown, shown_to
from indicators.views.office.confirming import differences as changed_since
from indicators.views.office.plan.frame import crumbs
from indicators.views.shared.autosave import asks_for_json
from indicators.wording.days import write_day
from indicators.wording.parts import changes
from indicators.wording.people import person
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.booked import revision_with, why_held
from indicators.workflow.parts import is_public, stands
from indicators.workflow.wording import (
    GONE,
    STALE,
    WORDING,
    check_wording,
    discard_wording,
    open_draft,
    publish_wording,
    save_wording,
    why_not_put_in,
)
from measures.addresses import redirect
from measures.documents import Difference, Document
from measures.models import Plan, WordingDraft

Context = dict[str, Any]
Editor = MeasureEditor | PoliciesEditor | IndicatorEditor


class PartPage:
    """What somebody does with one part. Nothing that was typed is lost: on a refusal it stays in the boxes."""

    template: ClassVar[str]
    editor: ClassVar[type[MeasureEditor] | type[PoliciesEditor]]
    title: str

    def __init__(self, request: HttpRequest, by: User, plan: Plan, part: str) -> None:
        self.request, self.by, self.plan, self.part = request, by, plan, part
        self.version_shown = 0

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        form = WordingForm(self.request.POST)
        if action not in ("save", "publish", "discard") or not form.knows_version:
            return HttpResponseBadRequest("不明な操作です。")
        return self._save(form) if action == "save" else self._decide(action, form)

    def _save(self, form: WordingForm) -> HttpResponse:
        editor = self.typed()
        by_itself = asks_for_json(self.request)
        if not (form.is_valid() and editor.is_valid):
            errors = {**form.errors, **dict(editor.summary_of_errors)}
            return JsonResponse({"errors": errors}, status=422) if by_itself else self._page(editor, form)
        content = self.completed(editor.document)
        draft = open_draft(self.plan, self.part)
        if draft is None and content == self.stands:
            if by_itself:
                return JsonResponse({"version": 0, "saved_at": ""})
            messages.info(self.request, "変わったところはありません。")
            return redirect(self.request.path)
        try:
            kept = save_wording(
                plan=self.plan,
                part=self.part,
                content=content,
                by=self.by,
                version=form.version_seen,
                reason=form.cleaned_data["reason"],
                decided_on=form.cleaned_data["decided_on"],
            )
        except StaleVersion as refusal:
            if by_itself:
                return self._conflict(editor, refusal)
            return self._page(editor, form, str(refusal), both=refusal.current)
        except WrongState as refusal:
            answer = {"message": str(refusal), "again": None, "box": ""}
            return JsonResponse(answer, status=409) if by_itself else self._page(editor, form, str(refusal))
        if by_itself:
            return JsonResponse({"version": kept.version, "saved_at": f"{timezone.localtime():%-H:%M}"})
        messages.success(self.request, "下書きを保存しました。計画には、まだ反映していません。")
        return redirect(self.request.path)

    def _conflict(self, editor: Editor, refusal: StaleVersion) -> HttpResponse:
        """Both texts, for a page that kept its draft by itself and was not the first."""
        theirs: WordingDraft | None = refusal.current
        both = self._both(theirs, editor) if theirs else []
        words = {"changes": both, "was": "いまの下書き", "now": "あなたの入力（まだ保存していません）"}
        box = render_to_string("office/plan/changes.html", words, self.request)
        again = {"version": theirs.version if theirs else 0}
        return JsonResponse({"message": str(refusal), "again": again, "box": box}, status=409)

    def _decide(self, action: str, form: WordingForm) -> HttpResponse:
        acting: Context = {"plan": self.plan, "part": self.part, "by": self.by}
        try:
            if action == "discard":
                discard_wording(**acting, version=form.version_seen)
                messages.success(self.request, "下書きを削除しました。")
            elif not self.is_public:
                publish_wording(**acting, version=form.version_seen)
                messages.success(self.request, "計画に反映しました。")
            else:
                done = published_as_shown(
                    self.request,
                    lambda: self._confirmation(form.version_seen),
                    lambda: publish_wording(**acting, version=self.version_shown),
                )
                if isinstance(done, HttpResponse):
                    return done
                messages.success(self.request, "計画に反映しました。公開ページに表示されています。")
        except Incomplete as missing:
            return self._page(refusal=missing.message)
        except (StaleVersion, WrongState) as refusal:
            return self._page(refusal=str(refusal))
        return redirect(self.request.path)

    def _confirmation(self, version_seen: int) -> Confirmation:
        """What citizens will read; WrongState, StaleVersion, NotAllowed, Incomplete."""
        draft = open_draft(self.plan, self.part)
        if draft is None:
            raise WrongState(GONE)
        if held := why_held(self.plan, WORDING, draft.pk):
            raise WrongState(held)
        if shown_to(self.request) is None and draft.version != version_seen:
            raise StaleVersion(STALE, draft)
        if refusal := why_not_put_in(draft, self.by):
            raise NotAllowed(refusal)
        check_wording(draft)
        self.version_shown = draft.version
        by = person(draft.edited_by) if draft.edited_by else ""
        differing = changes(self.part, self.stands, draft.content)
        decided = write_day(draft.decided_on) if draft.decided_on else ""
        return Confirmation(
            title=f"{self.title}の文を計画に反映し、公表します",
            button="計画に反映して公表する",
            back=self.request.path,
            template="office/plan/confirm_part.html",
            facts={
                **{one.where: f"{one.was} → {one.now}" for one in differing},
                "理由": draft.reason,
                "決めた日": decided,
                "下書き": f"{by}、{draft.version}回目の保存",
            },
            about={
                "changes": differing,
                "reason": draft.reason,
                "decided": decided,
                "drafted_by": by,
                "crumbs": [*crumbs(self.plan, self.title), {"label": "公表の前に確かめる", "url": ""}],
            },
            posted=[("action", "publish"), ("version", str(draft.version))],
        )

    def _page(
        self,
        editor: Any = None,
        form: WordingForm | None = None,
        refusal: str = "",
        both: WordingDraft | None = None,
    ) -> HttpResponse:
        """`both`: the draft that somebody saved meanwhile; the next save of what was typed puts it in its place."""
        draft = open_draft(self.plan, self.part)
        content = draft.content if draft else self.stands or self.empty()
        context: Context = {
            "plan": self.plan,
            "title": self.title,
            "draft": draft,
            "drafted_by": person(draft.edited_by) if draft and draft.edited_by else "",
            "version": draft.version if draft else 0,
            "editor": editor or self.shown(content),
            "form": form or WordingForm.of(draft),
            "unsaved": editor is not None,
            "changes": changes(self.part, self.stands, draft.content) if draft else [],
            "is_new": self.stands is None,
            "why_not": why_not_put_in(draft, self.by) if draft else "",
            "held": why_held(self.plan, WORDING, draft.pk) if draft else "",
            "held_by": revision_with(self.plan, WORDING, draft.pk) if draft else None,
            "is_public": self.is_public,
            "refusal": refusal,
            "both": self._both(both, editor) if both and editor else [],
            "confirmed": changed_since(shown_to(self.request), {}),
            "crumbs": crumbs(self.plan, self.title),
            **self.context(content),
        }
        status = 409 if refusal else 200
        return render(self.request, self.template, context, status=status)

    def _both(self, theirs: WordingDraft, editor: Any) -> list[Difference]:
        return changes(self.part, theirs.content, self.completed(editor.document))

    @property
    def is_public(self) -> bool:
        """Whether citizens read the part: then a second person puts it in."""
        return is_public(self.plan, self.part)

    # --- What differs by part ---------------------------------------------------------------------

    @property
    def stands(self) -> Document | None:
        return stands(self.plan, self.part)

    def typed(self) -> Editor:
        return self.editor.typed(self.request.POST)

    def shown(self, content: Document) -> Editor:
        return self.editor(content)

    def empty(self) -> Document:
        raise NotImplementedError

    def completed(self, content: Document) -> Document:
        """What was typed, with what the editor has no box for."""
        return content

    def context(self, content: Document) -> Context:
        return {}
