-- Rights of the application's role, given after every migration by the owner.
-- :app is replaced by the quoted name of the role. The log can be read and extended, never rewritten.
GRANT USAGE ON SCHEMA public TO :app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :app;
REVOKE UPDATE, DELETE, TRUNCATE ON "Event", "TemplateVersion", "LogHead", "LogKey", "LogAnchor" FROM :app;
REVOKE UPDATE, TRUNCATE ON "PersonalValue" FROM :app;
REVOKE DELETE, TRUNCATE ON "Deployment", "Item", "SignOff", "Signature", "Note", "Probe", "ProbeRun", "Stream", "Person", "Delegation" FROM :app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "_prisma_migrations" FROM :app;
