import { randomInt } from "../lib/random.ts";
import { type Agent, type Desk, query } from "./desk.ts";
import type { Aside, Floor } from "./desk-shift.ts";
import { waiting } from "./draws.ts";
import { type FakePace, fakeRefund } from "./handling.ts";
import { lastServed, servedBetween } from "./served.ts";

const day = 86_400;

/** Ways to look at a customer's data, or to pay one, without a reason that the log shows. */
export const deedKinds = ["stranger", "wrong ticket", "former customer", "stalked", "celebrity", "refund"] as const;
export type DeedKind = (typeof deedKinds)[number];

/** How often each kind begins, as parts of all bad shifts. */
const shares: Readonly<Record<DeedKind, number>> = {
  stranger: 0.16,
  "wrong ticket": 0.13,
  "former customer": 0.26,
  stalked: 0.14,
  celebrity: 0.05,
  refund: 0.26,
};

/** How often the look-up names the ticket that the agent is at, which is another customer's. */
const namesTicket: Readonly<Record<DeedKind, number>> = {
  stranger: 0.1,
  "wrong ticket": 1,
  "former customer": 0.3,
  stalked: 0.3,
  celebrity: 0.1,
  refund: 0,
};

/** Some minutes from the ticket to its close. */
const unhurried: FakePace = { query: [10, 90], pay: [10, 120], close: [10, 120], named: 0.4 };

/** Draws what an agent does wrong today. */
export function drawDeed({ random }: Desk): DeedKind {
  const ticket = random();
  let sum = 0;
  for (const kind of deedKinds) {
    sum += shares[kind];
    if (ticket < sum) return kind;
  }
  return "stranger";
}

/** A customer whose case another agent is just working on, and with whom this agent has had nothing to do in the last weeks. */
export function stranger({ desk, served }: Floor, agent: Agent, at: number): number {
  const { random, customerOf } = desk;
  for (let tries = 0; tries < 200; tries++) {
    const seat = randomInt(random, served.next.length);
    const customer = servedBetween(served, seat, at - 60, at + 900, random);
    if (customer >= 0 && lastServed(served, agent.seat, customer) === -Infinity) return customer;
  }
  return customerOf[randomInt(random, customerOf.length)]!;
}

/**
 * One deed of a kind as something done aside of an honest case, by an agent that bears the deed's plant.
 * @param known the customers to choose from: celebrities, or the one whom this agent comes back to; empty: somebody new each time
 */
export function deedOf(floor: Floor, agent: Agent, kind: DeedKind, known: readonly number[]): Aside {
  const { desk, served } = floor;
  const { random } = desk;
  return (at, ticket) => {
    if (kind === "refund") return fakeRefund(desk, agent, at, stranger(floor, agent, at), unhurried);
    const former = kind === "former customer" ? servedBetween(served, agent.seat, 0, at - 6 * day, random) : -1;
    const chosen = former >= 0 ? former : (known[randomInt(random, known.length)] ?? -1);
    const customer = chosen >= 0 ? chosen : stranger(floor, agent, at);
    query(desk, agent, at, customer, random() < namesTicket[kind] ? ticket : -1);
    if (random() < 0.15) query(desk, agent, at + waiting(random, 100), customer);
  };
}
