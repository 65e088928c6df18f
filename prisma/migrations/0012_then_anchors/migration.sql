-- Signed heads that were written down outside of the database: which, where to, when. Append-only.
CREATE TABLE "LogAnchor" (
    "target" TEXT NOT NULL,
    "streamId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "keyId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "LogAnchor_pkey" PRIMARY KEY ("target", "streamId", "number", "keyId")
);
CREATE TRIGGER "LogAnchor_append_only" BEFORE UPDATE OR DELETE ON "LogAnchor"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "LogAnchor_no_truncate" BEFORE TRUNCATE ON "LogAnchor"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- How it goes with each place: shown to admins.
CREATE TABLE "LogAnchorTarget" (
    "target" TEXT NOT NULL,
    "triedAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    CONSTRAINT "LogAnchorTarget_pkey" PRIMARY KEY ("target")
);
