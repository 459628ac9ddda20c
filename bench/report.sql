-- A report's figures in one statement, by hand: what the report's own time is compared with.
-- Parameters: agreement, start and cut of the year.
WITH file AS (
    SELECT id, track, opened_on, prediagnosed_on, precal_accepted_on, moved_in_on, closed_on,
           CASE track WHEN 'access' THEN prep_started_on ELSE measure_started_on END AS first_day,
           CASE track WHEN 'access' THEN moved_in_on ELSE measure_started_on END AS t0
    FROM households_case WHERE agreement_id = %(agreement)s AND opened_on <= %(cut)s
), stay AS (
    SELECT file.id, file.t0, file.first_day, coalesce(min(gone.closed_on), 'infinity'::date) AS last_day
    FROM file LEFT JOIN accompaniment_exit gone ON gone.case_id = file.id AND gone.closed_on <= %(cut)s
    WHERE file.first_day <= %(cut)s GROUP BY file.id, file.t0, file.first_day
), week AS (
    SELECT stay.id, thursday::date AS thursday
    FROM stay JOIN generate_series(%(start)s::date + (11 - extract(isodow FROM %(start)s::date)::int) %% 7, %(cut)s::date,
        interval '7 days') thursday ON thursday::date >= stay.t0 AND thursday::date < stay.last_day
    WHERE NOT EXISTS (SELECT FROM accompaniment_suspension pause WHERE pause.case_id = stay.id
        AND pause.starts_on <= thursday AND (pause.ends_on IS NULL OR pause.ends_on > thursday))
    AND coalesce((SELECT intensity FROM accompaniment_measureperiod period WHERE period.case_id = stay.id
        AND period.starts_on <= thursday AND (period.ends_on IS NULL OR period.ends_on > thursday) LIMIT 1),
        'hebdomadaire') IN ('hebdomadaire', 'renforcee')
), visited AS (
    SELECT DISTINCT case_id, date_trunc('week', "on")::date + 3 AS thursday FROM accompaniment_visit
    WHERE kind = 'visite_domicile' AND status = 'realisee'
), asked AS (
    SELECT request.delay_minutes FROM accompaniment_request request JOIN stay ON stay.id = request.case_id
    WHERE counts_for_target AND (received_at AT TIME ZONE 'Europe/Paris')::date BETWEEN %(start)s AND %(cut)s
    AND (received_at AT TIME ZONE 'Europe/Paris')::date >= stay.first_day
    AND (received_at AT TIME ZONE 'Europe/Paris')::date < stay.last_day
), housed AS (
    SELECT stay.id, reason.effect FROM stay JOIN file USING (id)
    LEFT JOIN accompaniment_exit gone ON gone.case_id = stay.id AND gone.closed_on <= %(cut)s
    LEFT JOIN households_exitreason reason ON reason.code = gone.reason_id
    WHERE file.track = 'access' AND stay.t0 <= %(cut)s AND coalesce(reason.effect, '') <> 'excluded'
)
SELECT
    (SELECT count(*) FROM file WHERE opened_on >= %(start)s) AS a1,
    (SELECT count(*) FROM file WHERE prediagnosed_on BETWEEN %(start)s AND %(cut)s) AS a2,
    (SELECT count(*) FROM stay WHERE first_day <= %(cut)s AND last_day > %(start)s) AS a6,
    (SELECT sum(least(%(cut)s::date, last_day - 1) - greatest(%(start)s::date, first_day) + 1) FROM stay) AS a9,
    (SELECT count(*) FROM allocations_calpresentation seen JOIN file ON file.id = seen.case_id
        WHERE seen.state = 'decided' AND cal_on BETWEEN %(start)s AND %(cut)s) AS c1,
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY moved_in_on - opened_on) FROM file
        WHERE moved_in_on BETWEEN %(start)s AND %(cut)s) AS d8,
    (SELECT count(*) FROM week) AS v1_due,
    (SELECT count(*) FROM week JOIN visited ON visited.case_id = week.id AND visited.thursday = week.thursday) AS v1_visited,
    (SELECT count(*) FROM asked WHERE delay_minutes <= 240) AS q1,
    (SELECT count(*) FROM asked WHERE delay_minutes <= 480) AS q2,
    (SELECT count(*) FROM housed) AS m1_whole,
    (SELECT count(*) FROM housed WHERE coalesce(effect, 'maintained') = 'maintained') AS m1_part,
    (SELECT count(*) FROM accompaniment_visit visit JOIN file ON file.id = visit.case_id
        WHERE visit.status = 'realisee' AND "on" BETWEEN %(start)s AND %(cut)s) AS t1
