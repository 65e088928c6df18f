const name = "countersign.keys";
const listeners = new Set<() => void>();

/** Whether single keys do something: kept in this browser. A speech user must be able to switch them off. */
export const keysOn = {
  get: (): boolean => localStorage.getItem(name) !== "off",
  set(on: boolean): void {
    localStorage.setItem(name, on ? "on" : "off");
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
