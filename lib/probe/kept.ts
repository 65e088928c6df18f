/** The value at `key`, made when it is not there; the one used longest ago makes room. */
export function kept<Value>(
  map: Map<string, Value>,
  most: number,
  key: string,
  make: () => Value,
): Value {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return value;
}
