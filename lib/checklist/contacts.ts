import type { Table, TableCell } from "mdast";
import { toPlain } from "@/lib/checklist/plain";
import type { Contact } from "@/lib/checklist/schema";
import { endOf, lineOf, startOf } from "@/lib/checklist/tree";
import { isBlank, speaksOfContacts } from "@/lib/checklist/words";

export type ContactColumns = { role: number; name: number; contact: number[]; escalation: number };

/** A table of contacts: its columns by what they hold (-1: none), its rows as they can be written again. */
export type ContactTable = {
  contacts: Contact[];
  columns: ContactColumns;
  width: number;
  /** Source ranges of the body rows, from the start of the row to its end. */
  rows: { start: number; end: number; cells: string[] }[];
  start: number;
  /** Behind the last line of the table. */
  end: number;
};

const roleHeader =
  /^(?:role|title|position|function|team|responsib|역할|직책|직무|담당$|담당 업무|팀)/i;
const nameHeader = /^(?:name|person|who|이름|성명|담당자|성함)/i;
const contactHeader =
  /contact|phone|e-?mail|mobile|slack|tel\b|pager|channel|연락|전화|이메일|메일|휴대폰|슬랙/i;
const escalationHeader = /escalat|when|priority|order|에스컬|우선|순서|비고/i;

/** A table headed Role / Name / Contact, or under a heading that speaks of contacts; null for any other. */
export function readContacts(source: string, table: Table, title: string): ContactTable | null {
  const [head, ...body] = table.children;
  if (!head) return null;
  const headers = head.children.map((cell) => toPlain(cell.children, source));
  const columns = columnsOf(headers);
  const enough = columns.name >= 0 && columns.contact.length > 0;
  if (!enough || (columns.role < 0 && !speaksOfContacts(title))) return null;
  const rows = body.map((row) => ({
    start: startOf(row),
    end: endOf(row),
    cells: headers.map((_, index) => rawCell(source, row.children[index])),
  }));
  const contacts = body.map((row) => {
    const value = (index: number) => textOf(source, row.children[index]);
    return {
      role: value(columns.role),
      name: value(columns.name),
      contact: columns.contact
        .map(value)
        .filter((text) => text !== "")
        .join(", "),
      escalation: value(columns.escalation),
      line: lineOf(row),
    };
  });
  return {
    contacts,
    columns,
    width: headers.length,
    rows,
    start: startOf(table),
    end: endOf(table),
  };
}

function columnsOf(headers: string[]): ContactColumns {
  const role = headers.findIndex((header) => roleHeader.test(header));
  const name = headers.findIndex((header, index) => index !== role && nameHeader.test(header));
  const contact = headers.flatMap((header, index) =>
    index !== role && index !== name && contactHeader.test(header) && !escalationHeader.test(header)
      ? [index]
      : [],
  );
  const escalation = headers.findIndex(
    (header, index) => ![role, name, ...contact].includes(index) && escalationHeader.test(header),
  );
  return { role, name, contact, escalation };
}

function textOf(source: string, cell: TableCell | undefined): string {
  if (!cell) return "";
  const text = toPlain(cell.children, source);
  return isBlank(text) ? "" : text;
}

function rawCell(source: string, cell: TableCell | undefined): string {
  const first = cell?.children[0];
  const last = cell?.children.at(-1);
  return first && last ? source.slice(startOf(first), endOf(last)) : "";
}
