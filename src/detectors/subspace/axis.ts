import type { Channel, DayCells, TenantFeatures } from "../../features/cells.ts";
import type { EntityAxis } from "../../features/entity-axis.ts";
import { columnOf, hashCells, hashedLabels, mostColumns } from "../../features/hashed-cells.ts";
import { UserError } from "../../lib/errors.ts";
import type { ColumnWords, SubspaceFeatures } from "./input.ts";

/** The axis of a subspace whose vectors hold all that is counted of a day, side by side. */
export const wholeDay = "all";

/** What the vectors of a day count along an axis. */
export interface SubspaceAxis {
  readonly features: SubspaceFeatures;
  /** What was hashed or left out, in words. */
  readonly facts: readonly string[];
}

/** One kind of column, hashed where it has too many. */
interface Columns {
  readonly cells: DayCells;
  readonly labels: readonly string[];
  readonly words: (key: number) => ColumnWords;
  readonly facts: readonly string[];
}

const ownName = ({ name }: Channel): string => name.slice(name.indexOf(":") + 1);

/** How a column is spoken of; `value` is null where several values share it. */
function wordsOf(
  { kind, own }: { readonly kind: Channel["kind"]; readonly own: string },
  label: string,
  value: string | null,
): ColumnWords {
  switch (kind) {
    case "type":
      return { name: label, noun: null, ...(value === null ? {} : { where: { type: value } }) };
    case "hour":
      return { name: label, noun: `at ${label}`, where: { hour: Number.parseInt(label, 10) } };
    case "attribute":
      return {
        name: `${own} ${label}`,
        noun: `with ${own} ${label}`,
        ...(value === null ? {} : { where: { attribute: `${own}:${value}` } }),
      };
    case "value":
      return {
        name: `${own} ${label}`,
        noun: `on ${own} ${label}`,
        ...(value === null ? {} : { where: { entity: `${own}:${value}` } }),
      };
    default:
      return { name: `different ${label}`, noun: null };
  }
}

/** Whether a channel has too many values; those of the days before the scored ones decide, so that no later day changes a score. */
function isWide({ labels, cells }: Channel, scoredFrom: number): boolean {
  if (labels.length <= mostColumns || scoredFrom === 0) return labels.length > mostColumns;
  const before = new Uint8Array(labels.length);
  cells.key.forEach((key, row) => {
    if (cells.day[row]! < scoredFrom) before[key] = 1;
  });
  return before.reduce((sum, used) => sum + used, 0) > mostColumns;
}

function columnsOf(given: Channel, scoredFrom: number): Columns {
  const { labels, cells } = given;
  const channel = { kind: given.kind, own: ownName(given) };
  if (!isWide(given, scoredFrom))
    return { cells, labels, words: (key) => wordsOf(channel, labels[key]!, labels[key]!), facts: [] };
  const column = Int32Array.from(labels, columnOf);
  const events = new Float64Array(labels.length);
  cells.key.forEach((key, row) => {
    events[key] = events[key]! + cells.n[row]!;
  });
  const hashed = hashedLabels(labels, column, events);
  return {
    cells: hashCells(cells, column),
    labels: hashed.labels,
    words: (key) => wordsOf(channel, hashed.labels[key]!, hashed.only[key]!),
    facts: [hashedFact(channel.own, labels.length, hashed.shared)],
  };
}

/** `4,829 values of caller_id are hashed to 1,024 columns; 1,001 of them hold more than one.` */
export const hashedFact = (what: string, values: number, shared: number): string =>
  `${values.toLocaleString("en-US")} values of ${what} are hashed to ${mostColumns.toLocaleString("en-US")} columns; ${shared.toLocaleString("en-US")} of them hold more than one.`;

/** Cells of several kinds side by side: the keys of each come after those of the one before. */
function sideBySide(parts: readonly DayCells[], widths: readonly number[]): DayCells {
  const actors = parts[0]!.rowStart.length - 1;
  const size = parts.reduce((sum, { day }) => sum + day.length, 0);
  const out = {
    rowStart: new Int32Array(actors + 1),
    day: new Int32Array(size),
    key: new Int32Array(size),
    n: new Float32Array(size),
  };
  const next = parts.map(() => 0);
  let at = 0;
  for (let actor = 0; actor < actors; actor++) {
    const ends = parts.map(({ rowStart }) => rowStart[actor + 1]!);
    for (;;) {
      const today = parts.reduce(
        (least, { day }, p) => (next[p]! < ends[p]! ? Math.min(least, day[next[p]!]!) : least),
        Infinity,
      );
      if (today === Infinity) break;
      let offset = 0;
      parts.forEach(({ day, key, n }, p) => {
        let row = next[p]!;
        for (; row < ends[p]! && day[row] === today; row++) {
          out.day[at] = today;
          out.key[at] = key[row]! + offset;
          out.n[at++] = n[row]!;
        }
        next[p] = row;
        offset += widths[p]!;
      });
    }
    out.rowStart[actor + 1] = at;
  }
  return out;
}

/** The channels of an axis; none where the tenant's channels have no such axis. */
function channelsOf({ channels }: Pick<TenantFeatures, "channels">, axis: string): readonly Channel[] {
  if (axis === wholeDay) return channels.filter(({ kind }) => ["type", "hour", "attribute", "value"].includes(kind));
  const named = channels.filter(({ name }) => name === axis);
  return named.length > 0 ? named : channels.filter(({ name }) => name === `entity-value:${axis}`);
}

/** Whether the tenant's channels have an axis; one that they lack may be an entity type with too many values. */
export const hasAxis = (features: Pick<TenantFeatures, "channels">, axis: string): boolean =>
  channelsOf(features, axis).length > 0;

/** The axes that channels offer, as a setting names them. */
export const axesOf = ({ channels }: Pick<TenantFeatures, "channels">): string[] => [
  wholeDay,
  ...channels.flatMap((channel) =>
    channel.kind === "value" ? [ownName(channel)] : channel.kind === "new" ? [] : [channel.name],
  ),
];

/**
 * The vectors of an axis: `type` (events by type, as METHODS, 3 has them), `hour`, `attribute:<name>`, an entity type (events by
 * entity: applications, assets, hosts), `entity` (different entities by their type), or `all`: types, hours, attributes and entities
 * side by side. A kind of column with over 1,024 values is hashed to as many.
 *
 * `all` is the default because a log has as few types as its product has verbs: three in a repository's log, where a subspace of three
 * directions explains everything that anybody can do.
 * @throws UserError where the tenant has no such axis
 */
export function subspaceAxis(
  features: Pick<TenantFeatures, "channels" | "calendar" | "firstSeen" | "ignored">,
  axis: string = wholeDay,
): SubspaceAxis {
  const chosen = channelsOf(features, axis);
  if (chosen.length === 0)
    throw new UserError(`The tenant has nothing called ${axis} to count days by.`, {
      next: `The axis can be ${axesOf(features).join(", ")}.`,
    });
  const { calendar, firstSeen, ignored } = features;
  const columns = chosen.map((channel) => columnsOf(channel, calendar.scored.from));
  const starts = columns.map((_, p) => columns.slice(0, p).reduce((sum, { labels }) => sum + labels.length, 0));
  const describe = (key: number): ColumnWords => {
    let p = starts.length - 1;
    while (starts[p]! > key) p--;
    return columns[p]!.words(key - starts[p]!);
  };
  const [only] = columns;
  const cells =
    columns.length === 1
      ? only!.cells
      : sideBySide(
          columns.map((part) => part.cells),
          columns.map(({ labels }) => labels.length),
        );
  const types = columns.flatMap(({ labels }) => labels);
  return {
    features: { cells, types, describe, calendar, firstSeen, ignored },
    facts: [...columns.flatMap(({ facts }) => facts), ...(axis === wholeDay ? leftOut(features) : [])],
  };
}

/**
 * The same vectors again for one user's features (see `soloDay`), as the whole tenant's are hashed.
 * @throws UserError where the tenant has no such axis
 */
export function soloAxis(
  features: Pick<TenantFeatures, "channels" | "calendar" | "firstSeen" | "ignored">,
  axis: string = wholeDay,
): (solo: TenantFeatures) => SubspaceFeatures {
  const { types } = subspaceAxis(features, axis).features;
  const parts = channelsOf(features, axis).map((channel) => {
    const { name, labels } = channel;
    const column = isWide(channel, features.calendar.scored.from) ? Int32Array.from(labels, columnOf) : null;
    return { name, column, width: column ? mostColumns : labels.length };
  });
  const widths = parts.map(({ width }) => width);
  return ({ channels, calendar, firstSeen, ignored }) => {
    const counted = parts.map(({ name, column }) => {
      const { cells } = channels.find((channel) => channel.name === name)!;
      return column ? hashCells(cells, column) : cells;
    });
    return {
      cells: counted.length === 1 ? counted[0]! : sideBySide(counted, widths),
      types,
      calendar,
      firstSeen,
      ignored,
    };
  };
}

/** Entity types that the window has, and the features have no values of because there are too many. */
function leftOut({ channels }: Pick<TenantFeatures, "channels">): string[] {
  const counted = channels.find(({ kind }) => kind === "entity");
  const used = new Set(counted?.cells.key);
  const missing = (counted?.labels ?? []).filter(
    (type, key) => used.has(key) && !channels.some(({ name }) => name === `entity-value:${type}`),
  );
  return missing.map((type) => `${type} is left out, it has too many values; axis: ${type} hashes them.`);
}

/** The vectors of an entity type that was hashed where it was read. */
export function hashedAxis(
  { calendar, firstSeen, ignored }: Pick<TenantFeatures, "calendar" | "firstSeen" | "ignored">,
  type: string,
  { cells, hashed, values }: EntityAxis,
): SubspaceAxis {
  const describe = (key: number): ColumnWords =>
    wordsOf({ kind: "value", own: type }, hashed.labels[key]!, hashed.only[key]!);
  return {
    features: { cells, types: hashed.labels, describe, calendar, firstSeen, ignored },
    facts: [hashedFact(type, values, hashed.shared)],
  };
}
