import { randomInt } from "../lib/random.ts";
import {
  type Agent,
  act,
  anyCustomer,
  type Desk,
  newTicket,
  nextTicket,
  query,
  recentKept,
  refund,
  remember,
  squadOf,
} from "./desk.ts";
import { between, clock, gammaFactor, poisson, waiting } from "./draws.ts";
import { deskAction } from "./world.ts";

/** One usual shift of an agent from `from` to `to`, seconds since base; `load` of 1 is some twelve cases. */
export function workShift(desk: Desk, agent: Agent, from: number, to: number, load: number): void {
  const { random } = desk;
  const cases = poisson(random, 12 * load * gammaFactor(random, 4));
  const onPhone = random() < 0.14 ? 0.65 : 0.17;
  const pause = from + (to - from) * (0.4 + 0.2 * random());
  const data = gammaFactor(random, 3) * (agent.seat % 5 === 0 ? 1.7 : 0.85);
  for (let i = 0; i < cases; i++) {
    let at = from + Math.floor((to - from - 1200) * random());
    if (at > pause && at < pause + 2400) at += 2400;
    const kind = random();
    if (kind < onPhone) phoneCall(desk, agent, at);
    else if (kind < onPhone + 0.09) followUp(desk, agent, at);
    else if (kind < onPhone + 0.14) help(desk, agent, at);
    else workTicket(desk, agent, at, data);
  }
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
  if (random() < 0.5 - 0.15 * Math.min(3, data))
    act(desk, agent, later(80), deskAction["KnowledgeBase.Search"], -1, -1);
  for (let i = 0; random() < Math.min(0.8, 0.42 * data) && i < 5; i++) {
    query(desk, agent, later(100), customer, random() < 0.4 ? ticket : -1);
  }
  const rounds = 1 + poisson(random, 1 / (0.4 + data));
  for (let i = 0; i < rounds; i++) {
    act(desk, agent, later(260), deskAction["Ticket.Reply"], ticket, customer);
    if (random() < 0.5) act(desk, agent, later(200), deskAction["Ticket.View"], ticket, customer);
  }
  if (random() < 0.05) refund(desk, agent, later(120), ticket, customer);
  const end = random();
  if (end < 0.45) act(desk, agent, later(90), deskAction["Ticket.Close"], ticket, customer);
  else {
    if (end < 0.53) act(desk, agent, later(90), deskAction["Ticket.Escalate"], ticket, customer);
    desk.backlog[end < 0.53 ? randomInt(random, desk.squads) : squadOf(desk, agent)]!.push(ticket);
  }
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
  if (random() > 0.4) return;
  const ticket = newTicket(desk, customer, start);
  act(desk, agent, later(30), deskAction["Ticket.Open"], ticket, customer);
  if (random() < 0.4) query(desk, agent, later(25), customer, ticket);
  if (random() < 0.35) refund(desk, agent, later(30), ticket, customer);
  if (random() < 0.6) act(desk, agent, later(40), deskAction["Ticket.Close"], ticket, customer);
  else desk.backlog[squadOf(desk, agent)]!.push(ticket);
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
