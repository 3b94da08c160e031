/** Puts SQL in place of each `{name}`. @throws Error for a name without a value */
export const fill = (sql: string, values: Readonly<Record<string, string | number>>): string =>
  sql.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The statement lacks ${name}.`);
    return String(value);
  });
