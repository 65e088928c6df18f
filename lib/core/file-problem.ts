/** Why a file could not be read, in words that say what next; null when it was not the file system that said no. */
export function fileProblem(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return null;
  if (error.code === "ENOENT") return "there is no such file. Check the path.";
  if (error.code === "EISDIR") return "this is a folder. Give a file in it.";
  if (error.code === "EACCES" || error.code === "EPERM")
    return "this file may not be read. Check its permissions.";
  return `the file cannot be read (${error.code}).`;
}
