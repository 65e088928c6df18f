-- A record that somebody asked for, until it is fetched or an hour is over. Made by the worker, which has the key.
CREATE TABLE "RecordFile" (
    "id" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "contacts" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "fileName" TEXT,
    "content" BYTEA,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "RecordFile_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "RecordFile_requestedAt_idx" ON "RecordFile"("requestedAt");
