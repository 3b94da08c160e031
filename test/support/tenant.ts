import type { Channel, DayCells, TenantFeatures } from "../../src/features/cells.ts";
import { type Random, randomInt, seededRandom } from "../../src/lib/random.ts";

/** What one user did on one day, by channel name: key → n. */
export type DayOf = Record<string, ReadonlyMap<number, number>>;

/** Builds features from a function that says what each user did on each day (null: nothing). */
export function makeTenant({
  actors,
  days,
  scored,
  channels,
  what,
  firstDay = 20_000,
  ignored = [],
}: {
  actors: number;
  days: number;
  scored: number;
  channels: readonly { name: string; kind: Channel["kind"]; labels: readonly string[] }[];
  what: (actor: number, day: number) => DayOf | null;
  firstDay?: number;
  ignored?: readonly number[];
}): TenantFeatures {
  const firstSeen = new Int32Array(actors).fill(-1);
  const columns = channels.map(() => ({ rowStart: [0], day: [] as number[], key: [] as number[], n: [] as number[] }));
  for (let actor = 0; actor < actors; actor++) {
    for (let day = 0; day < days && !ignored.includes(actor); day++) {
      const done = what(actor, day);
      if (!done) continue;
      if (firstSeen[actor] === -1) firstSeen[actor] = day;
      channels.forEach(({ name }, c) => {
        for (const [key, n] of [...(done[name] ?? [])].sort(([a], [b]) => a - b)) {
          columns[c]!.day.push(day);
          columns[c]!.key.push(key);
          columns[c]!.n.push(n);
        }
      });
    }
    for (const column of columns) column.rowStart.push(column.day.length);
  }
  return {
    calendar: {
      zone: "UTC",
      days: Int32Array.from({ length: days }, (_, i) => firstDay + i),
      silent: 0,
      scored: { from: days - scored, to: days - 1 },
    },
    actors: Array.from({ length: actors }, (_, i) => `user-${i}`),
    ignored: Uint8Array.from({ length: actors }, (_, i) => (ignored.includes(i) ? 1 : 0)),
    firstSeen,
    channels: channels.map((channel, c): Channel => {
      const { rowStart, day, key, n } = columns[c]!;
      const cells: DayCells = {
        rowStart: Int32Array.from(rowStart),
        day: Int32Array.from(day),
        key: Int32Array.from(key),
        n: Float32Array.from(n),
      };
      return { ...channel, cells };
    }),
  };
}

/** A Poisson number (Knuth; the mean must be small). */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let n = 0;
  for (let product = random(); product > limit; product *= random()) n++;
  return n;
}

const names = (n: number, prefix: string) => Array.from({ length: n }, (_, i) => `${prefix}-${i}`);

/** A seeded tenant of steady users: each with types, hours, a network and customers of their own; all are there on the last day, and nobody uses the last type. */
export function steadyTenant({
  actors = 40,
  days = 40,
  scored = 5,
  types = 20,
  customers = 200,
  seed = 1,
  change = (_actor: number, _day: number, done: DayOf): DayOf | null => done,
}: {
  actors?: number;
  days?: number;
  scored?: number;
  types?: number;
  customers?: number;
  seed?: number;
  change?: (actor: number, day: number, done: DayOf) => DayOf | null;
} = {}): TenantFeatures {
  const random = seededRandom(seed);
  const users = Array.from({ length: actors }, () => ({
    types: Array.from({ length: 8 }, () => randomInt(random, types)),
    customers: Array.from({ length: 15 }, () => randomInt(random, customers)),
    network: randomInt(random, 4),
    start: 6 + randomInt(random, 5),
    rate: 1 + 3 * random(),
  }));
  const put = (into: Map<number, number>, key: number, n: number) => into.set(key, (into.get(key) ?? 0) + n);
  return makeTenant({
    actors,
    days,
    scored,
    channels: [
      { name: "type", kind: "type", labels: names(types + 1, "type") },
      { name: "hour", kind: "hour", labels: names(24, "hour") },
      { name: "attribute:network", kind: "attribute", labels: names(6, "network") },
      { name: "entity", kind: "entity", labels: ["customer"] },
      { name: "new", kind: "new", labels: ["customer new to the user", "customer new to the tenant"] },
      { name: "entity-value:customer", kind: "value", labels: names(customers, "customer") },
    ],
    what(actor, day) {
      const user = users[actor]!;
      if (random() < 0.25 && day < days - 1) return null;
      const type = new Map<number, number>();
      const hour = new Map<number, number>();
      const customer = new Map<number, number>();
      let total = 0;
      for (const t of user.types) {
        const n = poisson(random, user.rate);
        if (n > 0) put(type, t, n);
        total += n;
      }
      if (total === 0) return null;
      for (let k = 0; k < total; k++) {
        put(hour, (user.start + randomInt(random, 8)) % 24, 1);
        put(customer, random() < 0.9 ? user.customers[randomInt(random, 15)]! : randomInt(random, customers), 1);
      }
      const isNew = random() < 0.2 ? new Map([[0, 1]]) : new Map<number, number>();
      return change(actor, day, {
        type,
        hour,
        "attribute:network": new Map([[user.network, total]]),
        entity: new Map([[0, customer.size]]),
        new: isNew,
        "entity-value:customer": customer,
      } as DayOf);
    },
  });
}
