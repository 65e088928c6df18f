import { writeChecklist } from "@/lib/dossier/pdf/checklist";
import { writeCover, writeStatements } from "@/lib/dossier/pdf/cover";
import { factsOf, type PdfOptions } from "@/lib/dossier/pdf/facts";
import { writeContacts, writeExceptions, writeIssues, writeLog } from "@/lib/dossier/pdf/history";
import { createSheet } from "@/lib/dossier/pdf/sheet";
import type { Predicate } from "@/lib/dossier/schema";

/** The record as an auditor reads it. The same record gives the same pages. */
export async function pdfOf(predicate: Predicate, options: PdfOptions): Promise<Buffer> {
  const facts = factsOf(predicate, options);
  const { t, state } = facts;
  const title = `${t("record")}: ${state.title} ${state.version}`;
  const madeAt = new Date(predicate.madeAt);
  const sheet = createSheet({ title, locale: options.locale, madeAt });
  writeCover(sheet, facts);
  writeStatements(sheet, facts);
  writeExceptions(sheet, facts);
  writeIssues(sheet, facts);
  writeChecklist(sheet, facts);
  if (options.contacts) writeContacts(sheet, facts);
  writeLog(sheet, facts);
  const short = predicate.stateHash.slice(0, 12);
  return sheet.finish(
    (page, pages) => `${state.title} ${state.version} · ${short} · ${t("page", { page, pages })}`,
  );
}
