"""Seeded posts and influencers to measure with: a few publish a lot, most little, and some likes are hidden.

One idea to keep in mind: the same arguments give the same bytes. Rows are made in pieces, each with its own stream
of random numbers, so that memory stays small at any size.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

PIECE = 1_000_000
PER_INFLUENCER = 100
NOW = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds
DAY = 86_400_000
PAGE = 24
ORDERS = ("random", "pages", "sorted")


def stream(seed: int, *path: int) -> np.random.Generator:
    """A stream of random numbers of its own for each part of the data."""
    return np.random.Generator(np.random.PCG64DXSM([seed, *path]))


def numbers_of_posts(influencers: int, posts: int, seed: int) -> np.ndarray:
    """How many posts each influencer has: at least one, by a power law, `posts` in all."""
    draws = stream(seed, 1)
    weights = np.minimum((1 - draws.random(influencers)) ** (-1 / 1.4), 60.0)
    numbers = np.maximum((weights * (posts / weights.sum())).astype(np.int64), 1)
    while (missing := posts - int(numbers.sum())) != 0:
        able = np.arange(influencers) if missing > 0 else np.flatnonzero(numbers > 1)
        chosen = draws.choice(able, min(abs(missing), len(able)), replace=False)
        numbers[chosen] += np.sign(missing)
    return numbers


def keys(numbers: np.ndarray, order: str, seed: int) -> np.ndarray:
    """The influencer of each row: in random order, in pages as platforms hand posts out, or sorted."""
    rows = np.repeat(np.arange(len(numbers), dtype=np.uint32), numbers)
    if order == "random":
        stream(seed, 2).shuffle(rows)
    elif order == "pages":
        pages = np.arange(len(rows)) // PAGE
        rows = rows[np.argsort(stream(seed, 2).permutation(pages[-1] + 1)[pages], kind="stable")]
    return rows


def followers(influencers: int, seed: int) -> np.ndarray:
    """Followers by a power law, from a thousand to three hundred million."""
    return np.minimum(1000 * (1 - stream(seed, 3).random(influencers)) ** (-1 / 0.9), 3e8).astype(np.int32)


def batches(posts: int, order: str, seed: int) -> Iterator[pa.RecordBatch]:
    """The posts, in pieces."""
    influencers = max(posts // PER_INFLUENCER, 10)
    own = stream(seed, 4)
    audience = followers(influencers, seed)
    usual = np.maximum(audience * np.exp(own.normal(np.log(0.025), 0.7, influencers)), 1)
    active = own.integers(60, 1096, influencers) * DAY
    videos = own.choice([0.2, 0.4, 1.0], influencers)
    rows = keys(numbers_of_posts(influencers, posts, seed), order, seed)
    for piece, start in enumerate(range(0, posts, PIECE)):
        of = rows[start : start + PIECE]
        draws, size = stream(seed, 5, piece), len(of)
        likes = np.minimum(usual[of] * np.exp(draws.normal(0, 0.8, size)), 5e8)
        comments = np.minimum(likes * 0.03 * np.exp(draws.normal(0, 0.6, size)), 1e8)
        shares = np.minimum(likes * 0.015 * np.exp(draws.normal(0, 0.9, size)), 1e8)
        views = np.clip(likes * 9 * np.exp(draws.normal(0, 0.5, size)), 1, 2e9)
        published = NOW - 1 - (draws.random(size) * active[of]).astype(np.int64)
        yield pa.record_batch(
            {
                "influencer_id": of,
                "published_at": pa.array(published, pa.timestamp("ms", "UTC")),
                "likes": pa.array(likes.astype(np.int32), mask=draws.random(size) < 0.04),
                "comments": comments.astype(np.int32),
                "shares": shares.astype(np.int32),
                "views": pa.array(views.astype(np.int32), mask=draws.random(size) >= videos[of]),
            }
        )


def made(
    folder: pathlib.Path, posts: int, order: str = "random", seed: int = 1
) -> tuple[pathlib.Path, pathlib.Path]:
    """The files of posts and of profiles (Arrow IPC), written unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / f"posts-{posts}-{order}-{seed}.arrow", folder / f"profiles-{posts}-{seed}.arrow"
    influencers = max(posts // PER_INFLUENCER, 10)
    ids = np.arange(influencers, dtype=np.uint32)
    profiles = pa.record_batch({"influencer_id": ids, "followers": followers(influencers, seed)})
    write(files[0], lambda: batches(posts, order, seed))
    write(files[1], lambda: iter([profiles]))
    return files


def write(file: pathlib.Path, content) -> None:
    """Writes a file whole or not at all; leaves one that is there."""
    if file.exists():
        return
    part = file.with_suffix(".part")
    pieces = content()
    first = next(pieces)
    with pa.ipc.new_file(part, first.schema) as sink:
        sink.write_batch(first)
        for piece in pieces:
            sink.write_batch(piece)
    part.replace(file)


def of_perf(
    folder: pathlib.Path, perf: pathlib.Path, size: str, order: str
) -> tuple[pathlib.Path, pathlib.Path]:
    """Posts and profiles that another generator wrote to `perf/data`, under the names of renown."""
    suffix = "" if order == "random" else f"_{order}"
    names = {"ts": "published_at"}
    wanted = (
        ["influencer_id", "published_at", "likes", "comments", "shares", "views"],
        ["influencer_id", "followers"],
    )
    files = folder / f"perf-posts-{size}-{order}.arrow", folder / f"perf-profiles-{size}.arrow"
    folder.mkdir(parents=True, exist_ok=True)
    for file, source, columns in zip(files, (f"posts_{size}{suffix}", f"inf_{size}"), wanted, strict=True):
        with pa.memory_map(str(perf / "data" / f"{source}.arrow")) as mapped:
            table = pa.ipc.open_file(mapped).read_all()
            table = table.rename_columns([names.get(name, name) for name in table.column_names]).select(
                columns
            )
            if "published_at" in columns:
                at = table.column_names.index("published_at")
                table = table.set_column(
                    at, "published_at", table["published_at"].cast(pa.timestamp("ms", "UTC"))
                )
            write(file, lambda table=table: iter(table.to_batches()))
    return files


def mapped(file: pathlib.Path) -> pa.Table:
    """A file as a table in memory: mapped and touched, so that processes share one copy."""
    table = pa.ipc.open_file(pa.memory_map(str(file))).read_all()
    for column in table.columns:
        for chunk in column.chunks:
            for buffer in chunk.buffers():
                if buffer is not None:
                    np.frombuffer(buffer, np.uint8)[::4096].sum()
    return table
