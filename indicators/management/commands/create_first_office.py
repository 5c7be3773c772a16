"""Creates the plan office's first account on a new site, and says its password once."""

from django.core.management.base import BaseCommand
from django.urls import reverse

from indicators.accounts import create_first_office


class Command(BaseCommand):
    help = "企画課（計画担当）の最初のアカウントを作ります。すでにあるときは何もしません。"

    def handle(self, *args: object, **options: object) -> None:
        created = create_first_office()
        if created is None:
            self.stdout.write("企画課（計画担当）のアカウントはすでにあります。何も変えていません。")
            return
        user, password = created
        self.stdout.write(
            "企画課（計画担当）の最初のアカウントを作りました。パスワードが表示されるのは今回だけです。\n"
            f"  利用者名    {user.username}\n"
            f"  パスワード  {password}\n"
            f"{reverse('login')} からログインし、{reverse('password_change')} ですぐにパスワードを変えてください。\n"
            f"市の名称や計画は {reverse('office:first_steps')}（はじめの準備）で登録します。\n"
            "自分で入力した値を自分で公表することはできません。公表には計画担当がもう1人必要です。\n"
            f"{reverse('office:people')} で、ほかの人を招待してください。その人がパスワードを決めたら、サーバーで\n"
            "manage.py appoint_office 利用者名 を実行すると、2人めの計画担当になります（3人めからは画面で、2人で決めます）。"
        )
