-- The life of a run: where it goes, who has it, when it goes on (docs/decisions/0060).
ALTER TABLE "ProbeRun"
  ADD COLUMN "cancelledBy" TEXT,
  ADD COLUMN "host" TEXT,
  ADD COLUMN "lease" TEXT,
  ADD COLUMN "beatAt" TIMESTAMPTZ(3),
  ADD COLUMN "takes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "dueAt" TIMESTAMPTZ(3),
  ADD COLUMN "rounds" JSONB;

-- A small history beside each probe. Rows are what the log says, so those that are there get theirs from it.
ALTER TABLE "Probe" ADD COLUMN "recent" JSONB NOT NULL DEFAULT '[]';
UPDATE "Probe" SET "recent" = past.runs
FROM (
  SELECT probe, jsonb_agg(run ORDER BY number DESC) AS runs
  FROM (
    SELECT
      "number",
      body::jsonb #>> '{subject,probe}' AS probe,
      jsonb_build_object(
        'runId', body::jsonb #> '{after,runId}',
        'verdict', body::jsonb #> '{after,verdict}',
        'finishedAt', body::jsonb #> '{after,finishedAt}',
        'counts', body::jsonb #> '{after,counts}'
      ) AS run,
      row_number() OVER (PARTITION BY body::jsonb #>> '{subject,probe}' ORDER BY "number" DESC) AS back
    FROM "Event"
    WHERE "kind" = 'probe.recorded'
  ) recorded
  WHERE back <= 10
  GROUP BY probe
) past
WHERE past.probe = "Probe"."id";
