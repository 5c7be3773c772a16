"""Makes the groups, and on the first start the plan office's account; its password is printed once."""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction

from indicators.models import Membership
from indicators.permissions import PLAN_OFFICE, make_groups
from measures.models import Department

LOGIN, DEPARTMENT = "kikaku", "kikaku"


class Command(BaseCommand):
    help = "企画課（計画担当）の最初のアカウントを作り、パスワードを一度だけ表示します。二度目からは何もしません。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        office, _ = make_groups()
        if User.objects.filter(groups__name=PLAN_OFFICE).exists():
            return
        password = secrets.token_urlsafe(12)
        user = User.objects.create_superuser(
            LOGIN, password=password, last_name="企画課", first_name="計画担当"
        )
        user.groups.add(office)
        for department in Department.objects.filter(slug=DEPARTMENT):
            Membership.objects.create(user=user, department=department)
        self.stdout.write(
            "企画課（計画担当）のアカウントを作りました。パスワードは、いま一度だけ表示します。\n"
            f"  利用者名    {LOGIN}\n"
            f"  パスワード  {password}\n"
            "ログインしたら、管理画面（/admin/）でパスワードを変え、職員のアカウントを作ってください。\n"
            "自分で入力した値は公表できないので、企画課（計画担当）は二人以上にしてください。"
        )
