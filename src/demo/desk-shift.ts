import { randomInt } from "../lib/random.ts";
import { review } from "./cases.ts";
import { type Agent, act, anyCustomer, type Desk, nextTicket, query, squadOf } from "./desk.ts";
import { between, clock, poisson, waiting } from "./draws.ts";
import { answer, eachCase, finish, readUp, ticketByPhone } from "./handling.ts";
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
  eachCase(desk, agent, { hours, cases }, (at, kind, { onPhone, data }, i) => {
    const aside = asides[i];
    if (kind < onPhone) phoneCase(floor, agent, at, aside);
    else if (kind < onPhone + 0.11) followUp(floor, agent, at, aside);
    else if (kind < onPhone + 0.19) callBack(floor, agent, at, aside);
    else ticketCase(floor, agent, at, data, aside);
  });
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
  readUp(desk, agent, later, { ticket, customer }, data);
  aside?.(later(100), ticket);
  if (random() < 0.32) askColleague(floor, agent, later(150), ticket);
  answer(desk, agent, later, { ticket, customer }, data);
  const end = random();
  const last = later(90);
  noteServed(served, agent.seat, customer, last);
  finish(desk, agent, { ticket, customer }, { end, at: () => last });
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
  ticketByPhone(desk, agent, later, start, customer);
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
