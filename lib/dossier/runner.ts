import { query } from "@/lib/core/db";
import { exportFileName } from "@/lib/deployment/export";
import { fold } from "@/lib/deployment/fold";
import { eventsCsv, itemsCsv } from "@/lib/dossier/csv";
import { seal } from "@/lib/dossier/dsse";
import type { RecordFormat } from "@/lib/dossier/inputs";
import { type RecordParts, type Revealed, revealing, statementOf } from "@/lib/dossier/make";
import { pdfOf } from "@/lib/dossier/pdf/pdf";
import { readRecord } from "@/lib/dossier/read-record";
import { translator } from "@/lib/i18n/translator";
import { signStreamHead } from "@/lib/log/heads";
import type { LogKey } from "@/lib/log/key";
import { version } from "@/package.json";

type Asked = Revealed & {
  id: string;
  deploymentId: string;
  format: RecordFormat;
  locale: "en" | "ko";
};

const keptMinutes = 60;

/** Makes one record that was asked for. One that cannot be made is marked so, and the error is told. */
export async function makeRecord(fileId: string, key: LogKey | null): Promise<void> {
  const [asked] = await query<Asked>(
    `select id, "deploymentId", format, locale, contacts, names from "RecordFile" where id = $1 and status = 'queued'`,
    [fileId],
  );
  if (!asked) return;
  try {
    if (!key) throw new Error("COUNTERSIGN_LOG_KEY is not set: no record can be sealed");
    await signStreamHead(asked.deploymentId, key, new Date());
    const parts = await readRecord(asked.deploymentId);
    const content = await written(asked, parts, key);
    await finish(fileId, "made", fileNameOf(asked, parts), content);
  } catch (error) {
    await finish(fileId, "failed", null, null);
    throw error;
  }
}

async function written(asked: Asked, whole: RecordParts, key: LogKey): Promise<Buffer> {
  const parts = revealing(whole, asked);
  const { format, locale, contacts, names } = asked;
  if (format === "items-csv") return Buffer.from(itemsCsv(parts));
  const gone = translator(locale, "common")(contacts && names ? "forgotten" : "notShown");
  if (format === "events-csv") return Buffer.from(eventsCsv(parts, gone));
  const statement = statementOf(parts, new Date(), version);
  if (format === "json") return Buffer.from(JSON.stringify(seal(JSON.stringify(statement), key)));
  return pdfOf(statement.predicate, { locale, contacts, gone, keyId: key.id });
}

const endings: Record<RecordFormat, string> = {
  pdf: ".pdf",
  json: ".dossier.json",
  "items-csv": " items.csv",
  "events-csv": " events.csv",
};

function fileNameOf({ format }: Asked, { events }: RecordParts): string {
  return exportFileName(fold(events)).replace(/\.md$/, endings[format]);
}

async function finish(
  id: string,
  status: "made" | "failed",
  fileName: string | null,
  content: Buffer | null,
): Promise<void> {
  await query(`update "RecordFile" set status = $2, "fileName" = $3, content = $4 where id = $1`, [
    ...[id, status, fileName, content],
  ]);
}

/** Records hold names and words: none is kept longer than it takes to fetch it. */
export async function forgetRecords(): Promise<void> {
  await query(`delete from "RecordFile" where "requestedAt" < now() - make_interval(mins => $1)`, [
    keptMinutes,
  ]);
}
