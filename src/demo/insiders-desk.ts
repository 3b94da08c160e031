import { randomInt } from "../lib/random.ts";
import { workShift } from "./cases.ts";
import { type Agent, type Desk, query, servedLately } from "./desk.ts";
import { between, waiting } from "./draws.ts";
import { type FakePace, fakeRefund } from "./handling.ts";
import { deedOf, type Plan, pick, type Stage, sessionOf } from "./insider.ts";
import { type Person, roamingNetwork } from "./people.ts";
import type { Hours, Session } from "./places.ts";
import { teamNamed } from "./teams.ts";

const support = teamNamed("support");
const inSupport = ({ team }: { readonly team: number }): boolean => team === support;

/** Somebody's session as seen by the desk. */
export const agentOf = ({ person, place }: Session): Agent => ({
  seat: person.index,
  account: person.account,
  plant: person.plant,
  network: place.network,
  device: place.device,
});

/** A customer as busy as those whom agents look up, whom this agent has nothing to do with. */
function stranger(desk: Desk, agent: Agent): number {
  const { random, customerOf } = desk;
  for (let tries = 0; ; tries++) {
    const customer = customerOf[randomInt(random, customerOf.length)]!;
    if (tries > 20 || !servedLately(desk, agent, customer)) return customer;
  }
}

/** Looks so many strangers up, `pause` seconds apart from `from` on, or spread over the hours; some under a wrong ticket. */
export function browse(
  desk: Desk,
  agent: Agent,
  { from, to }: Hours,
  { count, pause }: { readonly count: number; readonly pause: number | null },
): void {
  const { random } = desk;
  let at = from;
  for (let i = 0; i < count; i++) {
    at = pause === null ? from + Math.floor((to - from) * random()) : at + waiting(random, pause);
    const ticket = random() < 0.15 ? randomInt(random, desk.customerOf.length) : -1;
    const customer = stranger(desk, agent);
    query(desk, agent, at, customer, ticket);
    if (random() < 0.15) query(desk, agent, at + waiting(random, 100), customer);
  }
}

/** Customer browsing without tickets, spread over the shifts of some days; `group` is one of the three that rotate. */
export function thinBrowsing(stage: Stage, group: number, count: number): Plan {
  const { desk, world } = stage;
  const fits = (one: Person): boolean =>
    inSupport(one) && one.shift === group && one.newDeviceOn === world.calendar.days;
  const { person, days } = pick(stage, { fits, count, within: 7 });
  return {
    kind: "customer browsing",
    title: "Customers looked up for nobody",
    story:
      "An agent looks up some ten customers a shift whom no ticket, call or colleague gives a reason for, between the ordinary cases and in place of some of them.",
    people: [person],
    days,
    part: 0.75,
    deed(_day, sessions, plant) {
      const session = deedOf(sessionOf(sessions, person), plant);
      browse(desk, agentOf(session), session.hours, { count: between(desk.random, 7, 10), pause: null });
    },
  };
}

/** Customer browsing in one burst of a night shift. */
export function nightBrowsing(stage: Stage): Plan {
  const { desk, world } = stage;
  const onNights = (day: number, shift: number): boolean =>
    (shift + Math.floor((day + world.calendar.weekday[0]!) / 7)) % 3 === 2;
  const last = world.calendar.days - 1;
  const found = pick(stage, {
    fits: (person) => inSupport(person) && onNights(last - 2, person.shift) && person.present[last - 2] === 1,
    count: 1,
    within: 7,
  });
  const days = [last - 2];
  return {
    kind: "customer browsing",
    title: "One quiet night at the data tool",
    story:
      "On one of the usual night shifts an agent goes through some fifteen strangers' records in three quarters of an hour.",
    people: [found.person],
    days,
    part: 0.7,
    deed(_day, sessions, plant) {
      const session = deedOf(sessionOf(sessions, found.person), plant);
      const from = session.hours.from + 3600 * between(desk.random, 2, 6);
      browse(desk, agentOf(session), { from, to: from }, { count: 14, pause: 160 });
    },
  };
}

/** Within a minute from the ticket to its close. */
const hasty: FakePace = { query: [4, 20], pay: [6, 25], close: [3, 20], named: 0.5 };

/** Tickets opened, looked up, refunded and closed by one agent within a minute, for a few friends. */
export function refundFraud(stage: Stage): Plan {
  const { desk } = stage;
  const { random } = desk;
  const { person, days } = pick(stage, { fits: inSupport, count: 3, within: 7 });
  const friends = Array.from({ length: 6 }, () => randomInt(random, desk.customers));
  return {
    kind: "refund fraud",
    title: "Refunds that nobody asked for",
    story:
      "An agent opens tickets without a call or a message, pays the refund and closes them, all within a minute, for the same six customers.",
    people: [person],
    days,
    part: 0.85,
    deed(_day, sessions, plant) {
      const session = deedOf(sessionOf(sessions, person), plant);
      const { from, to } = session.hours;
      for (let i = between(random, 3, 5); i > 0; i--) {
        const at = from + Math.floor((to - from) * (0.05 + 0.9 * random()));
        fakeRefund(desk, agentOf(session), at, friends[randomInt(random, friends.length)]!, hasty);
      }
    },
  };
}

/** Somebody else works another shift under an agent's id. */
export function sharedCredentials(stage: Stage): Plan {
  const { desk, world } = stage;
  const { person, days } = pick(stage, { fits: inSupport, count: 2, within: 7 });
  const network = world.names.networks.code(roamingNetwork(world.random));
  const device = world.names.devices.code("LT-7340");
  return {
    kind: "shared credentials",
    title: "One agent, two places",
    story:
      "A second person works half a shift under an agent's id, from another network and computer, while the agent is at the desk or has just left it.",
    people: [person],
    days,
    part: 1,
    deed(_day, sessions, plant) {
      const session = deedOf(sessionOf(sessions, person), plant);
      const from = session.hours.from + 3600 * between(desk.random, 3, 7);
      workShift(desk, { ...agentOf(session), network, device }, from, from + 4 * 3600, 0.45);
    },
  };
}
