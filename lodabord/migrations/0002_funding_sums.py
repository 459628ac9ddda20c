from django.db import migrations

SUM = """
CREATE FUNCTION funding_shares_sum_to_one_hundred() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line record;
    total numeric;
BEGIN
    line := COALESCE(NEW, OLD);
    SELECT sum(share) INTO total FROM partners_fundingline
     WHERE agreement_id = line.agreement_id AND year = line.year;
    IF total IS NOT NULL AND total <> 100 THEN
        RAISE EXCEPTION 'les parts de % totalisent % %%', line.year, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_shares_sum_to_one_hundred';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_shares_sum_to_one_hundred
    AFTER INSERT OR UPDATE OR DELETE ON partners_fundingline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_shares_sum_to_one_hundred();
"""
UNDO = """
DROP TRIGGER funding_shares_sum_to_one_hundred ON partners_fundingline;
DROP FUNCTION funding_shares_sum_to_one_hundred();
"""


class Migration(migrations.Migration):
    """Invariant 8: the shares of a year sum to 100 %, checked when the transaction ends."""

    dependencies = [("lodabord", "0001_extensions"), ("partners", "0001_initial")]
    operations = [migrations.RunSQL(SUM, UNDO)]
