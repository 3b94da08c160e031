import { randomInt } from "../lib/random.ts";
import { type Agent, act, anyCustomer, type Desk, nextTicket, query, recentKept, remember } from "./desk.ts";
import { between, clock, gammaFactor, poisson, waiting } from "./draws.ts";
import { answer, eachCase, finish, readUp, ticketByPhone } from "./handling.ts";
import { deskAction } from "./world.ts";

/** One usual shift of an agent from `from` to `to`, seconds since base; `load` of 1 is some twelve cases. */
export function workShift(desk: Desk, agent: Agent, from: number, to: number, load: number): void {
  const { random } = desk;
  const cases = poisson(random, 12 * load * gammaFactor(random, 4));
  eachCase(desk, agent, { hours: { from, to }, cases }, (at, kind, { onPhone, data }) => {
    if (kind < onPhone) phoneCall(desk, agent, at);
    else if (kind < onPhone + 0.09) followUp(desk, agent, at);
    else if (kind < onPhone + 0.14) help(desk, agent, at);
    else workTicket(desk, agent, at, data);
  });
  if (random() < 0.035) review(desk, agent, from + Math.floor((to - from) * (0.1 + 0.7 * random())));
}

/** A ticket from the first look to the close or back to the backlog. */
function workTicket(desk: Desk, agent: Agent, start: number, data: number): void {
  const { random } = desk;
  const ticket = nextTicket(desk, agent, start);
  const customer = desk.customerOf[ticket]!;
  const later = clock(random, start);
  remember(desk, agent, customer);
  act(desk, agent, start, deskAction["Ticket.View"], ticket, customer);
  readUp(desk, agent, later, { ticket, customer }, data);
  answer(desk, agent, later, { ticket, customer }, data);
  finish(desk, agent, { ticket, customer }, { end: random(), at: () => later(90) });
}

/** A customer calls: a look-up without a ticket, and perhaps a ticket that is opened and closed within minutes. */
function phoneCall(desk: Desk, agent: Agent, start: number): void {
  const { random } = desk;
  const customer = anyCustomer(desk);
  const later = clock(random, start);
  remember(desk, agent, customer);
  act(desk, agent, start, deskAction["Phone.Call"], -1, customer);
  if (random() < 0.8) query(desk, agent, later(60), customer);
  if (random() < 0.3) query(desk, agent, later(120), customer);
  ticketByPhone(desk, agent, later, start, customer);
}

/** Looks after a customer of the days before, who has no open ticket. */
function followUp(desk: Desk, agent: Agent, at: number): void {
  const { random } = desk;
  const customer = desk.recent[agent.seat * recentKept + randomInt(random, recentKept)]!;
  if (customer < 0) return;
  query(desk, agent, at, customer);
  if (random() < 0.3) query(desk, agent, at + waiting(random, 200), customer);
}

/** Looks something up for a colleague who is at that ticket. */
function help(desk: Desk, agent: Agent, at: number): void {
  const { random } = desk;
  const seat = (agent.seat + desk.squads * between(random, 1, 6)) % (desk.recent.length / recentKept);
  const customer = desk.recent[seat * recentKept + randomInt(random, recentKept)]!;
  if (customer >= 0) query(desk, agent, at, customer);
}

/** A quality review: the desk hands the agent customers at random. */
export function review(desk: Desk, agent: Agent, start: number): void {
  const { random } = desk;
  let at = start;
  for (let i = between(random, 4, 11); i > 0; i--) {
    const customer = anyCustomer(desk);
    at += waiting(random, 240);
    act(desk, agent, at, deskAction["Quality.Review"], -1, customer);
    query(desk, agent, at + waiting(random, 40), customer);
  }
}
