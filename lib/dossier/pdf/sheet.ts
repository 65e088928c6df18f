import { existsSync } from "node:fs";
import { join } from "node:path";
import PDFDocument from "pdfkit";
import { root } from "@/lib/process/roots";

/** A4 pages that text flows onto: the few shapes that a record needs, in points. */

const margin = 48;
const ink = "#1a1c20";
const muted = "#5c6068";
const rule = "#d4d1ca";

const sizes = { title: 20, heading: 13, subheading: 10.5, body: 9, small: 7.5 } as const;
type Size = keyof typeof sizes;
type Style = { size?: Size; strong?: boolean; muted?: boolean; indent?: number };

export type Column = { width: number; text: string; strong?: boolean; muted?: boolean };
export type Sheet = ReturnType<typeof createSheet>;

/** Korean and Latin in one family; beside the bundle in a standalone folder, else from its package. */
function font(weight: "Regular" | "SemiBold"): string {
  const name = `Pretendard-${weight}.otf`;
  const beside = join(root, "fonts", name);
  if (existsSync(beside)) return beside;
  return join(root, "node_modules", "pretendard", "dist", "public", "static", name);
}

/** Pictures that the font does not have would be boxes; control characters would break lines. */
const drawable = (text: string): string =>
  text
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0E|\uFE0F|\u200D/gu, "")
    .replace(/[^\P{Cc}\n]/gu, " ");

export function createSheet(info: { title: string; locale: string; madeAt: Date }) {
  // By their paths and no other names: pdfkit reads a font anew each time it is asked for by a second name.
  const [plain, bold] = [font("Regular"), font("SemiBold")];
  const doc = new PDFDocument({
    // Without one of ours it would look for Helvetica's measures, which are not in a bundle.
    font: plain,
    size: "A4",
    margins: { top: margin, left: margin, right: margin, bottom: margin + 16 },
    bufferPages: true,
    lang: info.locale,
    displayTitle: true,
    info: { Title: info.title, Creator: "Countersign", CreationDate: info.madeAt },
  });
  const width = doc.page.width - 2 * margin;
  const bottom = () => doc.page.height - margin - 16;

  const style = ({ size = "body", strong, muted: isMuted }: Style) =>
    doc
      .font(strong ? bold : plain)
      .fontSize(sizes[size])
      .fillColor(isMuted ? muted : ink);

  /** A new page unless this much is left on this one. */
  const need = (points: number) => {
    if (doc.y + points > bottom()) doc.addPage();
  };

  const text = (words: string, how: Style = {}) => {
    const { indent = 0 } = how;
    style(how).text(drawable(words), margin + indent, doc.y, {
      width: width - indent,
      lineGap: 1.5,
    });
  };

  const heading = (words: string) => {
    need(60);
    if (doc.y > margin + 4) doc.moveDown(1.2);
    text(words, { size: "heading", strong: true });
    doc.moveDown(0.3);
  };

  const subheading = (words: string) => {
    need(36);
    doc.moveDown(0.6);
    text(words, { size: "subheading", strong: true });
    doc.moveDown(0.2);
  };

  const line = () => {
    doc
      .moveTo(margin, doc.y)
      .lineTo(margin + width, doc.y)
      .lineWidth(0.5)
      .strokeColor(rule)
      .stroke();
  };

  /** Cells side by side, as high as the highest; widths are shares of the page's. */
  const row = (columns: readonly Column[], how: Style = {}) => {
    const whole = columns.reduce((sum, column) => sum + column.width, 0);
    const gap = 8;
    const cells = columns.map((column) => {
      const cellWidth = (column.width / whole) * width - gap;
      const words = drawable(column.text);
      style({ ...how, ...column });
      return {
        ...column,
        words,
        cellWidth,
        height: doc.heightOfString(words, { width: cellWidth, lineGap: 1 }),
      };
    });
    const height = Math.max(...cells.map((cell) => cell.height), 1);
    if (height > (bottom() - margin) * 0.8) {
      // Higher than a page: below each other, so that nothing of it is cut off.
      for (const column of columns) text(column.text, { ...how, ...column });
      line();
      return;
    }
    need(height + 5);
    const top = doc.y + 2.5;
    let left = margin;
    for (const cell of cells) {
      style({ ...how, ...cell }).text(cell.words, left, top, {
        width: cell.cellWidth,
        lineGap: 1,
      });
      left += cell.cellWidth + gap;
    }
    doc.x = margin;
    doc.y = top + height + 2.5;
    line();
  };

  /** Numbers and a line of words at the foot of every page; then the bytes. */
  const finish = async (foot: (page: number, pages: number) => string): Promise<Buffer> => {
    const { count } = doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      doc.switchToPage(page);
      // Below the margin, where text would begin a new page otherwise.
      doc.page.margins.bottom = 0;
      style({ size: "small", muted: true }).text(
        drawable(foot(page + 1, count)),
        margin,
        doc.page.height - margin,
        {
          width,
          align: "right",
          lineBreak: false,
        },
      );
    }
    const chunks: Buffer[] = [];
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => {
      doc.once("end", resolve);
      doc.once("error", reject);
    });
    doc.end();
    await ended;
    return Buffer.concat(chunks);
  };

  return {
    text,
    heading,
    subheading,
    row,
    line,
    finish,
    space: (lines: number) => void doc.moveDown(lines),
  };
}
