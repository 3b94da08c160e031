/** A record of the columns and their values; `__proto__` is a column like any other. */
export function makeRecord(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i++) setOwn(record, columns[i]!, values[i]);
  return record;
}

/** Sets an own property, `__proto__` included. */
export function setOwn(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  } else record[key] = value;
}
