"""What both partners agreed is not rewritten; dwellings already there take the state that their leases and offers tell."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION grid_version_agreed_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'une version convenue ne se modifie plus'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'grid_version_agreed_is_frozen';
END $$;
CREATE TRIGGER grid_version_agreed_is_frozen
    BEFORE UPDATE OR DELETE ON allocations_gridversion
    FOR EACH ROW WHEN (OLD.agreed_on IS NOT NULL) EXECUTE FUNCTION grid_version_agreed_is_frozen();
CREATE FUNCTION prediagnosis_keeps_its_grid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'un pré-diagnostic conclu garde sa version de la grille'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'prediagnosis_keeps_its_grid';
END $$;
CREATE TRIGGER prediagnosis_keeps_its_grid
    BEFORE UPDATE ON allocations_prediagnosis
    FOR EACH ROW WHEN (OLD.assessed_on IS NOT NULL AND OLD.grid_id IS DISTINCT FROM NEW.grid_id)
    EXECUTE FUNCTION prediagnosis_keeps_its_grid();
"""
UNDO = """
DROP TRIGGER prediagnosis_keeps_its_grid ON allocations_prediagnosis;
DROP FUNCTION prediagnosis_keeps_its_grid();
DROP TRIGGER grid_version_agreed_is_frozen ON allocations_gridversion;
DROP FUNCTION grid_version_agreed_is_frozen();
"""
READ = (
    "allocations_dwelling",
    "allocations_tenancy",
    "allocations_offer",
    "allocations_calpresentation",
    "households_case",
)
STATES = """
UPDATE allocations_dwelling AS d SET state = CASE
    WHEN EXISTS (SELECT 1 FROM allocations_tenancy AS t WHERE t.dwelling_id = d.id AND t.ends_on IS NULL) THEN 'occupied'
    WHEN EXISTS (SELECT 1 FROM allocations_offer AS o
                   JOIN allocations_calpresentation AS p ON p.id = o.presentation_id
                   JOIN households_case AS c ON c.id = o.case_id
                  WHERE p.dwelling_id = d.id
                    AND (o.state = 'open' OR (o.state = 'accepted' AND c.state = 'move_in_pending'))) THEN 'offered'
    ELSE 'vacant' END
"""
HISTORY = """
INSERT INTO allocations_dwellingmove (id, dwelling_id, agreement_id, act, from_state, to_state, "on", at, reason)
SELECT gen_random_uuid(), id, agreement_id, 'taken_over', '', 'vacant', current_date, now(), ''
  FROM allocations_dwelling
 WHERE state = 'vacant'
"""
"""Of the others nothing is told: the day on which we looked would say who lives there."""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them for its own update, then puts them back."""

    dependencies = [("allocations", "0008_needs_grids_dwellings")]
    operations = [
        migrations.RunSQL(FROZEN, UNDO),
        migrations.RunSQL(
            [
                *(f"ALTER TABLE {one} NO FORCE ROW LEVEL SECURITY" for one in READ),
                STATES,
                HISTORY,
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(f"ALTER TABLE {one} FORCE ROW LEVEL SECURITY" for one in READ),
            ],
            migrations.RunSQL.noop,
        ),
    ]
