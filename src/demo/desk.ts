import { type Random, randomInt } from "../lib/random.ts";
import { between, gammaFactor, skewed } from "./draws.ts";
import type { EventLog } from "./eventlog.ts";
import { deskAction } from "./world.ts";

/** How many customers an agent is known to have served lately. */
export const recentKept = 24;
const backlogSeen = 40;

/** Who works on the support desk right now: codes as in the log; `seat` is the agent's number among the agents. */
export interface Agent {
  readonly seat: number;
  readonly account: number;
  readonly plant: number;
  readonly network: number;
  readonly device: number;
}

/** A support desk: customers, tickets, the squads' backlogs, and whom each agent served lately. */
export interface Desk {
  readonly log: EventLog;
  readonly random: Random;
  readonly customers: number;
  readonly squads: number;
  readonly portal: { readonly account: number; readonly network: number; readonly device: number };
  /** Customer and time of creation of each ticket. */
  readonly customerOf: number[];
  readonly createdAt: number[];
  readonly backlog: readonly number[][];
  /** The last customers of each agent, newest anywhere: seats × recentKept. */
  readonly recent: Int32Array;
}

/** An empty desk for so many agents, about twelve in a squad. */
export function openDesk(options: {
  readonly log: EventLog;
  readonly random: Random;
  readonly agents: number;
  readonly portal: Desk["portal"];
}): Desk {
  const { log, random, agents, portal } = options;
  const squads = Math.max(2, Math.round(agents / 12));
  return {
    log,
    random,
    portal,
    squads,
    customers: agents * 60,
    customerOf: [],
    createdAt: [],
    backlog: Array.from({ length: squads }, () => []),
    recent: new Int32Array(agents * recentKept).fill(-1),
  };
}

/** A customer, some far more often than others. */
export const anyCustomer = (desk: Desk): number => skewed(desk.random, desk.customers, 1.3);

/** Looks a customer up in the data tool; `ticket` is −1 where the look-up names none. */
export function query(desk: Desk, agent: Agent, at: number, customer: number, ticket = -1): void {
  act(desk, agent, at, deskAction["DataTool.Query"], ticket, customer);
}

/** Writes one event of the agent. */
export function act(
  desk: Desk,
  agent: Agent,
  at: number,
  action: number,
  ticket: number,
  customer: number,
  amount = -1,
): void {
  desk.log.add(at, agent.plant, agent.account, action, ticket, customer, amount, agent.network, agent.device);
}

/** A new ticket of a customer: its number. */
export function newTicket(desk: Desk, customer: number, at: number): number {
  desk.createdAt.push(at);
  return desk.customerOf.push(customer) - 1;
}

/** What a refund is worth, in whole euros. */
const refundAmount = (random: Random): number => Math.round(8 + 60 * gammaFactor(random, 0.8));

/** Whether the agent served the customer lately. */
export function servedLately(desk: Desk, agent: Agent, customer: number): boolean {
  const start = agent.seat * recentKept;
  return desk.recent.subarray(start, start + recentKept).includes(customer);
}

/** The squad of an agent: a number below `squads`. */
export const squadOf = (desk: Desk, agent: Agent): number => agent.seat % desk.squads;

/** Keeps a customer among those whom the agent served lately, in the place of another. */
export function remember(desk: Desk, agent: Agent, customer: number): void {
  desk.recent[agent.seat * recentKept + randomInt(desk.random, recentKept)] = customer;
}

/** A ticket of the squad's backlog that exists by then, or a new one that the portal creates minutes before. */
export function nextTicket(desk: Desk, agent: Agent, at: number): number {
  const { random } = desk;
  const backlog = desk.backlog[squadOf(desk, agent)]!;
  for (let tries = 0; tries < 3 && backlog.length > 6; tries++) {
    const i = randomInt(random, Math.min(backlog.length, backlogSeen));
    const ticket = backlog[i]!;
    if (desk.createdAt[ticket]! > at - 60) continue;
    backlog[i] = backlog.at(-1)!;
    backlog.pop();
    return ticket;
  }
  const created = at - between(random, 90, 3000);
  const ticket = newTicket(desk, anyCustomer(desk), created);
  const { account, network, device } = desk.portal;
  const customer = desk.customerOf[ticket]!;
  desk.log.add(created, 0, account, deskAction["Ticket.Create"], ticket, customer, -1, network, device);
  return ticket;
}

/** Pays money back. */
export function refund(desk: Desk, agent: Agent, at: number, ticket: number, customer: number): void {
  act(desk, agent, at, deskAction["Refund.Issue"], ticket, customer, refundAmount(desk.random));
}
