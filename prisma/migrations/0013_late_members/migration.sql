-- Since when somebody is in a team, who put them there, and which second administrator confirmed it.
ALTER TABLE "TeamMember"
  ADD COLUMN "joinedAt" TIMESTAMPTZ(3),
  ADD COLUMN "addedById" TEXT,
  ADD COLUMN "confirmedAt" TIMESTAMPTZ(3),
  ADD COLUMN "confirmedById" TEXT,
  ADD COLUMN "confirmerSince" TIMESTAMPTZ(3);
-- Their logs know it of those who are in one already.
UPDATE "TeamMember" m SET "joinedAt" = e."at", "addedById" = e.body::jsonb #>> '{actor,id}'
FROM (
  SELECT DISTINCT ON ("streamId", body::jsonb #>> '{subject,team}')
    "streamId", body::jsonb #>> '{subject,team}' AS team, "at", body
  FROM "Event" WHERE "kind" = 'person.team_joined'
  ORDER BY "streamId", body::jsonb #>> '{subject,team}', "number" DESC
) e
WHERE e."streamId" = m."personId" AND e.team = m."teamId";
