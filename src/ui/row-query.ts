import type { RowQuery } from "../engine/api/pages.ts";
import { dayShort } from "./format.ts";
import type { Column, Row } from "./row-source.ts";

/** Raw rows that are asked for, and in words which. */
export interface AskedRows {
  readonly query: RowQuery;
  readonly words: string;
}

/** What bubbles from a table's row or a chart's mark to the page, which shows the events behind it. */
export type RowsEvent = CustomEvent<AskedRows>;

/** Names of columns, as the tenant's own tables and those made of them call them. */
const names = {
  actor: ["actor", "user"],
  day: ["day", "date"],
  type: ["type", "event_type"],
  hour: ["hour"],
} as const;

/**
 * The events that a row of any table is about: those of the user, day, type and hour that its columns name. Null where it names none of the
 * first three.
 */
export function askedRows(columns: readonly Column[], row: Row): AskedRows | null {
  const given = (part: keyof typeof names): Row[number] => {
    const at = columns.findIndex(({ name }) => (names[part] as readonly string[]).includes(name.toLowerCase()));
    return row[at] ?? null;
  };
  const [actor, day, type, hour] = [given("actor"), given("day"), given("type"), given("hour")];
  const isDay = typeof day === "string" && /^\d{4}-\d{2}-\d{2}/.test(day);
  const isHour = typeof hour === "number" && Number.isInteger(hour) && hour >= 0 && hour < 24;
  const query: RowQuery = {
    ...(typeof actor === "string" && actor !== "" ? { actor } : {}),
    ...(isDay ? { day: day.slice(0, 10) } : {}),
    ...(typeof type === "string" && type !== "" ? { type } : {}),
    ...(isHour ? { hour } : {}),
  };
  if (query.actor === undefined && query.day === undefined && query.type === undefined) return null;
  const words = [
    query.type ?? "All events",
    query.actor === undefined ? "" : `of ${query.actor}`,
    query.day === undefined ? "" : `on ${dayShort(query.day)}`,
    query.hour === undefined ? "" : `from ${String(query.hour).padStart(2, "0")}:00`,
  ];
  return { query, words: words.filter((part) => part !== "").join(" ") };
}

/** Asks the page to show the events behind something. */
export const showRows = (from: Element, asked: AskedRows): void =>
  void from.dispatchEvent(new CustomEvent("sg-rows", { bubbles: true, detail: asked }));
