"""The site as it stands without any setting: who may enter, what a browser may do, where data is kept."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client


def test_every_page_carries_the_policy_for_browsers(client: Client, db: None) -> None:
    response = client.get("/admin/login/")
    assert response.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.sqlite
def test_sqlite_waits_its_turn_and_keeps_a_committed_save(db: None) -> None:
    with connection.cursor() as cursor:
        values = {
            pragma: cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


def _log_in(client: Client, name: str, password: str, address: str) -> int:
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", form, REMOTE_ADDR=address).status_code


def test_failed_logins_lock_one_name_at_one_address_and_nobody_else(client: Client, db: None) -> None:
    for name in ("alice", "bob"):
        User.objects.create_superuser(name, password="a right password")
    for _ in range(5):
        _log_in(client, "alice", "wrong", "192.0.2.1")
    assert _log_in(client, "alice", "a right password", "192.0.2.1") == 429
    assert _log_in(client, "bob", "a right password", "192.0.2.1") == 302
    assert _log_in(Client(), "alice", "a right password", "192.0.2.2") == 302
