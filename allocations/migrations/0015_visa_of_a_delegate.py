"""A visa is given by its owner, or by her delegate in her name on the days of the delegation (decision 0019)."""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION precal_visa_is_ones_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{{}}'::jsonb END;
    becomes jsonb := to_jsonb(NEW);
    me text := current_setting('app.professional', true);
    my_role text := coalesce(current_setting('app.role', true), '');
    partner text;
    signer text;
BEGIN
    IF my_role = 'system' THEN
        RETURN NEW;
    END IF;
    FOR partner, signer IN VALUES ('association', 'asso_head'), ('landlord', 'landlord_pilot') LOOP
        IF becomes ->> (partner || '_visa_by_id') IS NULL
           OR becomes ->> (partner || '_visa_by_id') IS NOT DISTINCT FROM was ->> (partner || '_visa_by_id') THEN
            CONTINUE;
        END IF;
        IF becomes ->> (partner || '_visa_by_id') IS DISTINCT FROM me OR NOT ({own}) THEN
            RAISE EXCEPTION 'un visa se donne soi-même'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'precal_visa_is_ones_own';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""
OWN = "my_role = signer"
OWN_OR_DELEGATED = """
            (my_role = signer AND becomes ->> (partner || '_visa_for_id') IS NULL)
            OR EXISTS (
                SELECT 1 FROM households_delegation d JOIN partners_membership m ON m.id = d.membership_id
                WHERE d.delegate_id::text = me AND d.delegator_id::text = becomes ->> (partner || '_visa_for_id')
                  AND m.role = signer AND d.revoked_at IS NULL
                  AND (now() AT TIME ZONE 'Europe/Paris')::date BETWEEN d.starts_on AND least(d.ends_on, m.ends_on)
            )"""


class Migration(migrations.Migration):
    dependencies = [("allocations", "0014_visas_by_delegation"), ("households", "0013_delegation")]
    operations = [migrations.RunSQL(BODY.format(own=OWN_OR_DELEGATED), BODY.format(own=OWN))]
