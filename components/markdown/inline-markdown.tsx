import type { ReactNode } from "react";
import { type InlineToken, inlineTokens } from "@/components/markdown/inline-tokens";

/** One line or paragraph of Markdown as React text: bold, italics, code and safe links; never HTML. */
export function InlineMarkdown({ text }: { text: string }) {
  return <>{inlineTokens(text).map(show)}</>;
}

/** Tokens never move within one text: their place is their key. */
function show(token: InlineToken, at: number): ReactNode {
  switch (token.kind) {
    case "text":
      return token.text;
    case "code":
      return (
        <code key={at} className="rounded-sm bg-sunken px-1 text-[0.92em]">
          {token.text}
        </code>
      );
    case "strong":
      return <strong key={at}>{token.children.map(show)}</strong>;
    case "em":
      return <em key={at}>{token.children.map(show)}</em>;
    case "link":
      return (
        <a
          key={at}
          href={token.href}
          rel="noopener noreferrer"
          target={/^https?:/i.test(token.href) ? "_blank" : undefined}
          className="underline decoration-border underline-offset-3 hover:decoration-current"
        >
          {token.children.map(show)}
        </a>
      );
  }
}
