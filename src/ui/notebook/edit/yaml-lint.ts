import { isMap, isPair, isScalar, type Pair, parseDocument } from "yaml";
import type { CellKind } from "../../../notebook/kinds/kind.ts";
import { marks } from "../../../notebook/kinds/spec.ts";
import { longestYaml } from "../../../notebook/yaml.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Something wrong with a body, from one character of it to another. */
export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

type Range = readonly [number, number, ...number[]];
const rangeOf = (node: unknown): Range | null => {
  const { range } = (node ?? {}) as { range?: Range | null };
  return range ?? null;
};

const faultAt = (node: unknown, message: string): Fault[] => {
  const range = rangeOf(node);
  return range ? [{ from: range[0], to: Math.max(range[0] + 1, range[1]), message }] : [];
};

/** What is wrong with a cell's YAML: its own errors, settings that the kind doesn't have, values that they can't be, cells that aren't there. */
export function yamlFaults(body: string, kind: CellKind | undefined, words: Vocabulary): Fault[] {
  return faultsIn(body, kind, words).map(({ from, to, message }) => ({
    from: Math.min(from, body.length),
    to: Math.min(to, body.length),
    message,
  }));
}

function faultsIn(body: string, kind: CellKind | undefined, { cells }: Vocabulary): Fault[] {
  if (body.length > longestYaml)
    return [{ from: 0, to: body.length, message: `Up to ${longestYaml} characters are read as settings.` }];
  const document = parseDocument(body);
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, message }) => ({
      from: pos[0],
      to: Math.max(pos[1], pos[0] + 1),
      message: message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, ""),
    }));
  }
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents)) return faultAt(contents, "Write one setting a line, as key: value.");
  const names = new Set(cells.map(({ name }) => name));
  return contents.items
    .filter(isPair)
    .flatMap((pair) => [
      ...settingFaults(pair, kind),
      ...nameFaults(pair, names),
      ...(kind?.type === "plot" ? markFaults(pair) : []),
    ]);
}

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : "");

const plain = (node: unknown): unknown => {
  const { toJSON } = (node ?? {}) as { toJSON?: () => unknown };
  return toJSON ? toJSON.call(node) : null;
};

function settingFaults(pair: Pair, kind: CellKind | undefined): Fault[] {
  const checks = kind?.checks;
  if (!checks) return [];
  const key = keyOf(pair);
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  if (!check)
    return faultAt(pair.key, `“${key}” is no setting of this cell. It takes ${Object.keys(checks).join(", ")}.`);
  try {
    check(plain(pair.value));
    return [];
  } catch (error) {
    const message = `“${key}” takes ${error instanceof Error ? error.message : error}.`;
    return faultAt(pair.value ?? pair.key, message);
  }
}

/** Marks that a chart can't draw. */
function markFaults(pair: Pair): Fault[] {
  if (keyOf(pair) !== "marks") return [];
  const items = (pair.value as { items?: unknown[] } | null)?.items ?? [];
  return items.filter(isMap).flatMap((item) => {
    const mark = item.get("mark", true);
    const isKnown = isScalar(mark) && marks.some((name) => name === mark.value);
    return isKnown ? [] : faultAt(mark ?? item, `A mark is one of ${marks.join(", ")}.`);
  });
}

/** Cells that `data`, `within` and `detectors` name and that are not there. */
function nameFaults(pair: Pair, names: ReadonlySet<string>): Fault[] {
  const key = keyOf(pair);
  const { value } = pair;
  if (/^(?:data|within|cell)$/.test(key) && isScalar(value)) return missing(value, names);
  const items = key === "detectors" ? (value as { items?: unknown[] } | null)?.items : undefined;
  return (items ?? []).filter(isScalar).flatMap((item) => missing(item, names));
}

const missing = (node: { value: unknown }, names: ReadonlySet<string>): Fault[] =>
  names.has(String(node.value)) ? [] : faultAt(node, `There is no cell named ${node.value}.`);
