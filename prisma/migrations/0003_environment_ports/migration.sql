-- Ports that probes of an environment may reach beyond the usual ones.
ALTER TABLE "Environment" ADD COLUMN "ports" INTEGER[] NOT NULL DEFAULT '{}';
