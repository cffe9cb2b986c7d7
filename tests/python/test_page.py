"""The page of a report in a browser, read as a person would: by eye, by keyboard, by screen reader."""

import itertools
import os
from pathlib import Path

import pytest
import renown as rn
import reports
from browser import Browser, installed

HOSTILE = (
    "</title><script>document.title='taken'</script><img src='https://example.org/x.png' onerror=alert(1)>"
)

pytestmark = pytest.mark.skipif(
    installed() is None, reason="no Chromium: the page was not opened in a browser"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    opened = Browser(tmp_path_factory.mktemp("browser"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    reports.full().report.to_html(path)
    return path


@pytest.fixture(autouse=True)
def quiet(browser):
    browser.logged.clear()
    browser.requested.clear()
    yield
    assert browser.logged == []
    outside = [url for url in browser.requested if not url.startswith(("file:", "data:", "about:"))]
    assert outside == []


def test_a_screen_reader_is_told_all_of_it(browser, page):
    browser.open(page)
    told = browser.accessible()
    roles = [role for role, _ in told]
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert roles.count(landmark) == 1, landmark
    assert browser.ask("document.documentElement.lang") == "en"
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    pictures = [name for role, name in told if role == "image" and name]
    assert {"Likes over time", "Audience by country", "Credibility of the audience"} <= set(pictures)


def test_every_picture_has_its_numbers_in_a_table(browser, page):
    browser.open(page)
    figures = browser.ask(
        "[...document.querySelectorAll('figure')].map(f => [f.querySelectorAll('svg').length,"
        " f.querySelectorAll('table tbody tr').length, f.querySelector('desc').textContent.length])"
    )
    assert len(figures) == 6
    assert all(pictures == 1 and rows > 0 and description > 40 for pictures, rows, description in figures)
    heads = browser.ask(
        "[...document.querySelectorAll('table')].every(t => t.caption && t.querySelector('thead th[scope=col]'))"
    )
    assert heads


def test_the_keyboard_goes_everywhere_and_past_the_navigation(browser, page):
    browser.open(page)
    browser.press("Tab", 9)
    assert browser.ask("document.activeElement.className") == "skip"
    assert browser.ask("document.activeElement.getBoundingClientRect().left >= 0"), "it is to be seen"
    browser.press("Enter", 13, text="\r")
    assert browser.ask("document.activeElement.id") == "main"
    reached = []
    for _ in range(60):
        browser.press("Tab", 9)
        reached.append(browser.ask("document.activeElement.tagName"))
    assert "SUMMARY" in reached
    browser.ask("document.querySelector('summary').focus()")
    browser.press("Enter", 13, text="\r")
    assert browser.ask("document.querySelector('details').open")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_light_and_dark_narrow_and_wide(browser, page, width, dark, tmp_path):
    browser.look(width=width, dark=dark)
    browser.open(page)
    assert browser.ask("document.documentElement.scrollWidth <= window.innerWidth"), "no scrolling sideways"
    ink, paper = browser.ask(
        "['color', 'backgroundColor'].map(of => getComputedStyle(document.body)[of].match(/\\d+/g)"
        ".slice(0, 3).reduce((sum, part) => sum + +part, 0))"
    )
    assert (ink > paper) == dark
    kept = Path(os.environ.get("RENOWN_SCREENSHOTS", tmp_path))
    kept.mkdir(parents=True, exist_ok=True)
    picture = kept / f"report-{width}-{'dark' if dark else 'light'}.png"
    browser.screenshot(picture)
    assert picture.stat().st_size > 20_000


def test_what_strangers_wrote_runs_nowhere(browser, tmp_path):
    path = tmp_path / "hostile.html"
    made = reports.given(name="Ivy <b>Invented</b>", caption=HOSTILE)
    rn.report(**made).report.to_html(path)
    browser.open(path)
    assert "taken" not in browser.ask("document.title")
    assert browser.ask("document.querySelectorAll('script, img, main b').length") == 0
    assert "<b>Invented</b>" in browser.ask("document.querySelector('h1').textContent")
    assert browser.ask("document.body.textContent.includes('<script>')")
