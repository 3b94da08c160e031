/** A CSV without quotes as its header and rows of texts. */
export interface Table {
  readonly header: readonly string[];
  readonly lines: readonly string[];
  /** Rows whose column has this value: all fields of each. */
  where(column: string, value: string): string[][];
  /** One column of all rows. */
  column(name: string): string[];
}

/** Splits the text of a CSV that has no quoted fields. */
export function readTable(text: string): Table {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const header = head.split(",");
  const index = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) throw new Error(`No column ${name}.`);
    return at;
  };
  return {
    header,
    lines,
    where(column, value) {
      const at = index(column);
      return lines
        .filter((line) => line.includes(`,${value},`))
        .map((line) => line.split(","))
        .filter((row) => row[at] === value);
    },
    column(name) {
      const at = index(name);
      return lines.map((line) => {
        let from = 0;
        for (let i = 0; i < at; i++) from = line.indexOf(",", from) + 1;
        const to = line.indexOf(",", from);
        return line.slice(from, to < 0 ? undefined : to);
      });
    },
  };
}
