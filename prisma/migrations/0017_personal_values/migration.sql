-- What events hold only as a commitment: it can be erased without touching the log (docs/decisions/0090).
CREATE TABLE "PersonalValue" (
  "commitment" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "salt" TEXT NOT NULL,
  "personId" TEXT,
  "streamId" TEXT NOT NULL,
  "rowId" TEXT,
  CONSTRAINT "PersonalValue_pkey" PRIMARY KEY ("commitment")
);
CREATE INDEX "PersonalValue_personId_idx" ON "PersonalValue"("personId");
CREATE INDEX "PersonalValue_streamId_idx" ON "PersonalValue"("streamId");
