"""The book lists every page, and every relative link leads somewhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)\s]+)\)")


def tracked(*patterns):
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", *patterns],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no clone of the repository: which pages belong to it is not known")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def anchors(page):
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_book_lists_every_page_once():
    listed = [DOCS / link for link in LINK.findall((DOCS / "SUMMARY.md").read_text("utf-8"))]
    pages = {page for page in tracked("docs/*.md") if page.name != "SUMMARY.md"}
    assert len(listed) == len(set(listed))
    assert {page.relative_to(DOCS).as_posix() for page in listed} == {
        page.relative_to(DOCS).as_posix() for page in pages
    }


def test_every_relative_link_leads_somewhere():
    broken = []
    for page in tracked("*.md"):
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        for link in LINK.findall(text):
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            place = (page.parent / target).resolve() if target else page
            if not place.exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
            elif anchor and place.suffix == ".md" and anchor not in anchors(place):
                broken.append(f"{page.relative_to(ROOT)}: {link} has no such heading")
    assert not broken
