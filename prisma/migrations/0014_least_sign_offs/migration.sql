-- What an environment asks of every deployment there: [{ teamId, need, before }].
ALTER TABLE "Environment" ADD COLUMN "least" JSONB NOT NULL DEFAULT '[]';
