const held = globalThis as typeof globalThis & { countersign?: Map<string, unknown> };

/**
 * One value for the whole process. The framework may load a module more than once (pages, actions and
 * routes are bundled apart; development reloads), so what must be single cannot be a module's variable.
 */
export function processWide<Value>(name: string, make: () => Value): Value {
  held.countersign ??= new Map();
  if (!held.countersign.has(name)) held.countersign.set(name, make());
  return held.countersign.get(name) as Value;
}

/** Forgets it: the next use makes a new one. */
export function forget(name: string): void {
  held.countersign?.delete(name);
}
