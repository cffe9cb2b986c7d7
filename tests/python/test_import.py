"""The package is quick to import: what is heavy is imported when it is needed."""

import subprocess
import sys

HEAVY = ("polars", "pandas", "pyarrow", "numpy", "duckdb", "altair", "asyncio", "typing_extensions")


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_importing_brings_no_heavy_package_along():
    loaded = run("import sys, renown; print(*sys.modules)").split()
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_importing_brings_few_modules_along():
    without, with_renown = (
        len(run(f"import sys{and_}; print(*sys.modules)").split()) for and_ in ("", ", renown")
    )
    assert with_renown - without < 100


def test_a_figure_of_plain_numbers_needs_no_heavy_package():
    loaded = run(
        "import sys, renown; renown.mean([1, 2]); repr(renown.parse_country('DE')); print(*sys.modules)"
    ).split()
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]
