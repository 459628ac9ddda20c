"""DEMO-2: the same landlord, another association on another territory. Nothing of it shows in DEMO."""

import re

from lodabord.demo import preparation
from lodabord.demo.path import AccessPath
from lodabord.demo.retention import RetentionPath
from lodabord.demo.rows import Row
from lodabord.demo.visits import Diary, tell_the_year, tell_these_days
from lodabord.demo.world import World, hold_past_meetings, next_door

NOT_TOLD = """second_public prescriber motives studied deferred decided outcome outcome_on started prepared
first_cal first_decision award_cal award_decision moved_in suspended exit_on exit_reason due"""
BLANK = dict.fromkeys(re.findall(r"\w+", NOT_TOLD), "")
COMMON = {"composition": "single", "children": "0", "visited": "0", "track": "access"}
ROWS = [
    COMMON
    | {"code": "L1", "civility": "ms", "first_name": "Perrine", "last_name": "Salaün", "birth": "1983-04-04"}
    | {"prescriber": "ccas", "situation": "third_party", "referred": "2025-09-15", "studied": "2025-10-01"}
    | {"decided": "2025-10-14", "outcome": "measure", "started": "2025-10-20"},
    COMMON
    | {"code": "L2", "civility": "mr", "first_name": "Rémi", "last_name": "Toulec", "birth": "1971-11-11"}
    | {"prescriber": "chrs", "situation": "integration_shelter", "referred": "2025-11-20", "studied": "2025-12-10"},
    COMMON
    | {"code": "L3", "civility": "mr", "first_name": "Sami", "last_name": "Urvoas", "birth": "1990-06-23"}
    | {"prescriber": "accueil_jour", "situation": "street", "referred": "2025-12-22"},
    COMMON
    | {"code": "L4", "civility": "ms", "first_name": "Thérèse", "last_name": "Vaillant", "birth": "1956-08-29"}
    | {"track": "retention", "motives": "arrears", "situation": "tenant_social", "referred": "2025-09-08"}
    | {"studied": "2025-09-15", "decided": "2025-09-22", "outcome": "measure", "started": "2025-10-06"}
    | {"visited": "10"},
]


def tell_it(world: World) -> None:
    """Four households, Charlie's own."""
    other = next_door(world)
    for row in (Row(BLANK | told) for told in ROWS):
        story = AccessPath(other, row) if row.is_access else RetentionPath(other, row)
        story.tell_it()
        other.cases[row.code] = row, story.case
    diary = Diary(other)
    tell_the_year(other, diary)
    tell_these_days(other, diary)
    diary.write()
    hold_past_meetings(other)
    preparation.tell(other)
