"""What was under way: an opinion given alone goes into its envelope, a household that was met is asked for its answer."""

from django.db import migrations

OLD = ("allocations_arbitrationdecision", "households_case")
BARE = "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
FORCED = "ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
SEAL = """
INSERT INTO allocations_sealedopinion
    (id, case_id, created_at, created_by_id, taken_over, arbitration_id, partner, opinion, motive, shared_with_team)
SELECT gen_random_uuid(), case_id, created_at, {partner}_opinion_by_id, false, id, '{partner}', {partner}_opinion, '', false
  FROM allocations_arbitrationdecision
 WHERE outcome = '' AND {partner}_opinion <> '' AND {other}_opinion = ''
"""
BLANK = """
UPDATE allocations_arbitrationdecision SET landlord_opinion = '', association_opinion = ''
 WHERE outcome = '' AND (landlord_opinion = '' OR association_opinion = '')
"""
ASK = """
INSERT INTO allocations_jointmeeting
    (id, case_id, created_at, taken_over, "on", others_present, answer, think_until, mode)
SELECT gen_random_uuid(), id, now(), true, met_on, '', 'thinking', met_on, ''
  FROM households_case WHERE state = 'joint_meeting' AND met_on IS NOT NULL
"""
TOLD = """
UPDATE allocations_arbitrationdecision AS d
   SET announced_on = greatest(d.decided_on, coalesce(c.met_on, c.measure_started_on, c.closed_on))
  FROM households_case AS c
 WHERE c.id = d.case_id AND d.outcome NOT IN ('', 'attente') AND d.announced_on IS NULL AND NOT d.taken_over
   AND c.state NOT IN ('arbitration', 'accepted_waiting')
"""
"""A household that was met, accompanied or whose case closed knows what was decided."""


class Migration(migrations.Migration):
    dependencies = [("allocations", "0010_retention_in_depth")]
    operations = [
        migrations.RunSQL(
            [
                *(BARE.format(table=one) for one in OLD),
                SEAL.format(partner="landlord", other="association"),
                SEAL.format(partner="association", other="landlord"),
                BLANK,
                ASK,
                TOLD,
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(FORCED.format(table=one) for one in OLD),
            ],
            migrations.RunSQL.noop,
        )
    ]
