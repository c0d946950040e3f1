"""What one check of an unchanged page costs in CPU, against bare Scrapy fetching the same pages.

Both fetch the same pages from the same server in another process; the server knows no validators, so every body comes
again in full. Ours resolves, guards, obeys robots.txt, hashes, records the check and sets the next due time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from benchmarks.pages import page
from benchmarks.ratios import Ratio, show

PAGES = 150
BYTES = 46_000
TURNS = 3


def main() -> int:
    """Print the ratio of CPU times, each the median over fresh processes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with tempfile.TemporaryDirectory() as home:
            first = _measure("ours", address, home)
            ours = median(_measure("ours", address, home)["cpu"] for _ in range(TURNS))
            bare = median(_measure("bare", address, home)["cpu"] for _ in range(TURNS))
        server.shutdown()
    return show(
        f"One check of an unchanged page of {BYTES // 1000} kB (CPU, {PAGES} pages a round, medians of {TURNS})",
        [
            Ratio("check, against bare Scrapy fetching it (×)", ours / bare),
            Ratio("first check (reading, versioning), against bare Scrapy (×)", first["cpu"] / bare),
        ],
    )


def _measure(role: str, address: str, home: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.checking", role, address, home]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _handler() -> type[BaseHTTPRequestHandler]:
    bodies = [page(BYTES, seed) for seed in range(PAGES)]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.strip("/").removesuffix(".html")
            body = bodies[int(name)] if name.isdigit() else b"User-agent: *\nAllow: /\n"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8" if name.isdigit() else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _ours(address: str, home: str) -> None:
    from clausewatch import settings
    from clausewatch.check import check
    from clausewatch.service import opened

    sites = Path(home) / "sites"
    if not sites.exists():
        sites.mkdir()
        tables = "".join(f'[[pages]]\nurl = "{address}/{number}.html"\n' for number in range(PAGES))
        (sites / "bench.toml").write_text(f'name = "bench"\nhome = "{address}/"\n{tables}')
    with opened(settings.embedded(Path(home), allow_private=frozenset({"127.0.0.1"}))) as service:
        _report(lambda: check(service, everything=True))


def _bare(address: str, home: str) -> None:
    del home
    from scrapy import Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    class Bare(Spider):
        name = "bare"

        async def parse(self, response: Response) -> None:
            """Fetching is all there is to it."""

    process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare, start_urls=[f"{address}/{number}.html" for number in range(PAGES)])
    _report(process.start)


def _report(work: Callable[[], object]) -> None:
    start = time.process_time()
    work()
    print(json.dumps({"cpu": (time.process_time() - start) / PAGES}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"ours": _ours, "bare": _bare}[sys.argv[1]](*sys.argv[2:])
    else:
        sys.exit(main())
