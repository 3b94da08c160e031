import { createDecoder, type DecodeRequest, type Decoder } from "../../src/ingest/decode.ts";
import type { Dialect, Recognised, Slice, Source } from "../../src/ingest/formats/format.ts";

interface CsvRecord {
  readonly line: number;
  readonly text: string;
  readonly fields: readonly string[];
}

/** A plain reader of well-formed comma-separated text, for tests: records with their lines and fields. */
export function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let start = 0;
  let startLine = 1;
  let quoted = false;
  let field = "";
  let fields: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === "\n") line++;
    if (c === '"') {
      if (quoted && text[i + 1] === '"') field += text[++i];
      else quoted = !quoted;
    } else if (c === "," && !quoted) {
      fields.push(field);
      field = "";
    } else if (c === "\n" && !quoted) {
      records.push({ line: startLine, text: text.slice(start, i + 1), fields: [...fields, field] });
      start = i + 1;
      startLine = line;
      field = "";
      fields = [];
    } else if (c !== "\r" || quoted) field += c;
  }
  return records;
}

/** How a comma-separated text with a header is recognised. */
export function csvRecognised(text: string): Recognised {
  const columns = csvRecords(text.slice(0, text.indexOf("\n") + 1))[0]!.fields;
  const dialect: Dialect = { delimiter: ",", quote: '"', columns, headerLines: 1 };
  return { format: "csv", compression: "none", encoding: "utf-8", dialect, notes: [] };
}

export function textSource(name: string, text: string): Source {
  const blob = new Blob([text]);
  return { name, size: blob.size, blob };
}

/** A decoder of comma-separated text that cuts it into slices of so many records, for tests of what follows it. */
export function testDecoder({
  recordsPerSlice = 1000,
  onSlice = () => {},
}: {
  recordsPerSlice?: number;
  onSlice?: () => void;
} = {}): Decoder {
  const encoder = new TextEncoder();
  return createDecoder({
    derive: () => undefined,
    read: async function* ({ source, recognised, wants }: DecodeRequest): AsyncGenerator<Slice> {
      const text = await source.blob.text();
      const records = csvRecords(text).slice(1);
      const columns = recognised.dialect!.columns;
      for (let at = 0; at < records.length; at += recordsPerSlice) {
        onSlice();
        const part = records.slice(at, at + recordsPerSlice);
        const good = part.filter(({ fields }) => fields.length === columns.length);
        const bad = part.filter(({ fields }) => fields.length !== columns.length);
        yield {
          lines: Int32Array.from(good, ({ line }) => line),
          records: good.length,
          rejects: bad.map(({ line, text: raw }) => ({ line, reason: "Wrong number of fields.", raw })),
          bytesRead: 0,
          block: { firstLine: part[0]!.line, text: new Blob(part.map((record) => record.text)) },
          data:
            wants === "csv"
              ? { kind: "csv", bytes: encoder.encode(good.map((record) => record.text).join("")) }
              : {
                  kind: "records",
                  records: good.map(({ fields }) => Object.fromEntries(columns.map((name, c) => [name, fields[c]]))),
                },
        };
      }
    },
  });
}
