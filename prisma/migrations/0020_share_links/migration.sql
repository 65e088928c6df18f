-- Addresses that show a deployment to who has no account. The token in them is kept nowhere.
CREATE TABLE "ShareLink" (
  "id" TEXT NOT NULL,
  "deploymentId" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "createdById" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "withdrawnAt" TIMESTAMPTZ(3),
  CONSTRAINT "ShareLink_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ShareLink_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ShareLink_hash_key" ON "ShareLink"("hash");
CREATE INDEX "ShareLink_deploymentId_idx" ON "ShareLink"("deploymentId");
