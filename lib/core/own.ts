/** What a record holds under a name that came from outside: "constructor" and the like are not in it. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string) {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
