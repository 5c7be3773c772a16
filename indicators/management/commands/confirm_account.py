"""For whoever looks after the server: confirms whose account it is where nobody of the office can."""

from indicators.management.one_person import OnePersonCommand
from indicators.workflow import confirm_at_server


class Command(OnePersonCommand):
    help = "ほかに確認できる計画担当がいないとき、本人に確かめたアカウントを確認します。記録に残り、計画担当の全員にメールで知らせます。"
    step = confirm_at_server
    done = "{username} のアカウントを確認しました。"
