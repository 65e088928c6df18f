-- Which answer is newer is said by the log, not by the clocks of web processes.
ALTER TABLE "Signature" ADD COLUMN "number" INTEGER;
UPDATE "Signature" s SET "number" = (
  SELECT e."number" FROM "Event" e
  WHERE e."streamId" = s."deploymentId" AND e."kind" IN ('sign_off.signed', 'sign_off.refused')
    AND e."body"::jsonb -> 'subject' ->> 'signature' = s."id"
);
ALTER TABLE "Signature" ALTER COLUMN "number" SET NOT NULL;
