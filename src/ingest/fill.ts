/** Fills the `$name` holes of a statement. @throws Error for a hole without a value */
export function fill(sql: string, values: Readonly<Record<string, string | number>>): string {
  return sql.replace(/\$([a-z_]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The statement has no value for $${name}.`);
    return String(value);
  });
}
