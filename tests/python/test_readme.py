"""What the README and the examples show runs as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def blocks(file):
    return re.findall(r"```python\n(.*?)```", (ROOT / file).read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("file", ["README.md", "docs/python.md", "docs/tutorial/python.md"])
def test_the_python_of_a_page_runs(file, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert blocks(file)
    names: dict = {}
    exec("import renown as rn", names)
    for block in blocks(file):
        exec(compile(block, file, "exec"), names)


@pytest.mark.parametrize(
    "example", sorted((ROOT / "examples" / "python").glob("*.py")), ids=lambda path: path.stem
)
def test_an_example_runs(example):
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, example], capture_output=True, check=True, env=environment)
    assert done.stdout
