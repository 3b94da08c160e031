import { randomInt } from "../lib/random.ts";
import { type Agent, act, type Desk, newTicket, query, refund } from "./desk.ts";
import type { Aside, Floor } from "./desk-shift.ts";
import { between, waiting } from "./draws.ts";
import { lastServed, servedBetween } from "./served.ts";
import { deskAction } from "./world.ts";

const day = 86_400;

/** Ways to look at a customer's data, or pay one, without a reason that the log shows. */
export const deedKinds = ["stranger", "wrong ticket", "former customer", "celebrity", "refund"] as const;
export type DeedKind = (typeof deedKinds)[number];

/** How often each kind happens, as parts of all bad shifts. */
const shares: Readonly<Record<DeedKind, number>> = {
  stranger: 0.42,
  "wrong ticket": 0.22,
  "former customer": 0.14,
  celebrity: 0.1,
  refund: 0.12,
};

/** Draws what an agent does wrong today. */
export function drawDeed({ random }: Desk): DeedKind {
  let ticket = random();
  return deedKinds.find((kind) => (ticket -= shares[kind]) < 0) ?? "stranger";
}

/** A customer as busy as those whom agents look up, whom this agent has had nothing to do with in the last weeks. */
function stranger({ desk, served }: Floor, agent: Agent): number {
  const { random, customerOf } = desk;
  for (let tries = 0; ; tries++) {
    const customer = customerOf[randomInt(random, customerOf.length)]!;
    if (tries > 20 || lastServed(served, agent.seat, customer) === -Infinity) return customer;
  }
}

/**
 * One deed of a kind as something done aside of an honest case, by an agent that bears the deed's plant.
 * @param celebrities whom everybody is curious about
 */
export function deedOf(floor: Floor, agent: Agent, kind: DeedKind, celebrities: readonly number[]): Aside {
  const { desk, served } = floor;
  const { random } = desk;
  return (at, ticket) => {
    if (kind === "refund") return fakeRefund(desk, agent, at, stranger(floor, agent));
    if (kind === "celebrity") return query(desk, agent, at, celebrities[randomInt(random, celebrities.length)]!);
    if (kind === "wrong ticket") return query(desk, agent, at, stranger(floor, agent), ticket);
    const former = kind === "former customer" ? servedBetween(served, agent.seat, 0, at - 6 * day, random) : -1;
    const customer = former < 0 ? stranger(floor, agent) : former;
    query(desk, agent, at, customer);
    if (random() < 0.15) query(desk, agent, at + waiting(random, 100), customer, ticket);
  };
}

/** A refund that nobody asked for: opened, looked up, paid and closed within some minutes. */
function fakeRefund(desk: Desk, agent: Agent, start: number, customer: number): void {
  const { random } = desk;
  const ticket = newTicket(desk, customer, start);
  const queried = start + between(random, 10, 90);
  const paid = queried + between(random, 10, 120);
  act(desk, agent, start, deskAction["Ticket.Open"], ticket, customer);
  query(desk, agent, queried, customer, random() < 0.4 ? ticket : -1);
  refund(desk, agent, paid, ticket, customer);
  act(desk, agent, paid + between(random, 10, 120), deskAction["Ticket.Close"], ticket, customer);
}
