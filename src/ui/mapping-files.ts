import type { FilePlan } from "../engine/api/imports.ts";
import type { Mapping } from "../ingest/mapping.ts";
import { parseMapping } from "./mapping-form.ts";

const mostBytes = 256_000;

/** Parts the files of a drop into logs and the mapping kept beside them: small JSON that names time, actor and type. */
export async function withoutMapping(files: readonly File[]): Promise<{ logs: File[]; mapping: Mapping | null }> {
  const logs: File[] = [];
  let mapping: Mapping | null = null;
  for (const file of files) {
    const read = /\.json$/i.test(file.name) && file.size <= mostBytes ? parseMapping(await file.text()) : null;
    if (read && "mapping" in read) mapping = read.mapping;
    else logs.push(file);
  }
  return { logs, mapping };
}

/** Plans, other than `plan`, that have the same columns. */
export const sameShape = (plan: FilePlan, plans: readonly FilePlan[]): readonly FilePlan[] => {
  const shape = plan.columns.join("\n");
  return plans.filter((other) => other !== plan && other.columns.length > 0 && other.columns.join("\n") === shape);
};
