"""The steps of an entry, the first status of each occupation, and what only a trigger can hold."""

from typing import Any

from django.db import migrations

ASSOCIATION, LANDLORD, HOUSEHOLD = "association", "landlord", "household"
REPLY, SIGNATURE, KEYS = "reply_by", "signature_on", "keys_on"
STEPS: list[dict[str, Any]] = [
    {"code": "visit", "label": "Visite du logement avec le référent", "owner": ASSOCIATION, "anchor": REPLY,
     "offset_days": -1, "help": "Avant la date limite de réponse à l'offre."},
    {"code": "fsl", "label": "Demande d'aide FSL accès", "owner": ASSOCIATION, "anchor": SIGNATURE, "offset_days": -1,
     "help": "À déposer avant la signature du bail."},
    {"code": "guarantee", "label": "Garantie (Visale, Loca-Pass)", "owner": ASSOCIATION, "anchor": SIGNATURE,
     "offset_days": -1},
    {"code": "deposit", "label": "Dépôt de garantie", "owner": HOUSEHOLD, "anchor": SIGNATURE,
     "help": "Ou son financement : FSL, avance Loca-Pass."},
    {"code": "insurance", "label": "Assurance habitation", "owner": HOUSEHOLD, "anchor": SIGNATURE,
     "help": "L'attestation est demandée à la signature."},
    {"code": "signature", "label": "Signature du bail", "owner": LANDLORD, "anchor": SIGNATURE,
     "after": ["visit", "fsl", "guarantee", "deposit", "insurance"]},
    {"code": "energy", "label": "Contrats d'énergie et d'eau", "owner": HOUSEHOLD, "anchor": KEYS,
     "help": "Ouverts pour le jour des clés."},
    {"code": "inventory", "label": "État des lieux d'entrée", "owner": LANDLORD, "anchor": KEYS, "after": ["signature"],
     "asks_referent": True},
    {"code": "keys", "label": "Remise des clés", "owner": LANDLORD, "anchor": KEYS, "after": ["inventory", "insurance"],
     "requires": ["signature"]},
    {"code": "mailbox", "label": "Boîte aux lettres et badge", "owner": LANDLORD, "anchor": KEYS, "offset_days": 3},
    {"code": "housing_benefit", "label": "Demande d'APL", "owner": ASSOCIATION, "anchor": KEYS, "month_end": True,
     "after": ["signature"], "help": "Le mois même de l'entrée : un dossier plus tardif perd un mois d'aide."},
    {"code": "furniture", "label": "Premier mobilier", "owner": ASSOCIATION, "anchor": KEYS, "offset_days": 7},
    {"code": "school", "label": "Inscription à l'école", "owner": HOUSEHOLD, "anchor": KEYS, "offset_days": 7,
     "for_children": True},
    {"code": "address", "label": "Changement d'adresse (CAF, impôts, courrier)", "owner": HOUSEHOLD, "anchor": KEYS,
     "offset_days": 15},
]  # fmt: skip


def load(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("allocations", "MoveInStepKind").objects.using(schema_editor.connection.alias)
    for position, told in enumerate(STEPS, start=1):
        values = {name: value for name, value in told.items() if name != "code"}
        kinds.update_or_create(code=told["code"], defaults={**values, "position": position * 10})


BARE = "ALTER TABLE allocations_tenancy NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE allocations_tenancy FORCE ROW LEVEL SECURITY"
FIRST_STATUSES = """
INSERT INTO allocations_statusperiod
    (id, created_at, created_by_id, taken_over, case_id, tenancy_id, status, starts_on, lease_signed_on, chosen)
SELECT gen_random_uuid(), created_at, created_by_id, true, case_id, id, status, starts_on, lease_signed_on, NULL
  FROM allocations_tenancy AS t
 WHERE NOT EXISTS (SELECT 1 FROM allocations_statusperiod AS s WHERE s.tenancy_id = t.id)
"""

STATUSES_HOLD = """
CREATE FUNCTION tenancy_statuses_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stay record;
    earliest date;
    latest date;
BEGIN
    IF TG_TABLE_NAME = 'allocations_tenancy' THEN
        SELECT id, starts_on, ends_on INTO stay FROM allocations_tenancy WHERE id = NEW.id;
    ELSE
        SELECT id, starts_on, ends_on INTO stay FROM allocations_tenancy WHERE id = NEW.tenancy_id;
    END IF;
    SELECT min(starts_on), max(starts_on) INTO earliest, latest
      FROM allocations_statusperiod WHERE tenancy_id = stay.id;
    IF earliest IS NOT NULL AND (earliest <> stay.starts_on OR latest > stay.ends_on) THEN
        RAISE EXCEPTION 'les statuts ne tiennent pas dans l''occupation'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tenancy_status_within AFTER INSERT OR UPDATE ON allocations_tenancy
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION tenancy_statuses_hold();
CREATE CONSTRAINT TRIGGER status_within_tenancy AFTER INSERT OR UPDATE ON allocations_statusperiod
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION tenancy_statuses_hold();
"""
UNDO_STATUSES = """
DROP TRIGGER tenancy_status_within ON allocations_tenancy;
DROP TRIGGER status_within_tenancy ON allocations_statusperiod;
DROP FUNCTION tenancy_statuses_hold();
"""
SENT_IS_FROZEN = """
CREATE FUNCTION landlord_request_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.case_id, OLD.agreement_id, OLD.household_code, OLD.kind, OLD.text, OLD.addressee, OLD.agency_id,
        OLD.sent_on, OLD.transmission_id)
       IS DISTINCT FROM (NEW.case_id, NEW.agreement_id, NEW.household_code, NEW.kind, NEW.text, NEW.addressee,
        NEW.agency_id, NEW.sent_on, NEW.transmission_id) THEN
        RAISE EXCEPTION 'une demande envoyée ne change plus'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'landlord_request_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER landlord_request_frozen BEFORE UPDATE ON allocations_landlordrequest
    FOR EACH ROW EXECUTE FUNCTION landlord_request_frozen();
"""
UNDO_FROZEN = """
DROP TRIGGER landlord_request_frozen ON allocations_landlordrequest;
DROP FUNCTION landlord_request_frozen();
"""
REINFORCED_WITHHOLDS = """
CREATE FUNCTION reinforced_withholds_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE allocations_landlordrequest SET withheld = NEW.reinforced WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER reinforced_withholds_requests AFTER UPDATE OF reinforced ON households_case
    FOR EACH ROW WHEN (OLD.reinforced IS DISTINCT FROM NEW.reinforced)
    EXECUTE FUNCTION reinforced_withholds_requests();
"""
UNDO_WITHHOLDS = """
DROP TRIGGER reinforced_withholds_requests ON households_case;
DROP FUNCTION reinforced_withholds_requests();
"""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them for its own insert, then puts them back."""

    dependencies = [("allocations", "0004_entries_and_daily_channels"), ("households", "0004_stage_since")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL([BARE, FIRST_STATUSES, "SET CONSTRAINTS ALL IMMEDIATE", FORCED], migrations.RunSQL.noop),
        migrations.RunSQL(STATUSES_HOLD, UNDO_STATUSES),
        migrations.RunSQL(SENT_IS_FROZEN, UNDO_FROZEN),
        migrations.RunSQL(REINFORCED_WITHHOLDS, UNDO_WITHHOLDS),
    ]
