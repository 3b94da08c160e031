import { defaultNulls, type Reference } from "../../src/ingest/mapping.ts";

type Row = Readonly<Record<string, unknown>>;

function step(value: unknown, key: string): unknown {
  let inside = value;
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      inside = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return typeof inside === "object" && inside !== null ? (inside as Row)[key] : undefined;
}

function one(row: Row, reference: string): unknown {
  if (reference.startsWith("=")) return reference.slice(1);
  if (reference in row) return row[reference];
  return reference.replaceAll("[", ".").replaceAll("]", "").split(".").reduce<unknown>(step, row);
}

/** The text that a reference gives for a row, as the contract above `Mapping` has it; `null` where there is none. */
export function pickText(row: Row, reference: Reference): string | null {
  for (const single of typeof reference === "string" ? [reference] : reference) {
    const value = one(row, single);
    if (value === undefined || value === null || typeof value === "object") continue;
    const written = String(value).trim();
    if (!defaultNulls.includes(written)) return written;
  }
  return null;
}
