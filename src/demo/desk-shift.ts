import { randomInt } from "../lib/random.ts";
import { review } from "./cases.ts";
import { type Agent, act, anyCustomer, type Desk, newTicket, nextTicket, query, refund, squadOf } from "./desk.ts";
import { between, clock, gammaFactor, poisson, waiting } from "./draws.ts";
import type { Hours } from "./places.ts";
import { noteServed, type Served, servedBetween } from "./served.ts";
import { deskAction } from "./world.ts";

const day = 86_400;

/** A desk of many agents at work: whom they served, and who of a squad is at work with whom. */
export interface Floor {
  readonly desk: Desk;
  readonly served: Served;
  /** Today's shifts of each squad. */
  readonly shifts: readonly (readonly { readonly agent: Agent; readonly hours: Hours }[])[];
}

/** What an agent does aside in the middle of a case: told the time, and which ticket is open before them (−1 for none). */
export type Aside = (at: number, ticket: number) => void;

/**
 * One shift of honest work, every look-up of which has a reason that the log shows: a ticket of the customer at hand, a call, a colleague
 * who is at that customer's ticket, a customer of the last days, a call that follows, or a review.
 * @param asides are done in the middle of as many cases, so that nothing about their moment tells them from the others
 */
export function deskShift(
  floor: Floor,
  agent: Agent,
  { hours, load, asides = [] }: { readonly hours: Hours; readonly load: number; readonly asides?: readonly Aside[] },
): void {
  const { desk } = floor;
  const { random } = desk;
  const { from, to } = hours;
  const cases = Math.max(asides.length, poisson(random, 12 * load));
  const onPhone = random() < 0.14 ? 0.65 : 0.17;
  const pause = from + (to - from) * (0.4 + 0.2 * random());
  const data = gammaFactor(random, 3) * (agent.seat % 5 === 0 ? 1.7 : 0.85);
  for (let i = 0; i < cases; i++) {
    let at = from + Math.floor((to - from - 1200) * random());
    if (at > pause && at < pause + 2400) at += 2400;
    const kind = random();
    const aside = asides[i];
    if (kind < onPhone) phoneCase(floor, agent, at, aside);
    else if (kind < onPhone + 0.11) followUp(floor, agent, at, aside);
    else if (kind < onPhone + 0.19) callBack(floor, agent, at, aside);
    else ticketCase(floor, agent, at, data, aside);
  }
  if (random() < 0.09) review(desk, agent, from + Math.floor((to - from) * (0.1 + 0.7 * random())));
}

/** A ticket from the first look to the close or back to the backlog; now and then a colleague of the squad looks the customer up as well. */
function ticketCase(floor: Floor, agent: Agent, start: number, data: number, aside?: Aside): void {
  const { desk, served } = floor;
  const { random } = desk;
  const ticket = nextTicket(desk, agent, start);
  const customer = desk.customerOf[ticket]!;
  const later = clock(random, start);
  if (random() < 0.06) query(desk, agent, start - between(random, 5, 90), customer, ticket);
  act(desk, agent, start, deskAction["Ticket.View"], ticket, customer);
  if (random() < 0.5 - 0.15 * Math.min(3, data))
    act(desk, agent, later(80), deskAction["KnowledgeBase.Search"], -1, -1);
  for (let i = 0; random() < Math.min(0.8, 0.42 * data) && i < 5; i++) {
    query(desk, agent, later(100), customer, random() < 0.4 ? ticket : -1);
  }
  aside?.(later(100), ticket);
  if (random() < 0.32) askColleague(floor, agent, later(150), ticket);
  const rounds = 1 + poisson(random, 1 / (0.4 + data));
  for (let i = 0; i < rounds; i++) {
    act(desk, agent, later(260), deskAction["Ticket.Reply"], ticket, customer);
    if (random() < 0.5) act(desk, agent, later(200), deskAction["Ticket.View"], ticket, customer);
  }
  if (random() < 0.05) refund(desk, agent, later(120), ticket, customer);
  const end = random();
  const last = later(90);
  noteServed(served, agent.seat, customer, last);
  if (end < 0.45) act(desk, agent, last, deskAction["Ticket.Close"], ticket, customer);
  else {
    if (end < 0.53) act(desk, agent, last, deskAction["Ticket.Escalate"], ticket, customer);
    desk.backlog[end < 0.53 ? randomInt(random, desk.squads) : squadOf(desk, agent)]!.push(ticket);
  }
}

/** A customer calls: a look-up without a ticket, and perhaps a ticket that is opened and closed within minutes. */
function phoneCase({ desk, served }: Floor, agent: Agent, start: number, aside?: Aside): void {
  const { random } = desk;
  const customer = anyCustomer(desk);
  const later = clock(random, start);
  noteServed(served, agent.seat, customer, start);
  act(desk, agent, start, deskAction["Phone.Call"], -1, customer);
  if (random() < 0.8) query(desk, agent, later(60), customer);
  aside?.(later(100), -1);
  if (random() < 0.3) query(desk, agent, later(120), customer);
  if (random() > 0.4) return;
  const ticket = newTicket(desk, customer, start);
  act(desk, agent, later(30), deskAction["Ticket.Open"], ticket, customer);
  if (random() < 0.4) query(desk, agent, later(25), customer, ticket);
  if (random() < 0.35) refund(desk, agent, later(30), ticket, customer);
  if (random() < 0.6) act(desk, agent, later(40), deskAction["Ticket.Close"], ticket, customer);
  else desk.backlog[squadOf(desk, agent)]!.push(ticket);
}

/** Looks a customer up whom perhaps nobody served for weeks, and calls within minutes. */
function callBack({ desk, served }: Floor, agent: Agent, start: number, aside?: Aside): void {
  const { random } = desk;
  const later = clock(random, start);
  const customer = anyCustomer(desk);
  query(desk, agent, start, customer);
  if (random() < 0.3) query(desk, agent, later(40), customer);
  act(desk, agent, later(70), deskAction["Phone.Call"], -1, customer);
  noteServed(served, agent.seat, customer, later(10));
  aside?.(later(100), -1);
}

/** Looks after a customer of the last two days, who has no open ticket. */
function followUp({ desk, served }: Floor, agent: Agent, start: number, aside?: Aside): void {
  const { random } = desk;
  const later = clock(random, start);
  const customer = servedBetween(served, agent.seat, start - 2 * day, start, random);
  if (customer >= 0) query(desk, agent, start, customer);
  aside?.(later(100), -1);
  if (customer >= 0 && random() < 0.3) query(desk, agent, later(200), customer);
}

/** A colleague of the squad who is at work is asked: opens the ticket and looks the customer up as well. */
function askColleague({ desk, shifts }: Floor, agent: Agent, at: number, ticket: number): void {
  const there = shifts[squadOf(desk, agent)]!.filter(
    ({ agent: other, hours }) => other.seat !== agent.seat && hours.from <= at && at < hours.to,
  );
  const colleague = there[randomInt(desk.random, Math.max(1, there.length))];
  if (!colleague) return;
  const customer = desk.customerOf[ticket]!;
  const seen = at + waiting(desk.random, 60);
  act(desk, colleague.agent, seen, deskAction["Ticket.View"], ticket, customer);
  query(desk, colleague.agent, seen + waiting(desk.random, 60), customer, desk.random() < 0.4 ? ticket : -1);
}
