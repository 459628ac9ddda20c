"""`make bench`: how long pages and the report take, as ratios to the health check within one run.

Absolute times depend on the machine; a ratio between two measures of the same run does not.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lodabord.settings")
ROUNDS = 15


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median of several rounds after one for nothing, in milliseconds."""
    act()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from lodabord.demo.cast import DEMO_PASSWORD
    from lodabord.kernel.actor import acting_as

    call_command("migrate", verbosity=0)
    call_command("seed_demo", if_empty=True, verbosity=0)
    browser = Client(headers={"host": "localhost"})
    with acting_as(None):
        browser.post("/compte/login/", {"login": "leila@demo.test", "password": DEMO_PASSWORD})
        unit = median_ms(lambda: browser.get("/sante/"))
        pages = {path: median_ms(lambda path=path: browser.get(path)) for path in PATHS}
    pages["rapport (PDF)"] = median_ms(_report, rounds=3)
    print(f"{'unité : /sante/':32} {unit:8.1f} ms      1.0")
    for name, spent in pages.items():
        print(f"{name:32} {spent:8.1f} ms {spent / unit:8.1f}")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "bench.report"], check=True, env=_without_database())


def _without_database() -> dict[str, str]:
    """That bench has a server and a database of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}


PATHS = ["/", "/accompagnement/ma-semaine/", "/dossiers/", "/attributions/pre-cal/"]


def _report() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    today = timezone.localdate()
    quarter = f"{today.year}-T{(today.month - 1) // 3 + 1}"
    call_command("steering_report", agreement="DEMO", quarter=quarter, format="pdf", output=os.devnull)


if __name__ == "__main__":
    from lodabord.servers.embedded import serving

    with serving():
        main()
