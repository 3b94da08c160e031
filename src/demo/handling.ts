import { randomInt } from "../lib/random.ts";
import { type Agent, act, type Desk, newTicket, query, refund, squadOf } from "./desk.ts";
import { between, gammaFactor, poisson } from "./draws.ts";
import type { Hours } from "./places.ts";
import { deskAction } from "./world.ts";

/** Lets some seconds pass, so many in the mean, and tells the time: see `clock`. */
export type Later = (mean: number) => number;

/** A ticket and its customer. */
export interface OpenTicket {
  readonly ticket: number;
  readonly customer: number;
}

/** How an agent works today. */
export interface Shift {
  /** Share of the cases that come by phone. */
  readonly onPhone: number;
  /** How much the agent looks things up; 1 is usual. */
  readonly data: number;
}

/** Goes through the cases of a shift: each has its time, none in the pause, and a number from 0 to 1 that says of what kind it is. */
export function eachCase(
  { random }: Desk,
  agent: Agent,
  { hours: { from, to }, cases }: { readonly hours: Hours; readonly cases: number },
  handle: (at: number, kind: number, shift: Shift, i: number) => void,
): void {
  const onPhone = random() < 0.14 ? 0.65 : 0.17;
  const pause = from + (to - from) * (0.4 + 0.2 * random());
  const data = gammaFactor(random, 3) * (agent.seat % 5 === 0 ? 1.7 : 0.85);
  for (let i = 0; i < cases; i++) {
    let at = from + Math.floor((to - from - 1200) * random());
    if (at > pause && at < pause + 2400) at += 2400;
    handle(at, random(), { onPhone, data }, i);
  }
}

/** Reads up on a ticket that was just opened. */
export function readUp(desk: Desk, agent: Agent, later: Later, { ticket, customer }: OpenTicket, data: number): void {
  const { random } = desk;
  if (random() < 0.5 - 0.15 * Math.min(3, data))
    act(desk, agent, later(80), deskAction["KnowledgeBase.Search"], -1, -1);
  for (let i = 0; random() < Math.min(0.8, 0.42 * data) && i < 5; i++) {
    query(desk, agent, later(100), customer, random() < 0.4 ? ticket : -1);
  }
}

/** Writes to and fro with the customer of a ticket, and now and then pays. */
export function answer(desk: Desk, agent: Agent, later: Later, { ticket, customer }: OpenTicket, data: number): void {
  const { random } = desk;
  const rounds = 1 + poisson(random, 1 / (0.4 + data));
  for (let i = 0; i < rounds; i++) {
    act(desk, agent, later(260), deskAction["Ticket.Reply"], ticket, customer);
    if (random() < 0.5) act(desk, agent, later(200), deskAction["Ticket.View"], ticket, customer);
  }
  if (random() < 0.05) refund(desk, agent, later(120), ticket, customer);
}

/** Closes a ticket, escalates it, or puts it back to the backlog, as `end` (0 to 1) has it; `at` tells when. */
export function finish(
  desk: Desk,
  agent: Agent,
  { ticket, customer }: OpenTicket,
  { end, at }: { readonly end: number; readonly at: () => number },
): void {
  if (end < 0.45) act(desk, agent, at(), deskAction["Ticket.Close"], ticket, customer);
  else {
    if (end < 0.53) act(desk, agent, at(), deskAction["Ticket.Escalate"], ticket, customer);
    desk.backlog[end < 0.53 ? randomInt(desk.random, desk.squads) : squadOf(desk, agent)]!.push(ticket);
  }
}

/** What may come of a call: a ticket that is opened and closed within minutes, or left in the backlog. */
export function ticketByPhone(desk: Desk, agent: Agent, later: Later, called: number, customer: number): void {
  const { random } = desk;
  if (random() > 0.4) return;
  const ticket = newTicket(desk, customer, called);
  act(desk, agent, later(30), deskAction["Ticket.Open"], ticket, customer);
  if (random() < 0.4) query(desk, agent, later(25), customer, ticket);
  if (random() < 0.35) refund(desk, agent, later(30), ticket, customer);
  if (random() < 0.6) act(desk, agent, later(40), deskAction["Ticket.Close"], ticket, customer);
  else desk.backlog[squadOf(desk, agent)]!.push(ticket);
}

/** How fast a refund that nobody asked for is made: least and most seconds before each step, and how often the look-up names its ticket. */
export interface FakePace {
  readonly query: readonly [number, number];
  readonly pay: readonly [number, number];
  readonly close: readonly [number, number];
  readonly named: number;
}

/** A refund that nobody asked for: opened, looked up, paid and closed by one agent. */
export function fakeRefund(desk: Desk, agent: Agent, start: number, customer: number, pace: FakePace): void {
  const { random } = desk;
  const ticket = newTicket(desk, customer, start);
  const queried = start + between(random, ...pace.query);
  const paid = queried + between(random, ...pace.pay);
  act(desk, agent, start, deskAction["Ticket.Open"], ticket, customer);
  query(desk, agent, queried, customer, random() < pace.named ? ticket : -1);
  refund(desk, agent, paid, ticket, customer);
  act(desk, agent, paid + between(random, ...pace.close), deskAction["Ticket.Close"], ticket, customer);
}
