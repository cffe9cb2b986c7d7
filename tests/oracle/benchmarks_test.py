"""The benchmarks still run, and renown computes what the peers compute; nothing here looks at a clock."""

import pathlib
import subprocess
import sys

RUN = pathlib.Path(__file__).resolve().parents[2] / "benches" / "run.py"


def run(*words):
    """Runs the benchmarks with a few words."""
    return subprocess.run(
        [sys.executable, str(RUN), *map(str, words)], capture_output=True, text=True, check=False
    )


def test_renown_and_every_peer_compute_the_same_figures(tmp_path):
    done = run("--check", "--posts", 20_000, "--data", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERS" not in done.stdout
    for job in ("mean", "median", "trimmed", "last", "months", "cadence", "all"):
        lines = [line for line in done.stdout.splitlines() if line.startswith(job)]
        assert len(lines) > 1, f"nobody to compare with in {job}"


def test_the_page_is_made_of_the_measurements(tmp_path):
    measurements, page = tmp_path / "measurements.json", tmp_path / "page.md"
    done = run(
        *("--posts", 5_000, "--rounds", 1, "--jobs", "median", "--peers", "numpy", "--data", tmp_path),
        *("--scaling", "--largest", 100_000, "--json", measurements, "--table", page),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| median engagement rate |" in page.read_text()
    again = run("--render", measurements, "--table", tmp_path / "again.md")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.md").read_text() == page.read_text()


def test_the_ledger_and_its_peers_come_to_the_same_totals(tmp_path):
    words = ["--check", "--rows", "20000", "--jobs", "counting,metering,facts,sweep", "--folder", tmp_path]
    script = RUN.with_name("ledger.py")
    done = subprocess.run(
        [sys.executable, str(script), *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sqlite by hand" in done.stdout
    assert "other totals" not in done.stdout
