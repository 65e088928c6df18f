-- How long a signature holds, where the policy says so, and when it was found to hold no longer.
ALTER TABLE "Signature" ADD COLUMN "expiresAt" TIMESTAMPTZ(3), ADD COLUMN "expiredAt" TIMESTAMPTZ(3);
CREATE INDEX "Signature_expiresAt_idx" ON "Signature" ("expiresAt") WHERE "expiresAt" IS NOT NULL AND "expiredAt" IS NULL;
CREATE OR REPLACE FUNCTION refuse_resigning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - ARRAY['suspendedAt', 'withdrawnAt', 'withdrawn', 'expiredAt']
     IS DISTINCT FROM to_jsonb(OLD) - ARRAY['suspendedAt', 'withdrawnAt', 'withdrawn', 'expiredAt'] THEN
    RAISE EXCEPTION 'what was signed cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
