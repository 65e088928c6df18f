-- A record may be asked for without people's names. Whatever was asked for before has them.
ALTER TABLE "RecordFile" ADD COLUMN "names" BOOLEAN NOT NULL DEFAULT true;
