"""Which sheets and columns that indicators need were not in the file."""

from lodabord.partners.models import Agreement
from reporting.workbook.sheets import SHEETS
from reporting.workbook.untold import NEEDED_BY


def missing_from(columns: dict[str, list[str]]) -> list[str]:
    """What the file did not have, of the sheets and columns that indicators need; `columns` by sheet read."""
    absent = []
    for sheet in SHEETS:
        if sheet.name not in columns:
            absent += [sheet.name] if sheet.name in NEEDED_BY else []
            continue
        absent += [
            f"{sheet.name}.{one.name}"
            for one in sheet.columns
            if one.name not in columns[sheet.name] and f"{sheet.name}.{one.name}" in NEEDED_BY
        ]
    return absent


def still_absent(agreement: Agreement) -> list[str]:
    """What the workbooks taken over in this agreement did not carry."""
    told = agreement.workbooks.values_list("absent", flat=True)  # type: ignore[attr-defined]
    return sorted({one for absent in told for one in absent})
