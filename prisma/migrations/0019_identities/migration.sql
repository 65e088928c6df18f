-- Sign-in at an identity provider. Who a person is there; one account a person at each.
CREATE TABLE "PersonIdentity" (
    "id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "linkedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "PersonIdentity_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "PersonIdentity_issuer_subject_key" ON "PersonIdentity"("issuer", "subject");
CREATE UNIQUE INDEX "PersonIdentity_personId_issuer_key" ON "PersonIdentity"("personId", "issuer");
ALTER TABLE "PersonIdentity" ADD CONSTRAINT "PersonIdentity_personId_fkey"
  FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- Whose identity it is never changes: it is unlinked, and linked anew.
CREATE TRIGGER "PersonIdentity_stays" BEFORE UPDATE ON "PersonIdentity"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- A signature on its way to the provider and back.
CREATE TABLE "ProviderSigning" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "error" JSONB,
    CONSTRAINT "ProviderSigning_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ProviderSigning_createdAt_idx" ON "ProviderSigning"("createdAt");

-- When somebody else last changed a person's email: their log knows it.
ALTER TABLE "Person" ADD COLUMN "emailEditedAt" TIMESTAMPTZ(3);
UPDATE "Person" p SET "emailEditedAt" = (
  SELECT max(e."at") FROM "Event" e
  WHERE e."streamId" = p."id" AND e."kind" = 'person.edited'
    AND e.body::jsonb #>> '{before,email}' IS DISTINCT FROM e.body::jsonb #>> '{after,email}'
    AND e.body::jsonb #>> '{actor,id}' IS DISTINCT FROM p."id"
);
