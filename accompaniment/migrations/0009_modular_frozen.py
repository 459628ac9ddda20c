"""Contracts already there take their numbers and signatures; what was signed or validated is not rewritten."""

from django.db import migrations

BARE = "ALTER TABLE accompaniment_contract NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE accompaniment_contract FORCE ROW LEVEL SECURITY"
FILL = """
UPDATE accompaniment_contract AS c SET
    number = told.number,
    reason = CASE WHEN told.number > 1 AND c.reason = '' THEN 'Nouvel accompagnement.' ELSE c.reason END,
    person_signed_on = c.signed_on,
    association_signed_on = c.signed_on,
    association_signed_by_id = c.created_by_id
FROM (SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY signed_on, created_at) AS number
        FROM accompaniment_contract) AS told
WHERE told.id = c.id AND c.number = 0
"""
TRIGGERS = """
CREATE FUNCTION accompaniment_stays_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('app.role', true) = 'system' THEN
            RETURN OLD;
        END IF;
    ELSIF (to_jsonb(NEW) - 'created_at') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'created_at') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ce qui est signé ou validé ne change plus'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;
CREATE TRIGGER contract_signed_is_frozen BEFORE UPDATE OR DELETE ON accompaniment_contract
    FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL)
    EXECUTE FUNCTION accompaniment_stays_written('contract_signed_is_frozen');
CREATE TRIGGER review_validated_is_frozen BEFORE UPDATE OR DELETE ON accompaniment_quarterreview
    FOR EACH ROW WHEN (OLD.state = 'validated')
    EXECUTE FUNCTION accompaniment_stays_written('review_validated_is_frozen');
"""
UNDO = """
DROP TRIGGER review_validated_is_frozen ON accompaniment_quarterreview;
DROP TRIGGER contract_signed_is_frozen ON accompaniment_contract;
DROP FUNCTION accompaniment_stays_written();
"""


class Migration(migrations.Migration):
    """The owner itself is under the row policies: it lifts them for its own update, then puts them back."""

    dependencies = [("accompaniment", "0008_preparation_modular_planning")]
    operations = [
        migrations.RunSQL([BARE, FILL, "SET CONSTRAINTS ALL IMMEDIATE", FORCED], migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
