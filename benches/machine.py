"""What the numbers depend on: the machine, the versions, the memory of this process, what others do meanwhile."""

from __future__ import annotations

import importlib.metadata
import os
import pathlib
import platform
import subprocess

STATUS = pathlib.Path("/proc/self/status")
LIMITS = (
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "BENCH_THREADS",
)


def described(threads: int) -> dict[str, object]:
    """The machine, for the head of a table."""
    cpu = platform.processor() or platform.machine()
    if (info := pathlib.Path("/proc/cpuinfo")).exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        cpu = names[0] if names else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "threads": threads,
        "memory_gib": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "node": version_of_node(),
    }


def version_of_node() -> str | None:
    """The version of Node, where it is there."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip().removeprefix("v")


def version(package: str) -> str | None:
    """The version of an installed package."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def environment(threads: int) -> dict[str, str]:
    """The environment of a contestant: every library that reads its number of threads from there gets the same."""
    return {**os.environ, **dict.fromkeys(LIMITS, str(threads))}


def resident(field: str = "VmRSS") -> float:
    """Resident memory of this process now, or at its highest (`VmHWM`), in bytes; NaN where it is not told."""
    if STATUS.exists():
        for line in STATUS.read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    return float("nan")


def forget_peak() -> None:
    """Lets the highest resident memory start again from the present one."""
    try:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def busy() -> float:
    """Seconds of all cores that everyone on this machine has used so far; NaN where it is not told."""
    stat = pathlib.Path("/proc/stat")
    if not stat.exists():
        return float("nan")
    user, nice, system = stat.read_text().splitlines()[0].split()[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")
