import { type Data, Field, Int32, makeData, RecordBatch, Schema, Struct, Table, tableToIPC } from "apache-arrow";
import type { Reject } from "./formats/format.ts";
import { compileReference, compileType, type Getter } from "./pick.ts";
import type { StagingPlan } from "./staging-plan.ts";
import { TextColumn } from "./text-column.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Named Arrow columns as an IPC stream. */
export function toIpc(columns: readonly (readonly [string, Data])[], rows: number): Uint8Array {
  const schema = new Schema(columns.map(([name, data]) => new Field(name, data.type, true)));
  const children = columns.map(([, data]) => data);
  const struct = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return tableToIPC(new Table([new RecordBatch(schema, struct)]), "stream");
}

const integers = (values: Int32Array): Data<Int32> =>
  makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values });

/** Compiles the plan's references, in the order of its columns. */
export function compilePlan(plan: StagingPlan): readonly Getter[] {
  const nulls = new Set(["", ...plan.nulls]);
  return plan.columns.map(({ references, joined }) =>
    joined ? compileType(references, nulls) : compileReference(references, nulls),
  );
}

/** Picks the plan's texts out of decoded records: an Arrow IPC stream with the staging columns and `line`. */
export function stageRecords(
  records: readonly Fields[],
  lines: Int32Array,
  {
    plan,
    getters,
    derive,
  }: {
    readonly plan: StagingPlan;
    readonly getters: readonly Getter[];
    readonly derive?: ((record: Fields) => Fields) | undefined;
  },
): Uint8Array {
  const columns = plan.columns.map(() => new TextColumn(records.length));
  for (const record of records) {
    const derived = derive ? { ...record, ...derive(record) } : record;
    for (let c = 0; c < columns.length; c++) columns[c]!.push(getters[c]!(derived));
  }
  const named = plan.columns.map(({ name }, c) => [name, columns[c]!.data()] as const);
  return toIpc([...named, ["line", integers(lines)]], records.length);
}

/** Physical lines as an Arrow IPC stream, to lie beside rows that DuckDB reads itself. */
export const linesToIpc = (lines: Int32Array): Uint8Array => toIpc([["line", integers(lines)]], lines.length);

/** Rejected records as an Arrow IPC stream: line, reason, raw. */
export function rejectsToIpc(rejects: readonly Reject[]): Uint8Array {
  const reason = new TextColumn(rejects.length);
  const raw = new TextColumn(rejects.length);
  for (const reject of rejects) {
    reason.push(reject.reason);
    raw.push(reject.raw);
  }
  const lines = Int32Array.from(rejects, (reject) => reject.line);
  return toIpc(
    [
      ["line", integers(lines)],
      ["reason", reason.data()],
      ["raw", raw.data()],
    ],
    rejects.length,
  );
}
