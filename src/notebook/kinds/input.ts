import type { ValueColumn } from "../../engine/value-table.ts";
import { UserError } from "../../lib/errors.ts";
import { writeField } from "../fields.ts";
import { type Checks, number, oneOf, readSettings, text, textList } from "../settings.ts";
import type { InputControl } from "./control.ts";
import type { CellContext, CellKind } from "./kind.ts";
import { tableOf } from "./spec.ts";

/** The most values that a control offers. */
const mostOptions = 1000;

const anyDay = (value: unknown): string | null => {
  if (value === null || value === "all") return null;
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))) return day;
  throw new Error("a day as YYYY-MM-DD, or all");
};

const scalar = (value: unknown): unknown => {
  if (value === null || ["string", "number"].includes(typeof value)) return value;
  throw new Error("a number or a text");
};

const checks: Checks = {
  type: oneOf(["slider", "select", "dates", "search"]),
  label: text,
  min: scalar,
  max: scalar,
  step: number({ least: 1e-9 }),
  value: scalar,
  options: textList,
  cell: text,
  column: text,
  from: anyDay,
  to: anyDay,
};

/** Settings of each type of control. */
const members: Readonly<Record<InputControl["type"], string>> = {
  slider: "type label min max step value",
  select: "type label options cell column value",
  dates: "type label min max from to",
  search: "type label cell column value",
};

/** A control whose value other cells read: as a table of one row, `value`, or `from` and `to`. */
export const input: CellKind = {
  type: "input",
  title: "Input",
  language: "yaml",
  template: `type: slider         # or select (options, or a cell and its column), dates (from, to), search (a cell and its column)
label: Least events a day
min: 0
max: 500
step: 10
value: 50            # read by the cell's name: where events >= (select value from <name>)`,
  checks,
  reads(body, names) {
    try {
      const { cell } = readSettings("input", body, checks);
      return names.filter((name) => name === cell);
    } catch {
      return [];
    }
  },
  async run(context, name, body) {
    const control = await controlOf(context, name, body);
    return { kind: "input", control, table: await context.engine.values(name, columnsOf(control)) };
  },
};

async function controlOf(context: CellContext, where: string, body: string): Promise<InputControl> {
  const settings = readSettings(where, body, checks);
  const type = (settings.type ?? "slider") as InputControl["type"];
  const known = members[type].split(" ");
  const stray = Object.keys(settings).find((key) => !known.includes(key));
  if (stray)
    throw new UserError(`“${stray}” is no setting of a ${type}.`, { where, next: `It takes ${known.join(", ")}.` });
  const label = String(settings.label ?? where);
  const { value = null } = settings;
  switch (type) {
    case "slider":
      return { type, label, ...sliderOf(where, settings) };
    case "dates": {
      const { from = null, to = null } = settings as { from?: string | null; to?: string | null };
      if (from !== null && to !== null && from > to)
        throw new UserError(`${from} comes after ${to}.`, { where, next: "Change from or to." });
      return { type, label, min: anyDay(settings.min ?? null), max: anyDay(settings.max ?? null), from, to };
    }
    case "select": {
      const options = (settings.options as string[] | undefined) ?? (await valuesOf(context, where, settings));
      const chosen = value === null || value === "all" ? null : String(value);
      return { type, label, options: options.slice(0, mostOptions), value: chosen };
    }
    case "search": {
      const suggestions = settings.column === undefined ? [] : await valuesOf(context, where, settings);
      return { type, label, suggestions, value: String(value ?? "") };
    }
  }
}

function sliderOf(where: string, { min = 0, max = 100, step = 1, value = min }: Readonly<Record<string, unknown>>) {
  if (typeof min !== "number" || typeof max !== "number" || typeof value !== "number" || !(min < max))
    throw new UserError("A slider goes from a number, min, to a greater one, max.", {
      where,
      next: "Write min, max and value as numbers.",
    });
  return { min, max, step: step as number, value: Math.min(max, Math.max(min, value)) };
}

/** The distinct values of a cell's column. */
async function valuesOf(
  { cell, engine }: CellContext,
  where: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  if (typeof settings.cell !== "string" || typeof settings.column !== "string")
    throw new UserError("The control has nothing to offer.", {
      where,
      next: "Name a cell and its column, or write options: [a, b].",
    });
  const table = tableOf(cell(settings.cell));
  if (!table?.columns.some(({ name }) => name === settings.column))
    throw new UserError(`${settings.cell} has no column ${settings.column}.`, {
      where,
      next: table ? `It has ${table.columns.map(({ name }) => name).join(", ")}.` : "Name a cell that gives a table.",
    });
  return [...(await engine.distinct(table.name, settings.column, mostOptions))];
}

function columnsOf(control: InputControl): ValueColumn[] {
  switch (control.type) {
    case "slider": {
      const type = Number.isInteger(control.value) ? "integer" : "number";
      return [{ name: "value", type, values: [String(control.value)] }];
    }
    case "dates":
      return [
        { name: "from", type: "day", values: [control.from] },
        { name: "to", type: "day", values: [control.to] },
      ];
    default:
      return [{ name: "value", type: "text", values: [control.value] }];
  }
}

/** The body of an input cell with other values chosen. */
export const withChosen = (body: string, chosen: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(chosen).reduce((text, [key, value]) => writeField(text, key, value ?? "all"), body);
