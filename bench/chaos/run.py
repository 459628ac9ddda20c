"""`make chaos`: every trial of the reminders, and `docs/proofs.md` written from what was measured."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path

from django.utils import timezone

from bench.chaos.house import ROOT, build
from bench.chaos.trial import QUICK, Trial, Verdict

SEEDS, FAULTS = 4, 40
PROOFS = ROOT / "docs" / "proofs.md"
DATES = 20_000


def main() -> int:
    """Status 1 when something was lost or a notice doubled; late is not wrong."""
    seeds = int(os.environ.get("SEEDS", SEEDS))
    first = int(f"{today():%Y%m%d}")
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="lodabord-chaos-") as folder:
        for house in build(Path(folder), **QUICK):
            for number in range(seeds):
                print(f"Graine {first + number} : {FAULTS} pannes…", flush=True)
                verdicts.append(Trial(house, first + number).run(FAULTS))
                print("  " + told(verdicts[-1]), flush=True)
    dates = properties()
    PROOFS.write_text(page(verdicts, dates), encoding="utf-8")
    print(f"Écrit : {PROOFS.relative_to(ROOT)}")
    failed = any(one.lost or one.doubled_notices or one.other_message_ids for one in verdicts)
    return 1 if failed or not dates[0] else 0


def today() -> date:
    """The day of the trial: a seed and a date, for whoever wants it again."""
    return timezone.localdate()


def told(one: Verdict) -> str:
    return (
        f"{one.owed} rappels dus, {one.lost} perdus, {one.doubled_notices} avis doublés, {one.doubled_e_mails} courriels "
        f"doublés sur {one.e_mails}, {one.seconds:.0f} s"
    )


def properties() -> tuple[bool, float]:
    """The working-time functions over all the dates asked for. Whether they held, and the seconds it took."""
    print(f"Temps ouvré : {DATES} dates…", flush=True)
    started = time.monotonic()
    environment = {**os.environ, "LODABORD_DATES": str(DATES)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "tests/kernel/test_working_time.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return done.returncode == 0, time.monotonic() - started


def page(verdicts: list[Verdict], dates: tuple[bool, float]) -> str:
    """The figures, those that are not perfect included."""
    owed, e_mails = sum(one.owed for one in verdicts), sum(one.e_mails for one in verdicts)
    doubled = sum(one.doubled_e_mails for one in verdicts)
    faults: Counter[str] = sum((one.faults for one in verdicts), Counter())
    rows = "\n".join(
        f"| {one.seed} | {sum(one.faults.values())} | {one.owed} | {one.lost} | {one.doubled_notices} | {one.e_mails} | "
        f"{one.doubled_e_mails} | {one.other_message_ids} | {one.slowest:.1f} | {one.seconds:.0f} |"
        for one in verdicts
    )
    kinds = "\n".join(f"| {name} | {times} |" for name, times in faults.most_common())
    share = f"{100 * doubled / e_mails:.2f} %".replace(".", ",") if e_mails else "—"
    held = "aucune violation" if dates[0] else "DES VIOLATIONS : voir la sortie de la commande"
    return f"""# Ce qui a été mesuré

Écrit par `make chaos` le {today():%d/%m/%Y}. Machine : {os.cpu_count()} cœurs, {platform.system()} {platform.machine()},
Python {platform.python_version()}, Django {version("django")}, Celery {version("celery")}, psycopg {version("psycopg")}.
Vrai PostgreSQL, vraie file (sans mémoire : tuée, elle oublie tout), vrai serveur SMTP sur la machine, deux workers de
deux enfants, deux planificateurs.

## Des rappels qu'on ne perd pas

Pendant qu'une situation de danger est signalée à chaque pas, quelque chose est tué. À la fin : {owed} rappels dus,
**{sum(one.lost for one in verdicts)} perdus, {sum(one.doubled_notices for one in verdicts)} avis doublés dans le site**,
{doubled} courriels doublés sur {e_mails} ({share}), chacun avec le même Message-ID que le premier. Un courriel se double
quand un worker meurt entre la réponse du serveur de courriel et l'écriture de cette réponse : cette fenêtre ne se ferme
pas, elle se reconnaît.

| graine | pannes | dus | perdus | avis doublés | courriels | doublés | autre Message-ID | plus long, s | durée, s |
|---|---|---|---|---|---|---|---|---|---|
{rows}

| panne | fois |
|---|---|
{kinds}

Les délais de la machine sont raccourcis pour l'épreuve (bail de 4 s au lieu de 120, tour de 1 s au lieu de 30) ; le code
est le même. « Plus long » va du moment où le rappel est dû au moment où son courriel est parti : il est dit, il ne fait
échouer aucun test.

## Le temps ouvré

{DATES} dates de 2024 à 2039, heures d'été et d'hiver, jours fériés et heures d'ouverture quelconques : {held}, en
{dates[1]:.0f} s. Les propriétés sont dans `tests/kernel/test_working_time.py` (2 000 dates à chaque `make check`).
"""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lodabord.settings")
    sys.exit(main())
