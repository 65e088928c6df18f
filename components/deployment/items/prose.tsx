import clsx from "clsx";
import type { ReactNode } from "react";
import { InlineMarkdown } from "@/components/markdown/inline-markdown";

/** A few paragraphs, bullets and code of Markdown as text; never HTML. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return <div className={clsx("grid gap-1", className)}>{blocks(text).map(show)}</div>;
}

type Block = { kind: "code" | "list" | "text"; lines: string[] };

const bullet = /^\s*(?:[-*+]|\d+[.)])\s+/;

function blocks(text: string): Block[] {
  const made: Block[] = [];
  let open: Block | null = null;
  const into = (kind: Block["kind"], line: string) => {
    const block: Block = open?.kind === kind ? open : { kind, lines: [] };
    if (block !== open) made.push(block);
    block.lines.push(line);
    open = block;
  };
  let fence = false;
  for (const line of text.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) {
      fence = !fence;
      if (!fence) open = null;
    } else if (fence) into("code", line);
    else if (line.trim() === "") open = null;
    else if (bullet.test(line)) into("list", line.replace(bullet, ""));
    else into("text", line);
  }
  return made;
}

function show({ kind, lines }: Block, at: number): ReactNode {
  if (kind === "code") {
    return (
      <pre key={at} className="whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-1.5">
        <code>{lines.join("\n")}</code>
      </pre>
    );
  }
  if (kind === "text") {
    return (
      <p key={at}>
        <InlineMarkdown text={lines.join(" ")} />
      </p>
    );
  }
  return (
    <ul key={at} className="list-disc pl-5">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move
        <li key={index}>
          <InlineMarkdown text={line} />
        </li>
      ))}
    </ul>
  );
}
