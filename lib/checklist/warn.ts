import type { Warning } from "@/lib/checklist/schema";

/** Every warning of the reader, by its stable code, with its English wording. */
export const warningWordings = {
  "looks-like-item": "Looks like an item but is not one; kept as text. Write it as `- [ ] text`.",
  "item-in-code":
    "Looks like an item but stands in an indented code block; kept as text. Take the indentation off.",
  "item-in-html":
    "Looks like an item but stands inside HTML; kept as text. Leave a blank line after the tag.",
  "fence-not-closed": "This code block is never closed: everything after it is read as code.",
  "empty-label": "An item without text.",
  "duplicate-key": "This key is used before; the item gets another one.",
  "invalid-key":
    "This is no usable key; the item gets one from its text. Use letters, digits, `.`, `_`, `-`, `/` and `:`.",
  "command-beside":
    "A code block beside the items, not under one: offered as the command of the item. Indent it under the item.",
  "code-kept": "A code block that belongs to no item; kept as text.",
  "probe-invalid": "This probe block is not usable.",
  "probe-extra": "An item has one probe block; this further one is kept as text.",
  "probe-without-item": "A probe block that stands under no item; kept as text.",
  "html-kept": "HTML is never shown as HTML; its source is kept as text.",
  "text-kept": "Not about an item; kept as text in its place.",
  "approval-as-item":
    "Speaks of an approval but stands among other items: read as an item. Put sign-offs under a heading of their own.",
  "sign-off-not-task":
    "Looks like a sign-off of a team but is no `- [ ]` line: read as an item or kept as text. Write it as `- [ ] QA team approval`.",
  "sign-off-extra": "A second sign-off block; kept as text.",
  "unsafe-link": "A link that is not http, https, mailto, tel or relative; kept as text.",
  "not-a-link": "No link in this line of the references; kept as text.",
  "text-garbled": "This line looks garbled, but the text cannot be repaired as a whole.",
  "front-matter": "The front matter is not usable YAML; ignored.",
  "policy-invalid":
    "The policy in the front matter is not understood; the checklist cannot be published with it.",
  "no-items": "No items found. Write them as `- [ ] text`.",
} as const;
export type WarningCode = keyof typeof warningWordings;

export function warning(line: number, code: WarningCode, detail?: string): Warning {
  const wording = warningWordings[code];
  return { line, code, message: detail === undefined ? wording : `${wording} (${detail})` };
}
