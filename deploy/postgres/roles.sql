-- The logins and the group roles of the programme. Run once per server, as its superuser; may run again.
-- lodabord_owner migrates; lodabord_web serves and owns nothing; one group role per side.
DO $$
DECLARE
    side text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lodabord_owner') THEN
        CREATE ROLE lodabord_owner LOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lodabord_web') THEN
        CREATE ROLE lodabord_web LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    FOREACH side IN ARRAY ARRAY['association', 'landlord', 'steering', 'prescriber', 'technical', 'system'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lodabord_' || side) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', 'lodabord_' || side);
        END IF;
        EXECUTE format('GRANT %I TO lodabord_web', 'lodabord_' || side);
    END LOOP;
END $$;
