"""The link checker finds what is wrong with a site: one that finds nothing would say nothing."""

import re
from pathlib import Path

import pytest

from tests.link_checker import walk
from tests.static_host import host

GOOD = '<link rel="stylesheet" href="site.css"><a href="about/#way">a</a><h1 id="top">t</h1><a href="#top">up</a>'
FAULTS = {
    '<a href="gone/">x</a>': "gone/: 404",
    '<a href="about/#nowhere">x</a>': "#nowhere: no such place",
    '<a href="#nowhere">x</a>': "#nowhere: no such place",
    '<script src="https://elsewhere.example/x.js"></script>': "asks another host",
    '<script src="gone.js"></script>': "gone.js: 404",
    '<a href="/other/">x</a>': "leads out of",
    '<form action="/search/">x</form>': "leads out of",
    '<link rel="canonical" href="/">': "leads out of",
    '<meta http-equiv="refresh" content="0; url=gone/">': "gone/: 404",
    '<meta property="og:image" content="gone.png">': "gone.png: 404",
    '<div data-library="gone.js"></div>': "gone.js: 404",
    '<a href="feed.xml">x</a>': "feed.xml leads to",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text('<p id="way">', encoding="utf-8")
    (tmp_path / "site.css").write_text("p { color: red }", encoding="utf-8")
    (tmp_path / "feed.xml").write_text('<feed><link href="gone/"/></feed>', encoding="utf-8")
    return tmp_path


def problems(site: Path, html: str) -> list[str]:
    (site / "index.html").write_text(html, encoding="utf-8")
    with host("/kpi/") as (origin, show):
        show(site)
        return walk(f"{origin}/kpi/").problems


def test_a_good_site_has_no_problem(site: Path):
    html = (
        GOOD
        + '<a href="https://elsewhere.example/">a person may follow it</a><a href="mailto:a@example.jp">m</a>'
    )
    assert problems(site, html) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(site: Path, fault: str):
    [problem] = problems(site, GOOD + fault)
    assert FAULTS[fault] in problem


def test_a_style_sheet_that_asks_another_host_is_named(site: Path):
    (site / "site.css").write_text("p { background: url(https://elsewhere.example/x.png) }", encoding="utf-8")
    [problem] = problems(site, GOOD)
    assert "asks another host" in problem


def test_where_a_walk_ends_a_page_must_be_and_its_links_are_not_followed(site: Path):
    (site / "about/index.html").write_text('<p id="way"><a href="gone/">x</a>', encoding="utf-8")
    (site / "index.html").write_text(GOOD, encoding="utf-8")
    with host("/kpi/") as (origin, show):
        show(site)
        assert walk(f"{origin}/kpi/").problems != []
        assert walk(f"{origin}/kpi/", ends=re.compile("about/$")).problems == []
        (site / "about/index.html").unlink()
        assert walk(f"{origin}/kpi/", ends=re.compile("about/$")).problems != []
