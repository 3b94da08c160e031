import { recogniseVendor, vendors } from "../../src/ingest/vendors/registry.ts";
import type { Vendor } from "../../src/ingest/vendors/vendor.ts";
import { pickText } from "./pick.ts";

type Row = Readonly<Record<string, unknown>>;

/** One row as its vendor's mapping reads it. */
export interface Read {
  readonly time: string | null;
  /** UTC milliseconds by the first format that fits; `null` where none does. */
  readonly ms: number | null;
  readonly actor: string | null;
  readonly type: string | null;
  readonly id: string | null;
  readonly entities: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly isRoot: boolean;
}

const epochs: Readonly<Record<string, number>> = { epoch_s: 1e3, epoch_ms: 1, epoch_us: 1e-3, epoch_ns: 1e-6 };

function parseOne(written: string, format: string): number | null {
  const scale = epochs[format];
  if (scale !== undefined) return /^\d+(\.\d+)?$/.test(written) ? Math.round(Number(written) * scale) : null;
  if (format === "iso") {
    const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/i.exec(
      written,
    );
    if (!iso) return null;
    const clock = (iso[2] ?? "00:00").replace(/(\.\d{3})\d+$/, "$1");
    return Date.parse(`${iso[1]}T${clock}${!iso[3] || iso[3].toUpperCase() === "UTC" ? "Z" : iso[3]}`);
  }
  const us = /^(\d\d?)\/(\d\d?)\/(\d{4}) (\d\d?):(\d\d)(?::(\d\d))?(?: ([AP])M)?$/.exec(written);
  if (!format.startsWith("%m/%d/%Y") || !us || /%I/.test(format) !== (us[7] !== undefined)) return null;
  const hour = us[7] ? (Number(us[4]) % 12) + (us[7] === "P" ? 12 : 0) : Number(us[4]);
  return Date.UTC(Number(us[3]), Number(us[1]) - 1, Number(us[2]), hour, Number(us[5]), Number(us[6] ?? 0));
}

/** Milliseconds, UTC, by the first format that fits. */
export function parseTime(written: string, formats: string | readonly string[] = "iso"): number | null {
  for (const format of typeof formats === "string" ? [formats] : formats) {
    const ms = parseOne(written, format);
    if (ms !== null && !Number.isNaN(ms)) return ms;
  }
  return null;
}

/** Reads rows with the vendor's mapping, chosen from the first thousand of them. */
export function readAll(vendor: Vendor, rows: readonly Row[], name = "export"): Read[] {
  const mapping = vendor.mapping({ name, columns: Object.keys(rows[0] ?? {}), records: rows.slice(0, 1000) });
  const roots = new Set(mapping.roots);
  return rows.map((raw) => {
    const row = { ...raw, ...vendor.derive?.(raw) };
    const time = pickText(row, mapping.time);
    const parts = mapping.type.map((part) => pickText(row, part)).filter((part) => part !== null);
    const type = parts.length > 0 ? parts.join(" ") : null;
    const entities = (mapping.entities ?? []).flatMap((entity) => {
      const value = pickText(row, entity.column);
      return value === null ? [] : [`${entity.relationship} ${entity.type} ${value}`];
    });
    const attributes: Record<string, string> = {};
    for (const attribute of mapping.attributes ?? []) {
      const named = typeof attribute === "string" ? { name: attribute, column: attribute } : attribute;
      const value = pickText(row, named.column);
      if (value !== null) attributes[named.name] = value;
    }
    return {
      time,
      ms: time === null ? null : parseTime(time, mapping.timeFormat),
      actor: pickText(row, mapping.actor),
      type,
      id: mapping.id === undefined ? null : pickText(row, mapping.id),
      entities,
      attributes,
      isRoot: type !== null && roots.has(type),
    };
  });
}

/** The vendor that claims the rows, by no more than the rows. */
export const claimant = (rows: readonly Row[], name = "export"): string | null =>
  recogniseVendor({ name, columns: Object.keys(rows[0] ?? {}), records: rows })?.id ?? null;

/** Every vendor with at least half confidence in the rows. */
export const claimants = (rows: readonly Row[]): string[] =>
  vendors
    .filter((v) => v.recognise({ name: "export", columns: Object.keys(rows[0] ?? {}), records: rows }) >= 0.5)
    .map((v) => v.id);

/** The first row, read by the vendor of this id. */
export function readOne(id: string, row: Row): Read {
  const vendor = vendors.find((candidate) => candidate.id === id);
  const read = vendor && readAll(vendor, [row])[0];
  if (!read) throw new Error(`no vendor ${id}`);
  return read;
}
