"""`import_workbook`: an existing follow-up taken over from a workbook, all or nothing (interfaces §2 and §5)."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.management.base import Erreur, OperatorCommand
from lodabord.management.files import named_agreement
from reporting.workbook.jobs import journal
from reporting.workbook.opening import LARGEST, TOO_LARGE
from reporting.workbook.problems import Refused
from reporting.workbook.rows import Tell, silent
from reporting.workbook.taking_over import Prepared, prepare, write


class Command(OperatorCommand):
    help = "Reprend un suivi existant depuis un classeur .xlsx : tout, ou rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER.xlsx")
        parser.add_argument("--agreement", default="", metavar="CODE", help="code de la convention, sans dossier")
        parser.add_argument("--dry-run", action="store_true", help="tout vérifier sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _content(options["file"])
        now, tell = timezone.now(), self._teller(options["verbosity"])
        try:
            with acting_as(SYSTEM), transaction.atomic():
                agreement = named_agreement(options["agreement"])
                told = prepare(content, agreement, by=None, at=now, today=timezone.localdate(now), tell=tell)
                if not options["dry_run"]:
                    write(told, tell)
                    journal(told, hashlib.sha256(content).hexdigest(), by=None)
        except Refused as refused:
            raise Erreur(_problems(refused)) from None
        self._summary(told, dry_run=options["dry_run"])

    def _teller(self, verbosity: int) -> Tell:
        """With `--verbosity 2`, each step is told."""

        def tell(step: str, done: int) -> None:
            self.stdout.write(f"{step} ({done})")

        return tell if verbosity > 1 else silent

    def _summary(self, told: Prepared, *, dry_run: bool) -> None:
        title = "Vérifié, rien n'est écrit. Ce qui serait repris :" if dry_run else "Repris :"
        lines = [title, *(f"  {name} : {count}" for name, count in told.counts.items())]
        if told.notices:
            lines += ["À noter :", *(f"  {one}" for one in told.notices)]
        if told.absent:
            lines += ["Absents du classeur (leurs indicateurs ne sont pas définis) :", f"  {', '.join(told.absent)}"]
        self.stdout.write("\n".join(lines))


def _content(name: str) -> bytes:
    """The file, never more of it than a workbook may be."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as refused:
        raise Erreur(f"Le fichier « {name} » ne peut pas être lu : {_why(refused)}.") from None
    if len(content) > LARGEST:
        raise Erreur(TOO_LARGE)
    return content


def _why(refused: OSError) -> str:
    if isinstance(refused, FileNotFoundError):
        return "il n'existe pas"
    if isinstance(refused, IsADirectoryError):
        return "c'est un dossier"
    return "les droits ne le permettent pas" if isinstance(refused, PermissionError) else "il est inaccessible"


def _problems(refused: Refused) -> str:
    count = len(refused.problems)
    last = f"{count} erreur{'s' if count > 1 else ''} : rien n'a été repris."
    return "\n".join([*(str(one) for one in refused.problems), last])
