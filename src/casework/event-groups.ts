import type { Reason } from "../detectors/scores.ts";
import { typeFor } from "../lib/plural.ts";
import { type DayEvent, keyOf } from "./day-events.ts";

/** Events of a day that have one thing in common: their type, hour, a value, an entity, an action, or all that a reason points at. */
export interface EventGroup {
  /** `DataTool.Query events`, `events at 02:00`. */
  readonly words: string;
  /** Positions in the day's events, ascending. */
  readonly events: readonly number[];
}

/** `DataTool.Query events`; `events 4624` where the type's name begins as a number does. */
const typeEvents = (type: string): string => (typeFor(2, type) === type ? `${type} events` : typeFor(2, type));

const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** Whether an event meets every condition of a reason. */
export function meetsReason(event: DayEvent, where: NonNullable<Reason["where"]>): boolean {
  return (
    (where.type === undefined || where.type === event.type) &&
    (where.hour === undefined || where.hour === event.hour) &&
    (where.attribute === undefined ||
      event.attributes.some(
        ({ name, value }) => where.attribute === value || where.attribute === keyOf(name, value),
      )) &&
    (where.entity === undefined ||
      event.entities.some(
        ({ type, name }) => where.entity === name || where.entity === type || where.entity === keyOf(type, name),
      ))
  );
}

/**
 * The groups of a day's events that could go: those that reasons point at, then by type, hour, attribute value, entity and root action. Groups
 * of the same events count once, under their first words; of entities and values only the `most` with the most events.
 */
export function groupsOf(
  events: readonly DayEvent[],
  reasons: readonly Reason[],
  { roots = new Set<number>(), most = 12 }: { roots?: ReadonlySet<number>; most?: number } = {},
): EventGroup[] {
  const by = (pick: (event: DayEvent) => readonly string[], limit = Number.POSITIVE_INFINITY): EventGroup[] => {
    const groups = new Map<string, number[]>();
    events.forEach((event, e) => {
      for (const words of new Set(pick(event))) {
        const own = groups.get(words);
        if (own) own.push(e);
        else groups.set(words, [e]);
      }
    });
    return [...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .slice(0, limit)
      .map(([words, own]) => ({ words, events: own }));
  };
  const pointed = reasons.flatMap(({ where, value }): EventGroup[] => {
    if (!where || value <= 0 || Object.keys(where).length === 0) return [];
    const own = events.flatMap((event, e) => (meetsReason(event, where) ? [e] : []));
    return own.length === 0 ? [] : [{ words: wordsOf(where, events[own[0]!]!), events: own }];
  });
  const all = [
    ...pointed,
    ...by(({ type }) => [typeEvents(type)]),
    ...by(({ hour }) => [`events at ${clock(hour)}`]),
    ...by(({ attributes }) => attributes.map(({ name, value }) => `events with ${name} ${value}`), most),
    ...by(({ entities }) => entities.map(({ type, name }) => `events about ${type} ${name}`), most),
    ...by(({ type, action }) => (roots.has(action) ? [`${type} events of one action\u0000${action}`] : []), most),
  ];
  const seen = new Set<string>();
  return all
    .map(({ words, events: own }) => {
      const [name, action] = words.split("\u0000");
      return {
        words:
          action !== undefined && own.length === 1
            ? name!.replace(/(.*) events of one action$/, "one $1 event")
            : name!,
        events: own,
      };
    })
    .filter(({ events: own }) => {
      const key = own.join();
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

function wordsOf({ type, hour, attribute, entity }: NonNullable<Reason["where"]>, example: DayEvent): string {
  const value = example.attributes.find((own) => own.value === attribute);
  const touched = example.entities.find(({ name }) => name === entity);
  return [
    type === undefined ? "events" : typeEvents(type),
    hour === undefined ? "" : `at ${clock(hour)}`,
    attribute === undefined ? "" : `with ${value ? `${value.name} ${value.value}` : attribute.replace(":", " ")}`,
    entity === undefined ? "" : `about ${touched ? `${touched.type} ${touched.name}` : entity.replace(":", " ")}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
