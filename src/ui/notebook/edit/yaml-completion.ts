import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";
import type { CellKind } from "../../../notebook/kinds/kind.ts";
import { channels, colours as colourWords, marks } from "../../../notebook/kinds/spec.ts";
import { relationsOf, type Vocabulary } from "./vocabulary.ts";

/** What a setting is when nobody says anything, and what it is for: a line of the kind's template. */
interface Default {
  readonly value: string;
  readonly about: string;
}

const templateLine = /^([A-Za-z_][\w-]*):\s*(.*?)\s*(?:#\s*(.*))?$/;

/** The defaults that a kind's template shows, by setting. */
export function defaultsOf(template: string): Map<string, Default> {
  const found = new Map<string, Default>();
  for (const line of template.split("\n")) {
    const [, key, value = "", about = ""] = templateLine.exec(line) ?? [];
    if (key) found.set(key, { value, about });
  }
  return found;
}

const markOptions = [...channels, "interval", "where", "jitter", "values"];
const scales = ["x", "y", "color", "r", "fx", "fy", "height", "brush", "within"];

/** Kinds whose cells a queue or an evaluation can name. */
const detectors = ["profile", "subspace", "graph", "score"];

const key = (label: string, { value = "", about = "" }: Partial<Default> = {}): Completion => ({
  label,
  apply: value === "" ? `${label}: ` : `${label}: ${value}`,
  type: "property",
  ...(value === "" ? {} : { detail: value }),
  ...(about === "" ? {} : { info: about }),
});

const cellNames = ({ cells }: Vocabulary, types?: readonly string[]): Completion[] =>
  cells
    .filter(({ type }) => !types || types.includes(type))
    .map(({ name, type }) => ({ label: name, type: "variable", detail: type }));

/** Settings that may stand at the start of a line and do not yet. */
function keysOf(kind: CellKind, body: string): Completion[] {
  const present = new Set([...body.matchAll(/^([A-Za-z_][\w-]*):/gm)].map(([, name]) => name!));
  const defaults = defaultsOf(kind.template);
  const names = new Set([
    ...defaults.keys(),
    ...Object.keys(kind.checks ?? {}),
    ...(kind.type === "plot" ? scales : []),
  ]);
  return [...names].filter((name) => !present.has(name)).map((name) => key(name, defaults.get(name)));
}

/** What may stand behind a setting's colon. */
function valuesOf(kind: CellKind, setting: string, body: string, words: Vocabulary): Completion[] {
  if (setting === "data" || setting === "cell") return cellNames(words);
  if (setting === "column") return columnsOf("cell", body, words);
  if (setting === "detectors") return cellNames(words, detectors);
  if (setting === "within") return cellNames(words, ["plot", "js"]);
  if (setting === "brush") return [{ label: "x", type: "enum" }];
  if (setting === "net") return cellNames(words, ["train"]);
  if (setting === "model") return [...cellNames(words, ["model"]), { label: "last", type: "enum" }];
  if (setting === "mark") return marks.map((label) => ({ label, type: "enum" }));
  if (kind.type === "plot" && channels.some((channel) => channel === setting))
    return [...columnsOf("data", body, words), ...colours];
  const fallback = defaultsOf(kind.template).get(setting)?.value;
  const known = kind.checks?.[setting]?.words ?? [];
  return [...new Set([...known, ...(fallback ? [fallback] : [])])].map((label) => ({
    label,
    type: "enum",
    ...(label === fallback ? { detail: "default", boost: 1 } : {}),
  }));
}

const colours = colourWords.map((label) => ({ label, type: "enum", detail: "colour" }));

/** Columns of the cell that a setting names. */
function columnsOf(setting: "data" | "cell", body: string, words: Vocabulary): Completion[] {
  const named = new RegExp(`^${setting}:\\s*([\\w-]+)`, "m").exec(body)?.[1] ?? "";
  const relations = relationsOf(words);
  const columns = Object.hasOwn(relations, named) ? relations[named]! : [];
  return columns.map((label) => ({ label, type: "property", detail: named }));
}

/** Offers the settings of a kind of cell with their defaults, and behind each what it may be. */
export function yamlSource(kind: CellKind | undefined, words: () => Vocabulary): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    if (!kind) return null;
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (/#/.test(before)) return null;
    const typed = /[\w-]*$/.exec(before)![0];
    const from = context.pos - typed.length;
    const body = context.state.doc.toString();
    const give = (options: Completion[]): CompletionResult | null =>
      options.length > 0 ? { from, options, validFor: /^[\w-]*$/ } : null;
    if (/^[\w-]*$/.test(before)) return typed !== "" || context.explicit ? give(keysOf(kind, body)) : null;
    const behind = /(?:^|[{,\s-])([A-Za-z_][\w-]*):\s*(?:\[[^\]]*)?[\w-]*$/.exec(before);
    if (behind && !/:[\w-]*$/.test(before)) return give(valuesOf(kind, behind[1]!, body, words()));
    if (typed === "" && !context.explicit) return null;
    const outer = /^([A-Za-z_][\w-]*):\s*\{[^}]*$/.exec(before)?.[1];
    const inner = outer === undefined ? undefined : kind.checks?.[outer]?.settings;
    if (inner) return give(Object.keys(inner).map((name) => key(name)));
    if (kind.type === "plot" && /^\s+(-\s+)?(\{.*[{,]\s*)?[\w-]*$/.test(before))
      return give(["mark", ...markOptions].map((name) => key(name)));
    return null;
  };
}

/** YAML for the editor, with the settings of the kind; `words` is asked when something is completed. */
export function yamlLanguage(kind: CellKind | undefined, words: () => Vocabulary): LanguageSupport {
  const { language } = yaml();
  return new LanguageSupport(language, language.data.of({ autocomplete: yamlSource(kind, words) }));
}
