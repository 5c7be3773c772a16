"""Signing in through the form, as everybody does at the beginning of their day."""

from typing import Any

PASSWORD = "tanuki-bayashi-1234"


def sign_in(page: Any, base: str, name: str, after: str) -> None:
    page.goto(f"{base}/login/?next={after}")
    page.get_by_label("利用者名").or_(page.get_by_label("ユーザー名")).or_(
        page.get_by_label("ログイン名")
    ).fill(name)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(f"{base}{after}")
