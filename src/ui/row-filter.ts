import type { Reason } from "../detectors/scores.ts";
import type { RawRow } from "../engine/api/cases.ts";
import { hourIn } from "./format.ts";

/** Which raw rows to show: those that meet every given condition of a reason, named in words. */
export interface RowFilter {
  readonly words: string;
  readonly where: NonNullable<Reason["where"]>;
}

/** Whether a row meets a filter; hours are local to `zone`. */
export function meets(row: RawRow, { where }: RowFilter, zone: string): boolean {
  if (where.type !== undefined && row.type !== where.type) return false;
  if (where.hour !== undefined && hourIn(row.time, zone) !== where.hour) return false;
  if (where.attribute !== undefined && !row.attributes.some(({ name, value }) => named(where.attribute, name, value)))
    return false;
  return where.entity === undefined || row.entities.some(({ type, name }) => named(where.entity, type, name));
}

const named = (wanted: string | undefined, kind: string, value: string): boolean => wanted === kind || wanted === value;
