"""`python -m bench.report`: the time of a whole report over many cases, against the same figures in one SQL statement.

A database of its own, filled with copies of the worked year (BENCH_CASES, 100 000 by default), thrown away after.
"""

import os
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

CASES = int(os.environ.get("BENCH_CASES", "100000"))
DATABASE = "lodabord_bench"
START, CUT = date(2025, 1, 1), date(2025, 12, 31)


def main() -> None:
    from lodabord.servers.postgres import Cluster

    folder = Path(tempfile.mkdtemp(prefix="lodabord-bench-"))
    folder.chmod(0o711)
    cluster = Cluster(folder, durable=False)
    cluster.start()
    try:
        cluster.ensure_database(DATABASE)
        os.environ["DATABASE_URL"] = cluster.url("lodabord_web", DATABASE)
        os.environ["DATABASE_OWNER_URL"] = cluster.url("lodabord_owner", DATABASE)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lodabord.settings")
        _measure(cluster)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(cluster: Any) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from bench.multiply import multiply
    from lodabord.demo.load import load
    from lodabord.kernel.actor import SYSTEM, acting_as
    from lodabord.partners.models import Agreement
    from reporting.computing import compute
    from reporting.periods import Quarter

    call_command("migrate", verbosity=0)
    with acting_as(SYSTEM), transaction.atomic():
        load(CUT)
        agreement = Agreement.objects.get(code="DEMO")
        first = agreement.cases.count()
    with cluster._connect(DATABASE) as superuser:
        superuser.autocommit = False
        multiply(superuser, str(agreement.pk), CASES // first - 1)
        superuser.execute("SET session_replication_role = origin")
        one, told = _by_hand(superuser, agreement)
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        figures = compute(agreement, Quarter.named("2025-T4"), as_of=None, today=date(2026, 1, 5))
        whole = time.perf_counter() - began
    same = told == _of_the_report(figures.values)
    print(f"{len(figures.facts.cases)} dossiers, {len(captured)} requêtes")
    print(f"{'rapport entier':32} {whole:8.1f} s")
    print(f"{'mêmes grandeurs, une requête SQL':32} {one:8.1f} s   (égales : {'oui' if same else 'non'})")
    if not same:
        print(
            {name: (told[name], value) for name, value in _of_the_report(figures.values).items() if told[name] != value}
        )


def _by_hand(superuser: Any, agreement: Any) -> tuple[float, dict[str, Any]]:
    """The statement's time, and its answer."""
    statement = (Path(__file__).parent / "report.sql").read_text()
    began = time.perf_counter()
    cursor = superuser.execute(statement, {"agreement": str(agreement.pk), "start": START, "cut": CUT})
    row = cursor.fetchone()
    spent = time.perf_counter() - began
    return spent, {column.name: int(value) for column, value in zip(cursor.description, row, strict=True)}


def _of_the_report(values: dict[str, Any]) -> dict[str, Any]:
    """The same, from the report."""

    def year(code: str, track: str = "all") -> Any:
        return values[code][track]["year"]

    return {
        "a1": year("A1")["count"],
        "a2": year("A2")["count"],
        "a6": year("A6")["count"],
        "a9": year("A9")["part"],
        "c1": year("C1")["count"],
        "d8": int(year("D8")["median"]),
        "v1_due": year("V1")["whole"],
        "v1_visited": year("V1")["part"],
        "q1": year("Q1")["part"],
        "q2": year("Q2")["part"],
        "m1_whole": year("M1", "access")["whole"],
        "m1_part": year("M1", "access")["part"],
        "t1": year("T1")["count"],
    }


if __name__ == "__main__":
    main()
