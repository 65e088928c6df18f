/** Long enough for a browser that is busy. */
const readWithinMs = 60_000;

/** Hands a file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // It is read after the click: taken away at once, what is kept could be empty.
  setTimeout(() => URL.revokeObjectURL(link.href), readWithinMs);
}
