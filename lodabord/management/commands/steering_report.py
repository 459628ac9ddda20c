"""`steering_report`: the report of the steering committee, in six formats, with the same figures (interfaces §2 and §3)."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.pdf import PdfUnavailable
from lodabord.partners.models import Agreement
from reporting.beside import beside
from reporting.computing import Figures, compute
from reporting.earlier import recomputed
from reporting.editions import Edition
from reporting.periods import BadPeriod, Quarter

COMPARED = ("pdf", "html", "xlsx", "docx")
FORMATS = ("pdf", "json", "csv", "html", "xlsx", "docx")


class Command(BaseCommand):
    help = "Produit le rapport du comité de pilotage d'un trimestre (PDF, JSON, CSV, HTML, XLSX ou DOCX)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agreement", required=True, metavar="CODE", help="code de la convention")
        parser.add_argument("--quarter", required=True, metavar="2025-T4", help="trimestre du rapport")
        parser.add_argument("--format", required=True, choices=FORMATS, help="format du fichier")
        parser.add_argument("--output", required=True, metavar="FICHIER", help="fichier à écrire")
        parser.add_argument("--as-of", default="", metavar="DATE", help="date de référence (fin du trimestre)")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(SYSTEM), transaction.atomic():  # the identity is told to each transaction
            figures = self._figures(options)
        try:
            content = self._written(figures, options["format"])
            Path(options["output"]).write_bytes(content)
        except PdfUnavailable as refused:
            raise CommandError(str(refused)) from None
        except OSError as refused:
            raise CommandError(
                f"Le fichier « {options['output']} » ne peut pas être écrit : {refused.strerror}."
            ) from None

    def _figures(self, options: dict[str, Any]) -> Figures:
        with acting_as(SYSTEM), transaction.atomic():
            agreement = Agreement.objects.filter(code=options["agreement"]).first()
        if agreement is None:
            raise CommandError(f"Aucune convention ne porte le code « {options['agreement']} ».")
        try:
            quarter = Quarter.named(options["quarter"])
            return compute(agreement, quarter, as_of=_day(options["as_of"]), today=timezone.localdate())
        except BadPeriod as refused:
            raise CommandError(str(refused)) from None

    def _written(self, figures: Figures, format: str) -> bytes:
        from reporting import files

        with acting_as(SYSTEM), transaction.atomic():
            told = figures.told()
            told["beside"] = beside(figures, Edition.INTERNAL, [], [])
            before = recomputed(figures) if format in COMPARED else ()
            return files.write(told, figures.agreement, format, today=timezone.localdate(), earlier=before)


def _day(told: str) -> date | None:
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise CommandError(f"« {told} » n'est pas une date : écrivez par exemple 2025-12-31.") from None
