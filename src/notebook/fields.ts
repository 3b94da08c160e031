import { isMap, parseDocument, stringify } from "yaml";
import { parseYaml } from "./yaml.ts";

/** How one setting of a cell is asked for without code. */
export type Control =
  | {
      readonly control: "number";
      readonly least?: number;
      readonly most?: number;
      readonly step?: number;
      /** A word that the setting takes in place of a number. */
      readonly word?: string;
    }
  /** `isOpen`: another word may be given too. */
  | { readonly control: "choice"; readonly choices: readonly string[]; readonly isOpen?: boolean }
  /** Words; `word` stands for all of them, or for what the mapping says. */
  | { readonly control: "list"; readonly word?: string }
  /** A local day, or the word `last`. */
  | { readonly control: "day" }
  /** A weight for each name, 0 is off. */
  | {
      readonly control: "weights";
      readonly names: readonly { readonly name: string; readonly title: string }[];
      readonly most: number;
    };

/** A setting as a form shows it. */
export type Field = Control & {
  readonly key: string;
  readonly title: string;
  readonly unit?: string;
  readonly hint?: string;
};

/** The settings that a cell's YAML gives; null where it is no mapping of settings. */
export function readFields(body: string): Readonly<Record<string, unknown>> | null {
  let value: unknown;
  try {
    value = parseYaml(body);
  } catch {
    return null;
  }
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

const oneLine = (value: unknown): string =>
  stringify(value, null, {
    collectionStyle: "flow",
    lineWidth: 0,
    flowCollectionPadding: !Array.isArray(value),
  }).trimEnd();

/**
 * A cell's YAML with one setting changed: everything else stays as it was written, comments too, and those on its line stay in their column
 * where there is room.
 */
export function writeField(body: string, key: string, value: unknown): string {
  const { contents } = parseDocument(body);
  const pair = isMap(contents) ? contents.items.find((item) => String(item.key) === key) : undefined;
  const range = (pair?.value as { readonly range?: readonly [number, number, number] } | null | undefined)?.range;
  if (!range) return `${body.replace(/\n*$/, body.trim() === "" ? "" : "\n")}${key}: ${oneLine(value)}`;
  const [from, to] = range;
  const text = oneLine(value);
  const rest = body.slice(to);
  const [, blanks = "", comment = ""] = /^( *)(#[^\n]*)?/.exec(rest) ?? [];
  if (comment === "") return body.slice(0, from) + text + rest;
  const room = Math.max(1, blanks.length + (to - from) - text.length);
  return body.slice(0, from) + text + " ".repeat(room) + rest.slice(blanks.length);
}
