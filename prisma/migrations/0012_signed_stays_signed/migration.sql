-- A signature keeps what was signed: it may be suspended and withdrawn, and nothing else of its row may change.
CREATE FUNCTION refuse_resigning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - ARRAY['suspendedAt', 'withdrawnAt', 'withdrawn']
     IS DISTINCT FROM to_jsonb(OLD) - ARRAY['suspendedAt', 'withdrawnAt', 'withdrawn'] THEN
    RAISE EXCEPTION 'what was signed cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Signature_stays_signed" BEFORE UPDATE ON "Signature"
  FOR EACH ROW EXECUTE FUNCTION refuse_resigning();
CREATE TRIGGER "Signature_no_delete" BEFORE DELETE ON "Signature"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "Signature_no_truncate" BEFORE TRUNCATE ON "Signature"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "TemplateVersion_no_truncate" BEFORE TRUNCATE ON "TemplateVersion"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
