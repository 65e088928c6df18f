-- Who signs for a team in somebody's absence, and until when. Ended, never deleted.
CREATE TABLE "Delegation" (
  "id" TEXT PRIMARY KEY,
  "fromId" TEXT NOT NULL REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  "toId" TEXT NOT NULL REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  "teamId" TEXT NOT NULL REFERENCES "Team"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  "until" TIMESTAMPTZ(3) NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "endedAt" TIMESTAMPTZ(3),
  "endedById" TEXT
);
CREATE INDEX "Delegation_toId_idx" ON "Delegation"("toId");
CREATE INDEX "Delegation_fromId_idx" ON "Delegation"("fromId");
-- In whose name an answer was given: { personId, delegation, until }.
ALTER TABLE "Signature" ADD COLUMN "onBehalfOf" JSONB;
