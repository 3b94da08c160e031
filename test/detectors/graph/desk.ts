import { type Random, randomInt, seededRandom } from "../../../src/lib/random.ts";
import { type ToyAction, toyGraph } from "./toy.ts";

export const deskTypes = ["Ticket.View", "Ticket.Update", "DataTool.Query", "Mail.Send", "Logon"];

/**
 * A support desk: agents log on, view and update a customer's ticket, and look the customer up. On the last days two agents
 * look up customers of whom they have no ticket.
 * @returns the graph, each action's day, and the actions without a ticket
 */
export function supportDesk({
  agents = 16,
  customers = 160,
  days = 35,
  badDays = 5,
  seed = 7,
  rename = (entity: number) => entity,
} = {}) {
  const random = seededRandom(seed);
  const actions: (ToyAction & { bad?: boolean })[] = [];
  const tickets: number[] = [];
  const hourIn = (r: Random, from: number, to: number) => from + r() * (to - from);
  let ticket = customers;
  for (let day = 0; day < days; day++) {
    if (day % 7 > 4) continue;
    for (let actor = 0; actor < agents; actor++) {
      const shift = day * 24 + 8 + (actor % 3);
      actions.push({ actor, type: 4, at: hourIn(random, shift, shift + 0.5) });
      for (let job = 0; job < 2 + randomInt(random, 3); job++) {
        const customer = randomInt(random, customers);
        const at = hourIn(random, shift + 0.5, shift + 7);
        const refs = [
          [rename(ticket), 0],
          [rename(customer), 1],
        ] as const;
        tickets.push(ticket++);
        actions.push({ actor, type: 0, at, refs });
        if (random() < 0.8) actions.push({ actor, type: 2, at: at + 0.1 + random(), refs: [[rename(customer), 1]] });
        actions.push({ actor, type: 1, at: at + 1.2 + random(), refs });
        if (random() < 0.3) actions.push({ actor, type: 3, at: at + 1 });
      }
      if (day < days - badDays || actor >= 2) continue;
      for (let k = 0; k < 2; k++) {
        const refs = [[rename(randomInt(random, customers)), 1]] as const;
        actions.push({ actor, type: 2, at: hourIn(random, shift + 1, shift + 7), refs, bad: true });
      }
    }
  }
  const sorted = actions.map((action, i) => ({ ...action, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  const entities: string[] = [];
  for (let c = 0; c < customers; c++) entities[rename(c)] = "customer";
  for (const t of tickets) entities[rename(t)] = "ticket";
  const world = { actors: agents, types: deskTypes, roots: ["DataTool.Query"], entities, subjects: [false, true] };
  return {
    graph: toyGraph(actions, world),
    actions: sorted,
    world,
    day: Int32Array.from(sorted, ({ at }) => Math.floor(at / 24)),
    bad: sorted.flatMap(({ bad }, action) => (bad ? [action] : [])),
    entityCount: entities.length,
    days,
  };
}

export const deskSettings = {
  history: 30,
  steps: 2,
  nearest: 10,
  roots: null,
  barred: [] as string[],
  mutations: {},
  seed: 1,
};

/** Ends of so many days of a toy graph, whose hours count from the first. */
export const toyDayEnds = (days: number): Float64Array =>
  Float64Array.from({ length: days }, (_, day) => 1_700_000_000_000_000 + (day + 1) * 86_400_000_000);
