import type { CaseSummary, RawRow } from "../../src/engine/api/cases.ts";
import type { PageCalls, RowQuery } from "../../src/engine/api/pages.ts";
import type { UserPlace, UserProfile } from "../../src/engine/api/users.ts";
import { seededRandom } from "../../src/lib/random.ts";

const days = Array.from({ length: 35 }, (_, i) => new Date(Date.UTC(2025, 8, 1 + i)).toISOString().slice(0, 10));
const isFree = (day: string) => new Date(day).getUTCDay() % 6 === 0;
const types = ["Ticket.View", "Ticket.Reply", "Ticket.Close", "DataTool.Query", "KnowledgeBase.Search", "Phone.Call"];
const groups = ["Ticket.View, Ticket.Reply", "DataTool.Query, Refund.Issue", "Directory.Logon"];

function grid(
  names: readonly string[],
  mean: number,
  seed: number,
  hit?: readonly [name: string, day: string, n: number],
) {
  const random = seededRandom(seed);
  const counts = Int32Array.from({ length: names.length * days.length }, (_, at) => {
    const [name, day] = [names[Math.floor(at / days.length)]!, days[at % days.length]!];
    if (hit && name === hit[0] && day === hit[1]) return hit[2];
    return isFree(day) ? 0 : Math.round((mean * (0.4 + random())) / (1 + Math.floor(at / days.length)));
  });
  return { days, names, counts };
}

const columnSums = (counts: Int32Array) =>
  Int32Array.from(days, (_, d) => counts.reduce((sum, n, at) => (at % days.length === d ? sum + n : sum), 0));

function week() {
  const random = seededRandom(9);
  const before = Int32Array.from({ length: 168 }, (_, at) => {
    const [weekday, hour] = [Math.floor(at / 24), at % 24];
    return weekday < 5 && hour >= 7 && hour < 17 ? Math.round(30 + 40 * random()) : 0;
  });
  const scored = before.map((n) => Math.round(n / 6));
  scored[1 * 24 + 2] = 41;
  return { before, scored };
}

/** The made-up engine's pages: of any user, any entity, and the tenant. */
export function fixturePages(queue: readonly CaseSummary[], rows: readonly RawRow[]): PageCalls {
  const actors = [
    ...new Set(queue.map(({ actor }) => actor)),
    ...Array.from({ length: 260 }, (_, i) => `agent-${14_000 + i}`),
  ];
  const worstOf = (actor: string) => queue.filter((one) => one.actor === actor).toSorted((a, b) => a.p - b.p)[0];
  const meets = (row: RawRow, { type, entity, attribute }: RowQuery) =>
    (type === undefined || row.type === type) &&
    (entity === undefined || row.entities.some(({ name }) => name === entity.name)) &&
    (attribute === undefined || row.attributes.some(({ value }) => value === attribute.value));
  return {
    users: async () => ({
      actor: actors,
      events: Int32Array.from(actors, (_, i) => 900 + ((i * 7919) % 800)),
      activeDays: Int32Array.from(actors, (_, i) => 25 - (i % 9)),
      group: Int32Array.from(actors, (_, i) => (i % 17 === 16 ? -1 : i % 3)),
      groups,
      p: Float64Array.from(actors, (actor, i) => worstOf(actor)?.p ?? 0.01 + ((i * 37) % 97) / 100),
      worst: Int32Array.from(actors, (actor) => Date.parse(worstOf(actor)?.day ?? "2025-10-02") / 86_400_000),
    }),
    userPage: async (actor) => ({
      actor,
      events: 1187,
      first: "2025-09-01T06:02:11Z",
      last: "2025-10-05T15:44:02Z",
      types: grid(types, 40, 3, ["DataTool.Query", "2025-09-30", 41]),
      scored: days
        .slice(28)
        .filter((day) => !isFree(day))
        .map((day) => {
          const found = queue.find((one) => one.actor === actor && one.day === day);
          return { day, p: found?.p ?? 0.31 };
        }),
      window: { from: days[28]!, to: days.at(-1)! },
      week: week(),
      traits: [
        {
          kind: "attribute",
          name: "network",
          distinct: 2,
          values: [
            { value: "192.0.2.0/24", events: 1146, first: "2025-09-01T06:02:11Z", last: "2025-10-05T15:44:02Z" },
            { value: "198.51.100.0/24", events: 41, first: "2025-09-30T00:10:00Z", last: "2025-09-30T01:02:00Z" },
          ],
        },
        {
          kind: "entity",
          name: "customer",
          distinct: 214,
          values: ["C1084847", "C1090012", "<b>C7</b>"].map((value, i) => ({
            value,
            events: 9 - i,
            first: "2025-09-02T08:00:00Z",
            last: "2025-09-30T00:31:00Z",
          })),
        },
      ],
      fresh: Array.from({ length: 12 }, (_, i) => ({
        type: "customer",
        name: `C${1_084_847 + 31 * i}`,
        events: 1 + (i % 2),
        first: "2025-09-30T00:12:00Z",
        toTenant: i % 5 === 0,
      })),
      freshTotal: 38,
      nearest: actors.slice(20, 28).map((one, i) => ({ actor: one, likeness: 0.97 - i / 50 })),
    }),
    standings: async () =>
      ["profile", "subspace", "graph-smr"].map((detector, d) => {
        const random = seededRandom(d + 1);
        const history = new Array<number>(48).fill(0);
        for (let i = 0; i < 4000; i++) history[Math.min(47, Math.floor(-7 * Math.log(random())))]!++;
        return {
          detector,
          edges: Array.from({ length: 49 }, (_, i) => i / 5),
          history,
          items: d === 2 ? "root actions" : "user-days",
          value: 8.9 - 3 * d,
          beyond: d === 0 ? 0 : 12,
          total: 4000,
        };
      }),
    historyDays: async (_detector, from) => ({
      total: 31,
      days: Array.from({ length: 12 }, (_, i) => ({ actor: actors[i] ?? "", day: `2025-09-${10 + i}`, value: from })),
    }),
    usersWithHistory: async (days) => actors.slice(0, days + 1),
    entityPage: async ({ type, name }) => {
      const users = actors.slice(0, 8);
      const touched = grid(users, 4, 8, [users[0]!, "2025-09-30", 6]);
      return {
        type,
        name,
        events: 112,
        first: "2025-09-01T06:02:11Z",
        last: "2025-10-05T15:44:02Z",
        users: 8,
        actors: users.map((value, i) => ({
          value,
          events: 40 - 4 * i,
          first: "2025-09-01T06:02:11Z",
          last: "2025-10-05T15:44:02Z",
        })),
        touched,
        byDay: columnSums(touched.counts),
        relationships: [
          { name: "concerns", role: "subject", events: 100, users: 8 },
          { name: "mentions", role: "context", events: 12, users: 3 },
        ],
        types: types.slice(0, 4).map((one, i) => ({ name: one, events: 60 - 14 * i })),
        beside: Array.from({ length: 6 }, (_, i) => ({ type: "ticket", name: `T${88_004 + i}`, events: 9 - i })),
        cases: queue.slice(0, 2).map(({ id }) => id),
      };
    },
    tenantPage: async () => {
      const counted = grid(types, 9000, 5);
      const random = seededRandom(4);
      return {
        types: counted,
        users: Int32Array.from(days, (day) => (isFree(day) ? 140 : 2980)),
        groups: groups.map((label, g) => ({
          label,
          size: 1500 - 500 * g,
          members: Array.from({ length: 60 - 20 * g }, (_, i) => ({
            actor: actors[(g * 60 + i) % actors.length]!,
            silhouette: 0.8 - 0.012 * i - 0.1 * random(),
          })),
        })),
        silhouette: 0.42,
        alarms: days.slice(28).map((day, i) => ({
          day,
          scored: isFree(day) ? 140 : 2980,
          hundredth: isFree(day) ? 1 : 24 + 3 * i,
          thousandth: isFree(day) ? 0 : 3 + i,
        })),
        history: Array.from({ length: 21 }, (_, i) => (i === 20 ? 2600 : 25)),
        sufficiency: [
          "214 of 3,100 users have under 10 active days of history: their peers judge them, and their own history as far as it goes.",
        ],
      };
    },
    rowsWhere: async (query, offset, limit) => {
      const found = rows.filter((row) => meets(row, query)).reverse();
      return { rows: found.slice(offset, offset + limit), total: found.length };
    },
  };
}

/** A made-up profile. */
export const fixtureProfile = (actor: string): UserProfile => ({
  actor,
  group: groups[0]!,
  peers: 1500,
  nearest: [],
  features: types.map((feature, i) => {
    const median = 20 - 3 * i;
    return {
      feature,
      kind: "events",
      median,
      mad: 2,
      deviation: 3,
      p50: median,
      p75: median + 3,
      p90: median + 6,
      p95: median + 8,
      p99: median + 12,
      max: median + 14,
      share: 0.71 - i / 20,
      first: days[0]!,
      last: "2025-09-26",
    };
  }),
});

/** A made-up map: three clouds. */
export function fixtureMap(): UserPlace[] {
  const random = seededRandom(11);
  const names = ["agent-12393", "agent-10871", ...Array.from({ length: 258 }, (_, i) => `agent-${14_000 + i}`)];
  return names.map((actor, i) => ({
    actor,
    x: Math.cos(2 * (i % 3)) + 0.5 * (random() - 0.5),
    y: Math.sin(2 * (i % 3)) + 0.5 * (random() - 0.5),
    group: groups[i % 3]!,
  }));
}
