"""How each kind of cell is read, and what it says it expected. Pure: nothing here knows the sheets."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from lodabord.kernel.working_days import PARIS

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2079, 12, 31)
"""Outside, a date of the follow-up is a slip of the hand: 1900 is an empty cell of a spreadsheet, 2099 a « never »."""
OLDEST_BIRTH = date(1900, 1, 2)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
YES, NO = frozenset({"oui", "vrai"}), frozenset({"non", "faux"})
SHOWN = 40
HALF_A_SECOND = timedelta(milliseconds=500)


@dataclass(frozen=True)
class Kind:
    """A kind of cell: `read` gives its value or raises ValueError; `expected` is what a person must write."""

    name: str
    expected: str
    read: Callable[[Any], Any]
    codes: dict[str, str] = field(default_factory=dict)
    several: bool = False


def bare(value: Any) -> str:
    """A cell as text, without the spaces around it, be they unbreakable; a whole number loses its decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    told = unicodedata.normalize("NFC", str(value)).replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "")
    return " ".join(told.split())


def plain(value: Any) -> str:
    """A code or a heading without capitals, accents nor spaces."""
    told = unicodedata.normalize("NFKD", bare(value)).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[\s\-']+", "_", told.strip())


def shown(value: Any) -> str:
    """The cell as an error repeats it: short."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    told = bare(value)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


# --- text and codes --------------------------------------------------------------------------------


def text(longest: int) -> Kind:
    """A short text; control characters are refused."""

    def read(cell: Any) -> str:
        if isinstance(cell, bool | date | time):
            raise ValueError("ce n'est pas un texte")
        told = bare(cell)
        if not told.isprintable():
            raise ValueError("des caractères sont illisibles : retapez le texte")
        if len(told) > longest:
            raise ValueError(f"{len(told)} caractères")
        return told

    return Kind("texte", f"un texte de {longest} caractères au plus", read)


def phone() -> Kind:
    """A telephone number; the zero that a spreadsheet took away is given back."""
    words = text(20)

    def read(cell: Any) -> str:
        told = str(words.read(cell))
        return f"0{told}" if not isinstance(cell, str) and re.fullmatch(r"[1-9]\d{8}", told) else told

    return Kind("texte", "un numéro de téléphone, en texte", read)


def long_number(length: int) -> Kind:
    """A long number kept as text: a spreadsheet keeps fifteen digits of it only."""
    words = text(length)

    def read(cell: Any) -> str:
        if not isinstance(cell, str):
            raise ValueError("le tableur a gardé un nombre, dont les derniers chiffres sont perdus")
        return str(words.read(cell)).replace(" ", "").upper()

    return Kind("texte", f"un texte de {length} caractères au plus (cellule au format Texte)", read)


def code(choices: dict[str, str], aliases: dict[str, str] | None = None) -> Kind:
    """One code of a closed list, whatever its capitals and accents. Gives the database's value."""
    known = {plain(one): kept for one, kept in choices.items()}
    known |= {plain(one): choices[other] for one, other in (aliases or {}).items()}

    def read(cell: Any) -> str:
        kept = None if isinstance(cell, bool | date | time) else known.get(plain(cell))
        if kept is None:
            raise ValueError("ce code n'existe pas")
        return kept

    return Kind("code", "un de ces codes : " + ", ".join(choices), read, choices)


def several(choices: dict[str, str]) -> Kind:
    """Codes separated by « ; »."""
    one = code(choices)

    def read(cell: Any) -> tuple[str, ...]:
        if isinstance(cell, bool | date | time):
            raise ValueError("ce code n'existe pas")
        return tuple(dict.fromkeys(one.read(part) for part in bare(cell).split(";") if part.strip()))

    return Kind("codes", "un ou plusieurs de ces codes, séparés par « ; » : " + ", ".join(choices), read, choices, True)


def words_list(longest: int) -> Kind:
    """Words separated by « ; », understood later."""
    words = text(longest)

    def read(cell: Any) -> tuple[str, ...]:
        told = "oui" if cell is True else "non" if cell is False else words.read(cell)
        return tuple(dict.fromkeys(part.strip() for part in told.split(";") if part.strip()))

    return Kind("codes", "oui, non, ou des codes séparés par « ; »", read, several=True)


def yes_no() -> Kind:
    def read(cell: Any) -> bool:
        if isinstance(cell, bool):
            return cell
        told = plain(cell)
        if told in YES or told in NO:
            return told in YES
        raise ValueError("ce n'est ni oui ni non")

    return Kind("oui_non", "oui ou non", read, {"oui": "oui", "non": "non"})


# --- numbers ---------------------------------------------------------------------------------------


def _decimal(cell: Any) -> Decimal:
    if isinstance(cell, bool | date | time):
        raise ValueError("ce n'est pas un nombre")
    told = bare(cell).replace(" ", "").removesuffix("€").removesuffix("%").replace(",", ".")
    try:
        read = Decimal(told)
    except InvalidOperation:
        raise ValueError("ce n'est pas un nombre") from None
    if not read.is_finite():
        raise ValueError("ce n'est pas un nombre")
    return read


def whole(least: int, most: int) -> Kind:
    """A whole number between two bounds."""

    def read(cell: Any) -> int:
        told = _decimal(cell)
        if not least <= told <= most or told != told.to_integral_value():
            raise ValueError("hors des bornes, ou pas entier")
        return int(told)

    return Kind("nombre", f"un nombre entier entre {least} et {most}", read)


def amount(most: int, unit: str = "€") -> Kind:
    """Euros or a percentage, to the cent."""

    def read(cell: Any) -> Decimal:
        told = _decimal(cell)
        if not 0 <= told <= most:
            raise ValueError("hors des bornes")
        return told.quantize(Decimal("0.01"))

    return Kind("montant", f"un nombre entre 0 et {most} ({unit})", read)


# --- days and instants -----------------------------------------------------------------------------


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    told = bare(cell) if isinstance(cell, str) else ""
    if not ISO_DAY.fullmatch(told):
        raise ValueError("ce n'est pas une date")
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise ValueError("ce jour n'existe pas") from None


DATE_EXPECTED = "une date du tableur, ou un texte comme 2025-11-05"


def day(first: date = FIRST_DAY, last: date = LAST_DAY) -> Kind:
    """A date of the spreadsheet, or ISO text."""

    def read(cell: Any) -> date:
        told = _day(cell)
        if not first <= told <= last:
            raise ValueError(f"l'année {told.year} est hors des bornes")
        return told

    return Kind("date", f"{DATE_EXPECTED}, entre {first.year} et {last.year}", read)


def instant() -> Kind:
    """A date and its time, of Paris."""

    def read(cell: Any) -> datetime:
        told = _instant(cell)
        if not FIRST_DAY <= told.date() <= LAST_DAY:
            raise ValueError(f"l'année {told.year} est hors des bornes")
        return told.replace(tzinfo=PARIS)

    return Kind("date_heure", "une date et une heure du tableur, ou un texte comme 2025-11-05 14:30", read)


def _instant(cell: Any) -> datetime:
    if isinstance(cell, datetime):
        return (cell + HALF_A_SECOND).replace(microsecond=0)  # a spreadsheet keeps a fraction of a day
    if isinstance(cell, date):
        raise ValueError("il manque l'heure")
    found = ISO_INSTANT.fullmatch(bare(cell)) if isinstance(cell, str) else None
    if found is None:
        raise ValueError("ce n'est pas une date avec son heure")
    try:
        return datetime.combine(date.fromisoformat(found[1]), time(int(found[2]), int(found[3]), int(found[4] or 0)))
    except ValueError:
        raise ValueError("ce jour ou cette heure n'existe pas") from None
