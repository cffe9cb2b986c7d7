"""The page that shows what was measured."""

from __future__ import annotations

import math

from crowds import influencers
from jobs import ALL, EVERY, JOBS, OTHERS, Job
from rounds import NODE, TOLERANCE, Line, middle

RENOWN, WITHOUT = "renown", "renown, no intervals"
OURS = (RENOWN, WITHOUT, NODE)
FASTER = """\
*Times faster* is the time of the fastest peer over renown's, with intervals: median (minimum–maximum) of the pairs.
*Without intervals* compares with renown's time for values alone, which is all that peers compute.
"""
BUSY = """\
Where *other cores* is above 0.2 the machine was busy with something else, and times say little; ratios say more.
"""


def grid(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def span(numbers: list[float]) -> str:
    """Median, minimum and maximum."""
    if not numbers:
        return "–"
    return f"{middle(numbers):.1f} ({min(numbers):.1f}–{max(numbers):.1f})"


def milliseconds(line: Line | None) -> str:
    """The median time."""
    return f"{middle(line.seconds) * 1e3:,.1f}" if line and line.seconds else "–"


def number(value: float, digits: int = 1) -> str:
    """A number, or a dash where there is none."""
    return f"{value:,.{digits}f}" if math.isfinite(value) else "–"


def peers(lines: list[Line]) -> list[Line]:
    """The others, those that ran."""
    return [line for line in lines if line.name not in OURS and line.seconds]


def best(lines: list[Line], engines: bool = False) -> Line | None:
    """The fastest of the others by its ratio to renown; of the engines, which numpy is not."""
    others = (line for line in peers(lines) if line.agrees() and not (engines and line.name == "numpy"))
    return min(others, key=lambda line: middle(line.ratios), default=None)


def megabytes(size: float | None) -> str:
    """Bytes as MB, or a dash where they are not known."""
    return "–" if size is None else number(size / 1e6)


def by_name(lines: list[Line], name: str) -> Line | None:
    """The line of one contestant."""
    return next((line for line in lines if line.name == name and line.seconds), None)


def sums(jobs: dict[str, list[Line]]) -> list[float]:
    """The best of the others in each job, added up round by round, over renown's one call."""
    one = by_name(jobs.get(ALL.name, []), RENOWN)
    found = [best(jobs.get(job, [])) for job in JOBS]
    if one is None or None in found:
        return []
    rounds = zip(*(line.seconds for line in found), strict=False)
    return [sum(seconds) / mine for seconds, mine in zip(rounds, one.seconds, strict=False)]


def overview(jobs: dict[str, list[Line]], posts: int) -> str:
    """One line a job."""
    rows = []
    for job in EVERY.values():
        lines = jobs.get(job.name, [])
        mine, without, node = (by_name(lines, name) for name in OURS)
        if mine is None:
            continue
        peer = best(lines)
        ratios = sums(jobs) if job is ALL else (peer.ratios if peer else [])
        name = "sum of the best" if job is ALL else (peer.name if peer else "–")
        values_only = (
            [ratio * middle(mine.seconds) / middle(without.seconds) for ratio in ratios]
            if without and ratios
            else []
        )
        rows.append(
            [
                job.what,
                milliseconds(mine),
                milliseconds(without),
                number(middle(mine.seconds) / posts * 1e9),
                name,
                span(ratios),
                span(values_only),
                f"≥ {job.aim:g}",
                number(mine.extra_bytes_per_row),
                megabytes(mine.extra_bytes_per_row * posts),
                number(middle(node.ratios), 2) if node else "–",
            ]
        )
        if job.engines and (engine := best(lines, engines=True)):
            rest = [engine.name, span(engine.ratios), "–", f"≥ {job.engines:g}", "–", "–", "–"]
            rows.append([f"{job.what}: the fastest engine", "–", "–", "–", *rest])
    head = [
        "job",
        "ms",
        "ms, no intervals",
        "ns/row",
        "best peer",
        "times faster",
        "without intervals",
        "aim",
    ]
    return grid([*head, "extra B/row", "extra MB", "Node / Python"], rows)


def details(job: Job, lines: list[Line], count: int) -> str:
    """Everyone in one job."""
    rows = []
    for line in lines:
        if line.failed:
            rows.append([line.name, "did not finish", *["–"] * 7])
            continue
        agrees = "–" if line.difference is None else ("yes" if line.difference <= TOLERANCE else "NO")
        cpu = number(middle(line.cpu) * 1e3)
        cells = [milliseconds(line), cpu, span(line.ratios), number(line.extra_bytes_per_row)]
        cells += [megabytes(line.extra_bytes_per_row * count), megabytes(line.result_bytes)]
        rows.append([line.name, *cells, number(line.other_cores, 2), agrees])
    head = ["", "ms", "ms of all cores", "time / renown's", "extra B/row", "extra MB", "of it result, MB"]
    head += ["other cores", "same figures"]
    return f"### {job.what[0].upper()}{job.what[1:]}\n\n{grid(head, rows)}"


def grown(lines: list[dict[str, object]]) -> str:
    """Time per row by size."""
    sizes = sorted({int(line["posts"]) for line in lines})
    cells = {(line["job"], line["posts"]): line["ns_per_row"] for line in lines}
    rows = [
        [job.what, *(f"{cells[job.name, size]:.1f}" if (job.name, size) in cells else "–" for size in sizes)]
        for job in (*JOBS.values(), ALL)
        if any((job.name, size) in cells for size in sizes)
    ]
    table = grid(["job", *(f"{size:,} posts" for size in sizes)], rows)
    return f"## Time per row by size\n\nNanoseconds per row of renown, with intervals.\n\n{table}"


def data(document: dict) -> str:
    """What was measured on, in words."""
    crowd = {OTHERS[entry["job"]].table for entry in document["jobs"] if entry["job"] in OTHERS}
    words = [
        f"{document['rows']:,} {table} rows of {influencers(table, document['rows']):,} influencers, gathered"
        for table in sorted(crowd)
    ]
    if any(entry["job"] not in OTHERS for entry in document["jobs"]):
        words.insert(
            0,
            f"{document['rows']:,} posts of {document['influencers']:,} influencers, {document['order']} order",
        )
    return "; ".join(words)


def title(document: dict) -> str:
    """What the page is called: that of the posts has all that is not of another table."""
    crowd = sorted({OTHERS[entry["job"]].table for entry in document["jobs"] if entry["job"] in OTHERS})
    of_posts = any(entry["job"] not in OTHERS for entry in document["jobs"])
    return "Benchmarks" if of_posts or not crowd else f"Benchmarks of {' and '.join(crowd)}"


def page(document: dict) -> str:
    """The whole page."""
    jobs = {entry["job"]: [Line(**line) for line in entry["lines"]] for entry in document["jobs"]}
    machine, versions = document["machine"], document["versions"]
    known = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    parts = [
        f"# {title(document)}\n",
        "Written by the command below; [how it measures](../benches/README.md) is told there.\n",
        grid(
            ["what", "this run"],
            [
                ["command", f"`{document['command']}`"],
                ["data", data(document)],
                [
                    "machine",
                    f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}",
                ],
                ["threads", f"{machine['threads']}"],
                ["versions", f"Python {machine['python']}, Node {machine['node']}, {known}"],
                ["pairs", f"{document['rounds']} of each peer with renown"],
            ],
        ),
        "## Overview\n",
        FASTER,
        overview(jobs, document["rows"]),
        "## Everyone\n",
        BUSY,
    ]
    parts += [details(job, jobs[job.name], document["rows"]) for job in EVERY.values() if job.name in jobs]
    if document["scaling"]:
        parts.append(grown(document["scaling"]))
    return "\n".join(parts)
