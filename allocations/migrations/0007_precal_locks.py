from django.db import migrations

LOCKS = """
CREATE FUNCTION precal_refuse() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'la séance est close' USING ERRCODE = 'check_violation', CONSTRAINT = 'precal_session_is_closed';
END $$;

CREATE FUNCTION precal_is_erasure(operation text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT operation = 'DELETE' AND current_setting('app.role', true) = 'system'
$$;

CREATE FUNCTION precal_meeting_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL AND NOT precal_is_erasure(TG_OP) THEN
        PERFORM precal_refuse();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER precal_meeting_stays_closed BEFORE UPDATE OR DELETE ON allocations_meeting
    FOR EACH ROW EXECUTE FUNCTION precal_meeting_stays_closed();

CREATE FUNCTION precal_session_paper_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row record := COALESCE(NEW, OLD);
BEGIN
    IF NOT precal_is_erasure(TG_OP) AND EXISTS (
        SELECT 1 FROM allocations_meeting WHERE id = row.meeting_id AND closed_at IS NOT NULL
    ) THEN
        PERFORM precal_refuse();
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER precal_agenda_is_locked BEFORE INSERT OR UPDATE OR DELETE ON allocations_agendaitem
    FOR EACH ROW EXECUTE FUNCTION precal_session_paper_is_locked();
CREATE TRIGGER precal_attendance_is_locked BEFORE INSERT OR UPDATE OR DELETE ON allocations_attendance
    FOR EACH ROW EXECUTE FUNCTION precal_session_paper_is_locked();

-- Once the column named by the trigger is set, only the day on which the person was informed may still be noted.
CREATE FUNCTION precal_decision_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL AND NOT precal_is_erasure(TG_OP) AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'person_informed_on') IS DISTINCT FROM (to_jsonb(OLD) - 'person_informed_on')
    ) THEN
        PERFORM precal_refuse();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER precal_decision_is_locked BEFORE UPDATE OR DELETE ON allocations_precaldecision
    FOR EACH ROW EXECUTE FUNCTION precal_decision_is_locked('locked_at');
CREATE TRIGGER precal_rectification_is_locked BEFORE UPDATE OR DELETE ON allocations_precalrectification
    FOR EACH ROW EXECUTE FUNCTION precal_decision_is_locked('effective_at');

CREATE FUNCTION precal_decision_comes_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM allocations_agendaitem i JOIN allocations_meeting m ON m.id = i.meeting_id
         WHERE i.id = NEW.item_id AND m.closed_at IS NOT NULL
    ) THEN
        PERFORM precal_refuse();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER precal_decision_comes_in_time BEFORE INSERT ON allocations_precaldecision
    FOR EACH ROW EXECUTE FUNCTION precal_decision_comes_in_time();

CREATE FUNCTION precal_visa_is_ones_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}'::jsonb END;
    becomes jsonb := to_jsonb(NEW);
    me text := current_setting('app.professional', true);
    my_role text := coalesce(current_setting('app.role', true), '');
    visa text;
    signer text;
BEGIN
    IF my_role = 'system' THEN
        RETURN NEW;
    END IF;
    FOR visa, signer IN VALUES ('association_visa_by_id', 'asso_head'), ('landlord_visa_by_id', 'landlord_pilot') LOOP
        IF becomes ->> visa IS NOT NULL AND becomes ->> visa IS DISTINCT FROM was ->> visa
           AND (becomes ->> visa IS DISTINCT FROM me OR my_role <> signer) THEN
            RAISE EXCEPTION 'un visa se donne soi-même'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'precal_visa_is_ones_own';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER precal_visa_is_ones_own BEFORE INSERT OR UPDATE ON allocations_precaldecision
    FOR EACH ROW EXECUTE FUNCTION precal_visa_is_ones_own();
CREATE TRIGGER precal_visa_is_ones_own BEFORE INSERT OR UPDATE ON allocations_precalrectification
    FOR EACH ROW EXECUTE FUNCTION precal_visa_is_ones_own();
"""
UNDO = """
DROP FUNCTION precal_meeting_stays_closed CASCADE;
DROP FUNCTION precal_session_paper_is_locked CASCADE;
DROP FUNCTION precal_decision_is_locked CASCADE;
DROP FUNCTION precal_decision_comes_in_time CASCADE;
DROP FUNCTION precal_visa_is_ones_own CASCADE;
DROP FUNCTION precal_is_erasure;
DROP FUNCTION precal_refuse;
"""


class Migration(migrations.Migration):
    """A closed pré-CAL cannot be rewritten, and nobody signs for another: said by the database, whoever asks.

    Deleting stays possible for the programme itself, whose duty is to erase what has been kept long enough.
    """

    dependencies = [("allocations", "0006_precal_room")]
    operations = [migrations.RunSQL(LOCKS, UNDO)]
