"use client";

import "@/app/globals.css";
import { Button } from "@/components/ui/button";
import en from "@/messages/en/common.json";
import ko from "@/messages/ko/common.json";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** The layout itself failed, and the viewer's language with it: both are shown. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-prose px-4 py-16">
        <h1 className="font-semibold text-2xl">{en.error.title}</h1>
        <p className="mt-2">{en.error.body}</p>
        <div lang="ko">
          <h2 className="mt-6 font-semibold text-2xl">{ko.error.title}</h2>
          <p className="mt-2">{ko.error.body}</p>
        </div>
        {error.digest ? <p className="mt-4 font-mono text-sm">{error.digest}</p> : null}
        <Button className="mt-5" onClick={reset}>
          {en.retry} · <span lang="ko">{ko.retry}</span>
        </Button>
      </body>
    </html>
  );
}
