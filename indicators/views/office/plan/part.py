"""The page of one part of the plan (a measure, the basic policies): its editor, its draft, what putting it in would change."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render

from indicators.forms.wording import MeasureEditor, PoliciesEditor, WordingForm
from indicators.views.office.plan.frame import crumbs
from indicators.wording.people import person
from indicators.workflow import Incomplete, StaleVersion, WrongState
from indicators.workflow.wording import (
    OWN,
    discard_wording,
    open_draft,
    publish_wording,
    save_wording,
    stands,
)
from measures.documents import Difference, Document, differences
from measures.models import Plan, WordingDraft

Context = dict[str, Any]


class PartPage:
    """What somebody does with one part. Nothing that was typed is lost: on a refusal it stays in the boxes."""

    template: ClassVar[str]
    editor: ClassVar[type[MeasureEditor] | type[PoliciesEditor]]
    title: str

    def __init__(self, request: HttpRequest, by: User, plan: Plan, part: str) -> None:
        self.request, self.by, self.plan, self.part = request, by, plan, part

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        form = WordingForm(self.request.POST)
        if action not in ("save", "publish", "discard") or not form.knows_version:
            return HttpResponseBadRequest("不明な操作です。")
        return self._save(form) if action == "save" else self._decide(action, form)

    def _save(self, form: WordingForm) -> HttpResponse:
        editor = self.editor.typed(self.request.POST)
        if not (form.is_valid() and editor.is_valid):
            return self._page(editor, form)
        content = self.completed(editor.document)
        draft = open_draft(self.plan, self.part)
        if draft is None and content == self.stands:
            messages.info(self.request, "変わったところはありません。")
            return redirect(self.request.path)
        try:
            save_wording(
                plan=self.plan,
                part=self.part,
                content=content,
                by=self.by,
                version=form.version_seen,
                reason=form.cleaned_data["reason"],
                decided_on=form.cleaned_data["decided_on"],
            )
        except StaleVersion as refusal:
            return self._page(editor, form, str(refusal), both=refusal.current)
        messages.success(self.request, "下書きを保存しました。計画には、まだ反映していません。")
        return redirect(self.request.path)

    def _decide(self, action: str, form: WordingForm) -> HttpResponse:
        acting: Context = {"plan": self.plan, "part": self.part, "by": self.by, "version": form.version_seen}
        try:
            if action == "publish":
                publish_wording(**acting)
                messages.success(self.request, "計画に反映しました。")
            else:
                discard_wording(**acting)
                messages.success(self.request, "下書きを削除しました。")
        except Incomplete as missing:
            return self._page(refusal=missing.message)
        except (StaleVersion, WrongState) as refusal:
            return self._page(refusal=str(refusal))
        return redirect(self.request.path)

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
            "editor": editor or self.editor(content),
            "form": form or WordingForm.of(draft),
            "unsaved": editor is not None,
            "changes": differences(self.stands, draft.content) if draft else [],
            "is_new": self.stands is None,
            "why_not": OWN if draft and self.plan.is_public and self.by.pk in draft.author_ids else "",
            "refusal": refusal,
            "both": self._both(both, editor) if both and editor else [],
            "crumbs": crumbs(self.plan, self.title),
            **self.context(content),
        }
        status = 409 if refusal else 200
        return render(self.request, self.template, context, status=status)

    def _both(self, theirs: WordingDraft, editor: Any) -> list[Difference]:
        return differences(theirs.content, self.completed(editor.document))

    # --- What differs by part ---------------------------------------------------------------------

    @property
    def stands(self) -> Document | None:
        return stands(self.plan, self.part)

    def empty(self) -> Document:
        raise NotImplementedError

    def completed(self, content: Document) -> Document:
        """What was typed, with what the editor has no box for."""
        return content

    def context(self, content: Document) -> Context:
        return {}
