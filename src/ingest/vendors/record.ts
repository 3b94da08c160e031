import { defaultNulls } from "../mapping.ts";

/** One decoded row: texts for CSV, any JSON for JSON. */
export type Row = Readonly<Record<string, unknown>>;

const nulls = new Set(defaultNulls);
const compiled = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = compiled.get(path);
  if (known) return known;
  const steps = path.replace(/\[(\d+)\]/g, ".$1").split(".");
  compiled.set(path, steps);
  return steps;
}

/** An object or a list: itself, or parsed from a text that holds JSON; otherwise `undefined`. */
export function entered(value: unknown): Row | undefined {
  if (typeof value === "object" && value !== null) return value as Row;
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? (parsed as Row) : undefined;
  } catch {
    return undefined;
  }
}

/** The value at a path (`actor.email`, `events[0].name`, or its steps); a column literally called so wins. Never throws. */
export function at(row: Row, path: string | readonly string[]): unknown {
  if (typeof path === "string" && Object.hasOwn(row, path)) return row[path];
  const steps = typeof path === "string" ? stepsOf(path) : path;
  if (typeof path === "string" && steps.length === 1) return undefined;
  let value: unknown = row;
  for (const step of steps) {
    const inside = entered(value);
    if (!inside || !Object.hasOwn(inside, step)) return undefined;
    value = inside[step];
  }
  return value;
}

/** The text of a number or a text, trimmed; `undefined` for anything else and for the texts that stand for nothing. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "string") return undefined;
  const trimmed = value.trim();
  return nulls.has(trimmed) ? undefined : trimmed;
}

/** The first of the paths that holds a text. */
export function firstText(row: Row, paths: readonly (string | readonly string[])[]): string | undefined {
  for (const path of paths) {
    const found = text(at(row, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether every path is there, with or without a value. */
export const has = (row: Row, ...paths: readonly string[]): boolean =>
  paths.every((path) => Object.hasOwn(row, path) || at(row, path) !== undefined);

/** How many of the paths are there. */
export const count = (row: Row, ...paths: readonly string[]): number =>
  paths.reduce((n, path) => n + (has(row, path) ? 1 : 0), 0);

/** Whether at least one of the paths is there. */
export const hasAny = (row: Row, ...paths: readonly string[]): boolean => paths.some((path) => has(row, path));
