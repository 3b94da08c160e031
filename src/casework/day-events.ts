import type { TenantFeatures } from "../features/cells.ts";
import type { DayCounts } from "../features/solo.ts";

/** One event of a user-day, by the names that the log gives. */
export interface DayEvent {
  readonly type: string;
  /** Local hour. */
  readonly hour: number;
  /** The action that it belongs to. */
  readonly action: number;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** One for each reference: the same entity can be there twice. */
  readonly entities: readonly { readonly type: string; readonly name: string }[];
  readonly volumes?: readonly { readonly name: string; readonly value: number }[];
}

/** Entities of a user-day that were new on it, as `type:name`. */
export interface NewEntities {
  readonly toActor: ReadonlySet<string>;
  readonly toTenant: ReadonlySet<string>;
}

/** `type:name` of an entity or an attribute's value. */
export const keyOf = (type: string, name: string): string => `${type}:${name}`;

/** Counts the channels of the features over those events of a day that are kept (1); what no label names is left out. */
export function eventCounter(
  features: TenantFeatures,
  events: readonly DayEvent[],
  fresh: NewEntities,
): (kept: Uint8Array) => DayCounts {
  const keysOf = features.channels.map(({ name, kind, labels }): ((event: DayEvent) => number[]) => {
    const codes = new Map(labels.map((label, key) => [label, key]));
    const known = (names: readonly string[]): number[] =>
      names.flatMap((one) => {
        const key = codes.get(one);
        return key === undefined ? [] : [key];
      });
    const subject = name.slice(name.indexOf(":") + 1);
    if (kind === "type") return ({ type }) => known([type]);
    if (kind === "hour") return ({ hour }) => [hour];
    if (kind === "attribute")
      return ({ attributes }) => known(attributes.filter((own) => own.name === subject).map(({ value }) => value));
    if (kind === "value")
      return ({ entities }) => known(entities.filter((own) => own.type === subject).map((own) => own.name));
    return () => [];
  });
  const coded = keysOf.map((keys) => events.map(keys));
  return (kept) => {
    const seen = new Map<string, string>();
    events.forEach(({ entities }, e) => {
      if (kept[e]) for (const { type, name } of entities) seen.set(keyOf(type, name), type);
    });
    return features.channels.map(({ kind, labels }, c) => {
      const counts = new Map<number, number>();
      const add = (key: number, n = 1): void => {
        counts.set(key, (counts.get(key) ?? 0) + n);
      };
      if (kind === "entity" || kind === "new") {
        for (const [key, type] of seen) {
          if (kind === "entity") add(labels.indexOf(type));
          else {
            if (fresh.toActor.has(key)) add(labels.indexOf(`${type} new to the user`));
            if (fresh.toTenant.has(key)) add(labels.indexOf(`${type} new to the tenant`));
          }
        }
        counts.delete(-1);
        return counts;
      }
      if (kind === "volume") {
        events.forEach(({ volumes = [] }, e) => {
          if (kept[e]) for (const { name, value } of volumes) add(labels.indexOf(name), Math.max(0, value));
        });
        for (const [key, sum] of counts) if (key < 0 || sum === 0) counts.delete(key);
        return counts;
      }
      coded[c]!.forEach((keys, e) => {
        if (kept[e]) for (const key of keys) add(key);
      });
      return counts;
    });
  };
}
