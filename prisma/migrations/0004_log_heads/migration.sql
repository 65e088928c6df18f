-- Heads of logs, signed with the installation's key: what was true at that number stays provable.
CREATE TABLE "LogKey" (
    "id" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "LogKey_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "LogHead" (
    "streamId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "keyId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "signature" TEXT NOT NULL,
    CONSTRAINT "LogHead_pkey" PRIMARY KEY ("streamId", "number", "keyId")
);
CREATE INDEX "LogHead_at_idx" ON "LogHead"("at");

CREATE TRIGGER "LogKey_append_only" BEFORE UPDATE OR DELETE ON "LogKey"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "LogKey_no_truncate" BEFORE TRUNCATE ON "LogKey"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "LogHead_append_only" BEFORE UPDATE OR DELETE ON "LogHead"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER "LogHead_no_truncate" BEFORE TRUNCATE ON "LogHead"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
