-- The application's role (:app) puts jobs into the queue and works on them; the owner alone changes its tables.
GRANT USAGE ON SCHEMA graphile_worker TO :app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO :app;
REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM :app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO :app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO :app;
-- The queue's tables have row security: without a policy another role than the owner sees no rows.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' AND rowsecurity LOOP
    EXECUTE format('DROP POLICY IF EXISTS application ON graphile_worker.%I', name);
    EXECUTE format('CREATE POLICY application ON graphile_worker.%I FOR ALL TO :app USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
