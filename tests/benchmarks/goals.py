"""What the site has to reach: one row a goal, told by the key under which a benchmark calls results.tell()."""

from typing import NamedTuple


class Goal(NamedTuple):
    """`bound`: at least (≥) or at most (≤) `limit`, in the unit that `what` names; ratios have none."""

    key: str
    what: str
    bound: str
    limit: float

    def is_reached(self, figure: float) -> bool:
        return figure >= self.limit if self.bound == "≥" else figure <= self.limit


def least(key: str, what: str, limit: float) -> Goal:
    return Goal(key, what, "≥", limit)


def most(key: str, what: str, limit: float) -> Goal:
    return Goal(key, what, "≤", limit)


GOALS = (
    least("home_per_constant_view", "requests a second: home ÷ constant Django view under gunicorn", 5),
    least("home_per_empty_wsgi", "requests a second: home ÷ empty WSGI function on the same server", 0.5),
    least("home_per_datasette", "requests a second: home ÷ an indicator's JSON from Datasette", 100),
    least("unchanged_per_constant_view", "304 of the home page ÷ constant Django view under gunicorn", 5),
    least("unchanged_per_empty_wsgi", "304 of the home page ÷ empty WSGI function on the same server", 0.5),
    most("home_p99_per_p50", "home at 16 connections: p99 ÷ p50", 10),
    least(
        "nginx_kept_per_static", "requests a second: nginx before the site ÷ nginx with the page as file", 0.5
    ),
    least("nginx_unchanged_per_static", "the same of 304", 0.5),
    most("nginx_kept_seen_seconds", "a publication seen through nginx, seconds", 1),
    most("attack_drip_alone", "200 dripping sockets: home p95 ÷ quiet p95, run.py alone", 3),
    most("attack_heavy_alone", "16 heavy readers: home p95 ÷ quiet p95, run.py alone", 3),
    most("attack_logins_alone", "1,000 wrong logins a minute: home p95 ÷ quiet p95, run.py alone", 3),
    most("attack_drip_nginx", "200 dripping sockets: home p95 ÷ quiet p95, with nginx", 3),
    most("attack_heavy_nginx", "16 heavy readers: home p95 ÷ quiet p95, with nginx", 3),
    most("attack_logins_nginx", "1,000 wrong logins a minute: home p95 ÷ quiet p95, with nginx", 3),
    least("outage_site_map_percent", "addresses of the site map that answer without a database, %", 100),
    most("dashboard_10000_per_100", "server time of the dashboard: 10,000 indicators ÷ 100", 10),
    most("dashboard_10000_first_kb", "first screen of the dashboard at 10,000 indicators, KB packed", 100),
    most("home_10000_per_11", "server time of the home page: 10,000 indicators ÷ 11", 3),
    least("import_per_form_sqlite", "10,000 values: a form a row ÷ import, SQLite", 100),
    most(
        "import_per_bulk_create_postgres", "10,000 values: import ÷ bulk_create with log rows, PostgreSQL", 4
    ),
    most("export_400_seconds", "export of 400 indicators, seconds", 60),
    most("saving_with_history", "saving with history ÷ without, p50", 2),
    most("saving_p99_8_writers", "saving by 8 writers: p99 ÷ p50, PostgreSQL", 5),
    most("readers_p99_32_savers", "public pages under 32 saving people: p99 ÷ quiet p99", 3),
    most("machines_seen_seconds", "a publication on one machine seen on the other, seconds", 1),
    most("machines_lost", "acknowledged saves lost in a failover of the database", 0),
    most("soak_memory_growth", "soak: memory at its end ÷ after its first fifth", 1.1),
    most("soak_errors", "soak: answers that were errors, killed processes apart", 0),
    most("soak_lost", "soak: acknowledged saves lost", 0),
)
