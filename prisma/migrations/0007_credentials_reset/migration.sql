-- When somebody else gave the person a new password: until then they could have been them.
ALTER TABLE "Person" ADD COLUMN "resetAt" TIMESTAMPTZ(3);
UPDATE "Person" p SET "resetAt" = (
  SELECT max(e."at") FROM "Event" e WHERE e."streamId" = p."id" AND e."kind" = 'person.password_reset'
);
