"""`seed_demo [--as-of DATE]`: the demo agreements, their people and their year (interfaces §2 and §4)."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils import timezone

from lodabord.demo.load import CannotLoad, load
from lodabord.management.base import Erreur, OperatorCommand


def iso_date(told: str) -> date:
    """A date typed by the operator."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Erreur(f"« {told} » n'est pas une date : écrivez par exemple 2025-12-31.") from None


class Command(OperatorCommand):
    help = "Charge la convention de démonstration (données fictives)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", default="", help="le jour où l'on regarde la démonstration")
        parser.add_argument("--if-empty", action="store_true", help="ne rien faire si elle est déjà chargée")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = iso_date(options["as_of"]) if options["as_of"] else timezone.localdate()
        try:
            done = load(as_of, only_if_empty=options["if_empty"])
        except CannotLoad as refused:
            raise Erreur(str(refused)) from None
        if done and options["verbosity"]:
            self.stdout.write(f"Démonstration chargée, vue du {as_of:%d/%m/%Y}.")
