"""For whoever looks after the server: makes somebody one of the plan office while too few are there to confirm it."""

from indicators.management.one_person import OnePersonCommand
from indicators.workflow import appoint


class Command(OnePersonCommand):
    help = (
        "利用できる計画担当が2人より少ないとき、登録済みの人を計画担当にします（停止中なら再開します）。"
        "記録に残り、「計画担当の仕事」の画面に表示されます。"
    )
    step = appoint
    done = "{username} を計画担当にしました。計画担当の全員にメールで知らせます。"
    advice = "先に画面から招待してください。"
