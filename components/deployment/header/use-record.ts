import { useState } from "react";
import { useDeployment } from "@/components/deployment/store";
import { ask } from "@/components/deployment/use-command";
import { saveFile } from "@/components/ui/save-file";
import { requestRecordAction } from "@/lib/dossier/actions";
import type { RecordFormat } from "@/lib/dossier/inputs";
import type { WordedError } from "@/lib/i18n/error-text";

type Wish = { format: RecordFormat; locale: "en" | "ko"; contacts: boolean; names: boolean };
type Ended = "fetched" | "failed" | "gone";

const askEveryMs = 400;
const longestMs = 60_000;

/** Asks for a record, waits until the worker has made it, and hands it to the browser's downloads. */
export function useRecord() {
  const { id: deploymentId } = useDeployment();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<WordedError | "not_made" | null>(null);
  const make = async (wish: Wish): Promise<boolean> => {
    setPending(true);
    setError(null);
    const asked = await ask(requestRecordAction, { deploymentId, ...wish });
    const ended = asked.ok ? await fetched(deploymentId, asked.result.fileId) : null;
    setPending(false);
    if (!asked.ok) setError(asked.error);
    else if (ended !== "fetched") setError("not_made");
    return ended === "fetched";
  };
  return { pending, error, make };
}

async function fetched(deploymentId: string, fileId: string): Promise<Ended> {
  const address = `/api/deployments/${deploymentId}/records/${fileId}`;
  for (const end = Date.now() + longestMs; Date.now() < end; ) {
    const response = await fetch(address, { cache: "no-store" }).catch(() => null);
    if (response?.status === 200) {
      saveFile(await response.blob(), nameIn(response.headers.get("content-disposition")));
      return "fetched";
    }
    if (response && response.status !== 202) return "gone";
    const said: unknown = await response?.json().catch(() => null);
    if (typeof said === "object" && said && Reflect.get(said, "status") === "failed")
      return "failed";
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  return "failed";
}

function nameIn(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1];
  return encoded ? decodeURIComponent(encoded) : "record";
}
