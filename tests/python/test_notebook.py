"""The notebook of the examples runs from its first cell to its last, and lists nobody whom the policy holds back."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_notebook_runs_and_respects_the_policy():
    pytest.importorskip("polars")
    notebook = json.loads((ROOT / "examples/notebook/shortlist.ipynb").read_text("utf-8"))
    assert notebook["nbformat"] == 4
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells), (
        "outputs are not kept"
    )
    names = {"__name__": "__main__"}
    for number, cell in enumerate(cells):
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    shortlist, decisions = names["shortlist"], names["decisions"]
    assert shortlist.height == 5
    assert {decisions[person].outcome for person in shortlist["influencer_id"]} <= {"permit", "permit_with"}
    assert "deny" in {found.outcome for found in decisions.values()}, "somebody is held back"
    assert shortlist["low"].is_sorted(descending=True)
    assert names["report"].charts[:1] == ["likes_over_time"]
