"""A small load generator: keep-alive connections on loopback, raw HTTP, in a process of its own."""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Result:
    """What was measured: answers a second, and milliseconds."""

    per_second: float
    median_ms: float
    p99_ms: float
    failed: int


async def one_connection(job: dict[str, Any], until: float, times: list[float]) -> int:
    """Send one request after the other until the time is over; return how many went wrong."""
    reader, writer = await asyncio.open_connection("127.0.0.1", job["port"])
    raw = job["request"].encode()
    failed = 0
    while (began := time.perf_counter()) < until:
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        times.append((time.perf_counter() - began) * 1000)
        failed += not head.startswith(b"HTTP/1.1 2")
    writer.close()
    return failed


async def run(job: dict[str, Any]) -> Result:
    """Warm up, then measure."""
    await asyncio.gather(
        *(one_connection(job, time.perf_counter() + job["warm"], []) for _ in range(job["n"]))
    )
    times: list[float] = []
    began = time.perf_counter()
    until = began + job["seconds"]
    failed = await asyncio.gather(*(one_connection(job, until, times) for _ in range(job["n"])))
    took = time.perf_counter() - began
    ordered = sorted(times)
    return Result(
        per_second=len(times) / took,
        median_ms=statistics.median(ordered),
        p99_ms=ordered[int(len(ordered) * 0.99)],
        failed=sum(failed),
    )


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(json.load(sys.stdin))))))
