import { afterEach, describe, expect, it } from "vitest";
import { dismissToast, toast, toastStore } from "@/components/ui/toast-store";

const texts = () => toastStore.get().map((each) => each.text);

afterEach(() => {
  for (const each of toastStore.get()) dismissToast(each.id);
});

describe("toasts", () => {
  it("are told to who listens, until they stop listening", () => {
    let told = 0;
    const stop = toastStore.subscribe(() => {
      told += 1;
    });
    const id = toast({ text: "saved" });
    dismissToast(id);
    stop();
    toast({ text: "unheard" });
    expect(told).toBe(2);
  });

  it("pile up to four, and a failure outlasts the news that came after it", () => {
    toast({ text: "lost", tone: "failed" });
    for (const text of ["a", "b", "c", "d", "e"]) toast({ text });
    expect(texts()).toEqual(["lost", "c", "d", "e"]);
  });
});
