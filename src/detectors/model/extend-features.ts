import type { Channel, DayCells, TenantFeatures } from "../../features/cells.ts";
import { mostColumns } from "../../features/hashed-cells.ts";
import { type Codes, type Dictionaries, matchNames } from "./codes.ts";

/** Where an export's days stand among all: by index into its own calendar; −1 for a day that the model has. */
export interface DayPlaces {
  readonly days: Int32Array;
  readonly place: Int32Array;
}

/** The model's days followed by those of the export that are later. */
export function placeDays(known: Int32Array, fresh: Int32Array): DayPlaces {
  const last = known.at(-1) ?? Number.NEGATIVE_INFINITY;
  const added = fresh.filter((day) => day > last);
  const left = fresh.length - added.length;
  return {
    days: Int32Array.from([...known, ...added]),
    place: fresh.map((_, i) => (i < left ? -1 : known.length + i - left)),
  };
}

interface CellCodes {
  /** The export's actor of each actor of all; −1 where it has none. */
  readonly freshActor: Int32Array;
  readonly place: Int32Array;
  readonly key: Int32Array;
}

/** The export's actor of each of `actors` actors of all. */
function freshActors({ actor }: Pick<Codes, "actor">, actors: number): Int32Array {
  const fresh = new Int32Array(actors).fill(-1);
  actor.forEach((code, i) => {
    fresh[code] = i;
  });
  return fresh;
}

/** The hashed cells of an axis followed by those of the export's later days; the same columns in both. */
export function extendAxis(
  known: DayCells,
  fresh: DayCells | null,
  { codes, all, place }: { codes: Pick<Codes, "actor">; all: Pick<Dictionaries, "actors">; place: Int32Array },
): DayCells {
  const key = Int32Array.from({ length: mostColumns }, (_, column) => column);
  const freshActor = freshActors(codes, all.actors.length);
  return extendCells(known, fresh ?? emptyCells(codes.actor.length), { freshActor, place, key });
}

/** The cells of a channel followed, in each actor's rows, by those of the export's later days. */
function extendCells(known: DayCells, fresh: DayCells, { freshActor, place, key }: CellCodes): DayCells {
  const actors = freshActor.length;
  const rowStart = new Int32Array(actors + 1);
  const ownRows = (actor: number): number[] => {
    const from = freshActor[actor]!;
    const rows: number[] = [];
    if (from < 0) return rows;
    for (let row = fresh.rowStart[from]!; row < fresh.rowStart[from + 1]!; row++)
      if (place[fresh.day[row]!]! >= 0) rows.push(row);
    return rows.sort((a, b) => fresh.day[a]! - fresh.day[b]! || key[fresh.key[a]!]! - key[fresh.key[b]!]!);
  };
  const added = Array.from({ length: actors }, (_, actor) => ownRows(actor));
  for (let actor = 0; actor < actors; actor++) {
    const before = actor + 1 < known.rowStart.length ? known.rowStart[actor + 1]! - known.rowStart[actor]! : 0;
    rowStart[actor + 1] = rowStart[actor]! + before + added[actor]!.length;
  }
  const size = rowStart[actors]!;
  const out = { rowStart, day: new Int32Array(size), key: new Int32Array(size), n: new Float32Array(size) };
  for (let actor = 0; actor < actors; actor++) {
    let at = rowStart[actor]!;
    if (actor + 1 < known.rowStart.length) {
      const from = known.rowStart[actor]!;
      const to = known.rowStart[actor + 1]!;
      for (const column of ["day", "key", "n"] as const) out[column].set(known[column].subarray(from, to), at);
      at += to - from;
    }
    for (const row of added[actor]!) {
      out.day[at] = place[fresh.day[row]!]!;
      out.key[at] = key[fresh.key[row]!]!;
      out.n[at++] = fresh.n[row]!;
    }
  }
  return out;
}

/**
 * The model's features followed by those of the export's later days, which are the scored ones, in the model's codes. The channel `new` of the
 * export is given, because it takes the model's past to say what is new.
 * @returns the features, and the channels of the export that the model does not know and that are left out
 */
export function extendFeatures(
  known: TenantFeatures,
  fresh: TenantFeatures,
  {
    codes,
    all,
    places: { days, place },
    newness,
  }: { codes: Codes; all: Dictionaries; places: DayPlaces; newness: DayCells },
): { readonly features: TenantFeatures; readonly unknown: readonly string[] } {
  const actors = all.actors.length;
  const freshActor = freshActors(codes, actors);
  const channels = known.channels.map((channel): Channel => {
    if (channel.kind === "new") {
      const labels = all.entityTypes.flatMap((name) => [`${name} new to the user`, `${name} new to the tenant`]);
      const key = matchNames(channel.labels, labels);
      const everyone = Int32Array.from({ length: actors }, (_, actor) => actor);
      const cells = extendCells(channel.cells, newness, {
        freshActor: everyone,
        place: days.map((_, i) => i),
        key: key.code,
      });
      return { ...channel, labels: key.names, cells };
    }
    const own = fresh.channels.find(({ name, kind }) => name === channel.name && kind === channel.kind);
    const key = matchNames(channel.labels, own?.labels ?? []);
    const cells = own?.cells ?? emptyCells(fresh.actors.length);
    return {
      ...channel,
      labels: key.names,
      cells: extendCells(channel.cells, cells, { freshActor, place, key: key.code }),
    };
  });
  const ignored = new Uint8Array(actors);
  ignored.set(known.ignored);
  fresh.ignored.forEach((is, i) => {
    if (is) ignored[codes.actor[i]!] = 1;
  });
  const firstSeen = new Int32Array(actors).fill(-1);
  firstSeen.set(known.firstSeen);
  const { cells } = channels.find(({ kind }) => kind === "type")!;
  for (let actor = 0; actor < actors; actor++) {
    if (firstSeen[actor] === -1 && cells.rowStart[actor]! < cells.rowStart[actor + 1]!)
      firstSeen[actor] = cells.day[cells.rowStart[actor]!]!;
  }
  const scored = { from: known.calendar.days.length, to: days.length - 1 };
  const silent = days.length === 0 ? 0 : days.at(-1)! - days[0]! + 1 - days.length;
  return {
    features: {
      calendar: { zone: known.calendar.zone, days, silent, scored },
      actors: all.actors,
      ignored,
      firstSeen,
      channels,
    },
    unknown: fresh.channels
      .filter(({ name }) => !known.channels.some((channel) => channel.name === name))
      .map(({ name }) => name),
  };
}

const emptyCells = (actors: number): DayCells => ({
  rowStart: new Int32Array(actors + 1),
  day: new Int32Array(),
  key: new Int32Array(),
  n: new Float32Array(),
});

/** The same features with only the given actors, in their order. */
export function takeActors(features: TenantFeatures, taken: Int32Array): TenantFeatures {
  return {
    ...features,
    actors: Array.from(taken, (actor) => features.actors[actor]!),
    ignored: Uint8Array.from(taken, (actor) => features.ignored[actor]!),
    firstSeen: taken.map((actor) => features.firstSeen[actor]!),
    channels: features.channels.map((channel) => ({ ...channel, cells: takeRows(channel.cells, taken) })),
  };
}

/** The rows of the given actors, in their order. */
export function takeRows(cells: DayCells, taken: Int32Array): DayCells {
  const rowStart = new Int32Array(taken.length + 1);
  taken.forEach((actor, i) => {
    rowStart[i + 1] = rowStart[i]! + cells.rowStart[actor + 1]! - cells.rowStart[actor]!;
  });
  const size = rowStart[taken.length]!;
  const own = { rowStart, day: new Int32Array(size), key: new Int32Array(size), n: new Float32Array(size) };
  taken.forEach((actor, i) => {
    for (const column of ["day", "key", "n"] as const)
      own[column].set(cells[column].subarray(cells.rowStart[actor]!, cells.rowStart[actor + 1]!), rowStart[i]!);
  });
  return own;
}
