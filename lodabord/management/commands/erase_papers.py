"""`erase_papers [--simulation]`: the papers of candidatures that are over, the very code that Celery calls."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from accompaniment import retention
from lodabord.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Efface les pièces des ménages dont le bail est signé ou la candidature finie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--simulation", action="store_true", help="compte sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:
        found = retention.erase_papers(timezone.localdate(), simulate=options["simulation"])
        if options["verbosity"]:
            verb = "à effacer" if options["simulation"] else "effacées"
            self.stdout.write(f"Pièces {verb} : {found.own} à l'association, {found.transmitted} chez le bailleur.")
