"""`create_agreement`: an empty agreement with its partners, the operator's first step (interfaces §2)."""

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.management.base import OperatorCommand
from lodabord.opening import NewAgreement, read_share

REQUIRED = {"code": "--code", "landlord": "--landlord", "association": "--association", "territory": "--territory"}


class Command(OperatorCommand):
    help = "Ouvre une convention vide entre un bailleur et une association."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, option in REQUIRED.items():
            parser.add_argument(option, default="", metavar=name.upper())
        parser.add_argument("--start", default="", metavar="DATE")
        parser.add_argument("--access-places", default="16", metavar="16")
        parser.add_argument("--retention-places", default="4", metavar="4")
        parser.add_argument("--budget", default="144000", metavar="144000")
        parser.add_argument("--share", action="append", default=[], metavar="FINANCEUR=POURCENTAGE")

    def handle(self, *args: Any, **options: Any) -> None:
        errors = [f"Indiquez {option}." for name, option in REQUIRED.items() if not options[name].strip()]
        start = _read(date.fromisoformat, options["start"], "--start : écrivez une date comme 2026-01-01.", errors)
        numbers = {
            name: _read(int, options[name], f"--{name.replace('_', '-')} : écrivez un nombre entier.", errors)
            for name in ("access_places", "retention_places", "budget")
        }
        shares = _shares(options["share"], errors)
        self.refuse_if(errors)
        names = {name: options[name].strip() for name in REQUIRED}
        wanted = NewAgreement(start=start, shares=shares, **names, **numbers)
        with acting_as(SYSTEM), transaction.atomic():
            self.refuse_if(wanted.errors())
            agreement = wanted.open()
        self.stdout.write(f"Convention ouverte : {agreement}. Invitez maintenant les personnes (manage.py invite).")


def _read(reader: Any, told: str, sentence: str, errors: list[str]) -> Any:
    """The value read, or its error added to the list."""
    try:
        return reader(str(told))
    except ValueError:
        errors.append(sentence)
        return None


def _shares(told: list[str], errors: list[str]) -> dict[str, Decimal]:
    shares: dict[str, Decimal] = {}
    for one in told:
        try:
            name, percent = read_share(one)
        except ValueError as error:
            errors.append(str(error))
            continue
        if name in shares:
            errors.append(f"Le financeur « {name} » est donné deux fois.")
        shares[name] = percent
    return shares
