"""Why somebody of the plan office may not publish what is not their own (docs/trust.md §3), in words."""

from django.contrib.auth.models import User

from indicators.models import Drafted, PlanUpload, Reorganisation, Result, Reviewed
from indicators.permissions import is_plan_office, set_up_by
from measures.models import PlanRevision, SiteSettings, Translation, WordingDraft

OWN = "公表できるのは、自分で入力・保存・提出していない企画課（計画担当）の人だけです。"

APPROVED = "課で承認したか直した人は、公表できません。ほかの計画担当が公表します。"


def why_not_theirs(
    by: User,
    record: Result
    | Reviewed
    | Drafted
    | WordingDraft
    | PlanRevision
    | SiteSettings
    | PlanUpload
    | Reorganisation
    | Translation,
) -> str:
    """Whose account keeps `by` from publishing, and who can; "" where it is their own, or nothing of the kind."""
    if not is_plan_office(by) or by.pk in record.author_ids:
        return ""
    people = User.objects.filter(pk__in=set_up_by(by, record.author_ids)).order_by("pk")
    names = "、".join(f"{one.last_name}{one.first_name}（{one.username}）" for one in people)
    if not names:
        return ""
    return (
        f"{names}のアカウントは、あなたが招待したか、メールアドレスを変えたか、利用を再開したか、リンクを見たもので、"
        "ほかの計画担当がまだ確認していません。このアカウントで入力・保存・提出したものを公表できるのは、あなた以外の"
        "計画担当です。ほかの計画担当が「人」のページでアカウントを確認すると、あなたも公表できます。"
    )
