import { UserError } from "../lib/errors.ts";
import { parseYaml } from "./yaml.ts";

/** Checks one setting's value and gives it, or throws an Error that says what it should be. */
export interface Check {
  (value: unknown): unknown;
  /** Words that it takes, for the editor to offer. */
  readonly words?: readonly string[];
  /** The settings within it. */
  readonly settings?: Checks;
}

/** The settings of a cell by name. */
export type Checks = Readonly<Record<string, Check>>;

/** A finite number in a range. */
export const number =
  ({ least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, whole = false } = {}): Check =>
  (value) => {
    const isFit = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
    if (isFit) return value;
    throw new Error(
      `a ${whole ? "whole " : ""}number${least > Number.NEGATIVE_INFINITY ? ` from ${least}` : ""}${most < Number.POSITIVE_INFINITY ? ` to ${most}` : ""}`,
    );
  };

/** A local day, or `last` for the last seven that have data. */
export const day: Check = (value) => {
  if (value === null || value === "last") return null;
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new Error("a day as YYYY-MM-DD, or last");
};

/** One of some words, or else what `otherwise` takes. */
export const oneOf = (words: readonly string[], otherwise?: Check): Check =>
  Object.assign(
    (value: unknown) => {
      if (words.includes(value as string)) return value;
      if (otherwise) return otherwise(value);
      throw new Error(words.join(" or "));
    },
    { words },
  );

/** A text that is not empty. */
export const text: Check = (value) => {
  if ((typeof value === "string" || typeof value === "number") && String(value).trim() !== "")
    return String(value).trim();
  throw new Error("a text");
};

/** A list of texts. */
export const textList: Check = (value) => {
  const list = Array.isArray(value) ? value : typeof value === "string" ? value.split(/\s*,\s*/) : null;
  if (list?.every((entry) => typeof entry === "string" || typeof entry === "number")) return list.map(String);
  throw new Error("a list of texts");
};

/** Weights by name, from 0 (off). */
export const weights: Check = (value) => {
  const isFit =
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((weight) => typeof weight === "number" && weight >= 0);
  if (isFit) return value;
  throw new Error("names with weights from 0, such as subject: 1");
};

/** Settings within a setting. */
export const settingsOf = (checks: Checks): Check =>
  Object.assign(
    (value: unknown) => {
      const names = Object.keys(checks).join(", ");
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw new Error(`settings such as ${names}`);
      return Object.fromEntries(
        Object.entries(value).map(([key, given]) => {
          const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
          if (!check) throw new Error(`settings such as ${names}, and no ${key}`);
          try {
            return [key, check(given)];
          } catch (error) {
            throw new Error(`as ${key} ${(error as Error).message}`);
          }
        }),
      );
    },
    { settings: checks },
  );

/**
 * Reads a cell's YAML body into settings.
 * @throws UserError naming the key and what it should be
 */
export function readSettings(where: string, body: string, checks: Checks): Record<string, unknown> {
  const values = readYaml(where, body);
  const settings: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (!check) {
      throw new UserError(`“${key}” is no setting of this cell.`, {
        where,
        next: `It takes ${Object.keys(checks).join(", ")}.`,
      });
    }
    try {
      settings[key] = check(value);
    } catch (error) {
      throw new UserError(`“${key}” can't be ${JSON.stringify(value)}.`, {
        where,
        next: `It takes ${(error as Error).message}.`,
      });
    }
  }
  return settings;
}

/** Reads YAML that must be a mapping (or nothing). @throws UserError with the line */
export function readYaml(where: string, body: string): Record<string, unknown> {
  let values: unknown;
  try {
    values = parseYaml(body);
  } catch (error) {
    throw new UserError(`Not YAML: ${error instanceof Error ? error.message.split("\n")[0] : error}`, {
      where,
      next: "Write one setting a line, as key: value.",
    });
  }
  if (values === null || values === undefined) return {};
  if (typeof values !== "object" || Array.isArray(values)) {
    throw new UserError("The body is not a list of settings.", {
      where,
      next: "Write one setting a line, as key: value.",
    });
  }
  return values as Record<string, unknown>;
}
