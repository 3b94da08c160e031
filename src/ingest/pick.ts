import type { Reference } from "./mapping.ts";

type Fields = Readonly<Record<string, unknown>>;
type Step = string | number;

/** Reads one text out of a record; null where there is none. */
export type Getter = (record: Fields) => string | null;

const has = (record: object, key: Step): boolean => Object.hasOwn(record, key);

/** `a.b[0].c` as steps. A name in brackets that is not a number is a key: `params[ip address].value`. */
function steps(path: string): Step[] {
  const found: Step[] = [];
  for (const match of path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)) {
    const inner = match[1];
    if (inner === undefined) found.push(match[0]);
    else found.push(/^\d+$/.test(inner) ? Number(inner) : inner.replace(/^["']|["']$/g, ""));
  }
  return found;
}

function entered(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const first = value.trimStart()[0];
  if (first !== "{" && first !== "[") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function follow(value: unknown, path: readonly Step[]): unknown {
  let at = value;
  for (const step of path) {
    at = entered(at);
    if (typeof at !== "object" || at === null || !has(at, step)) return undefined;
    at = (at as Record<Step, unknown>)[step];
  }
  return at;
}

/** A value as the text that the canonical tables keep: dates ISO 8601, nested values JSON; null and undefined are null. */
export function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== "object") return String(value);
  try {
    return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part)) ?? null;
  } catch {
    return null;
  }
}

function column(reference: string, nulls: ReadonlySet<string>): Getter {
  if (reference.startsWith("=")) {
    const constant = reference.slice(1);
    return () => constant;
  }
  const path = steps(reference);
  const nested = path.length > 1;
  return (record) => {
    const literal = has(record, reference);
    if (!literal && !nested) return null;
    const text = asText(literal ? record[reference] : follow(record, path));
    return text === null || nulls.has(text) ? null : text;
  };
}

/** Compiles a reference once for many records: a literal column wins over a path, of a list the first that has a value. */
export function compileReference(reference: Reference, nulls: ReadonlySet<string>): Getter {
  const getters = (typeof reference === "string" ? [reference] : reference).map((part) => column(part, nulls));
  if (getters.length === 1) return getters[0]!;
  return (record) => {
    for (const getter of getters) {
      const text = getter(record);
      if (text !== null) return text;
    }
    return null;
  };
}

/** Compiles an event type: the parts that have a value, joined by a space. */
export function compileType(parts: readonly string[], nulls: ReadonlySet<string>): Getter {
  const getters = parts.map((part) => column(part, nulls));
  if (getters.length === 1) return getters[0]!;
  return (record) => {
    let joined: string | null = null;
    for (const getter of getters) {
      const text = getter(record);
      if (text !== null) joined = joined === null ? text : `${joined} ${text}`;
    }
    return joined;
  };
}

const compiled = new Map<string, Getter>();

/** The text that a reference has in one record; null where there is none. */
export function pick(record: Fields, reference: Reference, nulls: readonly string[]): string | null {
  const key = JSON.stringify([reference, nulls]);
  let getter = compiled.get(key);
  if (!getter) {
    getter = compileReference(reference, new Set(nulls));
    if (compiled.size > 1000) compiled.clear();
    compiled.set(key, getter);
  }
  return getter(record);
}
