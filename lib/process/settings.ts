import { dataFolder } from "@/lib/process/data-folder";
import { StartFailure } from "@/lib/process/failure";
import { root } from "@/lib/process/roots";

export type StartSettings = {
  dev: boolean;
  host: string;
  port: number;
  folder: string;
  embedded: boolean;
};

/** What a start is asked to do, from its arguments and environment. */
export function startSettings(args: string[], source: NodeJS.ProcessEnv): StartSettings {
  const unknown = args.find((arg) => arg !== "--dev");
  if (unknown)
    throw new StartFailure(
      `Unknown option ${unknown}. Usage: npm start, or npm run dev; settings are environment variables (README).`,
    );
  const port = Number(source.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new StartFailure(`PORT=${source.PORT} is not a port. Use a number from 1 to 65535.`);
  const embedded = !source.DATABASE_URL;
  return {
    dev: args.includes("--dev"),
    host: source.HOST || "127.0.0.1",
    port,
    folder: dataFolder(root),
    embedded,
  };
}
