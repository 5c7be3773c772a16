"""For whoever looks after the server: takes a lost second factor away where too few of the office are there to do it."""

from indicators.management.one_person import OnePersonCommand
from indicators.workflow import reset_factor_at_server


class Command(OnePersonCommand):
    help = "スマートフォンも予備のコードもなくした人の、二段階認証を解除します。本人に確かめてから使ってください。記録に残り、計画担当の全員にメールで知らせます。"
    step = reset_factor_at_server
    done = "{username} の二段階認証を解除しました。次のログインで登録し直せます。"
