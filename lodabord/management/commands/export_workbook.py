"""`export_workbook`: the follow-up of an agreement as a workbook, which `import_workbook` takes over (interfaces §2)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.management.base import Erreur, OperatorCommand
from lodabord.management.files import named_agreement
from reporting.workbook.carried import still_absent
from reporting.workbook.exporting import export


class Command(OperatorCommand):
    help = "Écrit le suivi d'une convention dans un classeur .xlsx. Il contient tout : gardez-le comme un dossier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER.xlsx")
        parser.add_argument("--agreement", default="", metavar="CODE", help="code de la convention")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if path.suffix.lower() != ".xlsx":
            raise Erreur("Donnez au fichier un nom qui finit par .xlsx.")
        with acting_as(SYSTEM), transaction.atomic():
            agreement = named_agreement(options["agreement"])
            content = export(agreement, absent=still_absent(agreement))
        try:
            path.write_bytes(content)
        except OSError:
            raise Erreur(f"Le fichier « {path} » ne peut pas être écrit : vérifiez le dossier et ses droits.") from None
        self.stdout.write(f"Classeur écrit : {path} ({len(content) // 1024 + 1} Ko).")
