"""Confirms an import and is killed in the middle of it; a program of its own, for test_import_killed.py.

Started once, it loads Django once. Each line on its input is an order (JSON): what to post, and when to die. For each
it makes a copy of itself, which posts through the page and kills itself with SIGKILL: at the n-th statement, before
the database has it ("statement") or after it has answered ("answered"); just "before" or "after" the commit; or when
this program does it after some seconds ("wait"). How the copy ended, and how far it had come, goes to the output.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # every view is loaded before the first copy is made
    for line in sys.stdin:
        order = json.loads(line)
        told, tells = os.pipe()
        started = time.monotonic()
        copy = os.fork()
        if copy == 0:
            os._exit(Import(order, tells).run())
        os.close(tells)
        if order["when"] == "wait":
            time.sleep(order["at"])
            os.kill(copy, signal.SIGKILL)
        _, status = os.waitpid(copy, 0)
        seconds = time.monotonic() - started
        with os.fdopen(told) as pipe:
            statements = int(pipe.read() or 0)
        ended = os.waitstatus_to_exitcode(status)
        sys.stdout.write(json.dumps({"ended": ended, "seconds": seconds, "statements": statements}) + "\n")
        sys.stdout.flush()


class Import:
    def __init__(self, order: dict[str, Any], tells: int) -> None:
        self.order, self.tells, self.seen = order, tells, 0

    def run(self) -> int:
        """The class of the answer, as a process can give it: 3 for 302."""
        from django.db import connection
        from django.test import Client

        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies["sessionid"] = self.order["session"]
        database: Any = connection
        commit = database._commit

        def dying() -> None:
            """The first commit of the request is the import's."""
            if self.order["when"] == "before":
                self.die()
            commit()
            if self.order["when"] == "after":
                self.die()

        database._commit = dying
        with connection.execute_wrapper(self.execute):
            answer = client.post(self.order["page"], self.order["posted"])
        os.write(self.tells, str(self.seen).encode())
        return answer.status_code // 100

    def execute(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.seen += 1
        fatal = self.seen == self.order["at"]
        if fatal and self.order["when"] == "statement":
            self.die()
        answer = execute(*statement)
        if fatal and self.order["when"] == "answered":
            self.die()
        return answer

    def die(self) -> None:
        os.write(self.tells, str(self.seen).encode())
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
