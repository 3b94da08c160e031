import { UserError } from "../lib/errors.ts";
import { seededRandom } from "../lib/random.ts";
import { demoCalendar } from "./calendar.ts";
import { workShift } from "./cases.ts";
import { openDesk } from "./desk.ts";
import { askAssistant } from "./drive.ts";
import { requests } from "./helpdesk.ts";
import type { Plan, PlantedInsider, Stage } from "./insider.ts";
import { agentOf, nightBrowsing, refundFraud, sharedCredentials, thinBrowsing } from "./insiders-desk.ts";
import { hoarder, leaver, misuse, snoop, swapped, takeover } from "./insiders-office.ts";
import { workDay } from "./office.ts";
import { hirePeople } from "./people.ts";
import { hoursOf, placeOf, type Session } from "./places.ts";
import { portalName, serviceDay, serviceNames } from "./services.ts";
import { teamNamed } from "./teams.ts";
import { dayEffects, demoLogs, demoNames, teamStarts, type World } from "./world.ts";

/** Part of one export, to be appended to what came before of that file: UTF-8, whole rows. */
export interface DemoChunk {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How large the demo tenant is; `start` is a local date, ISO; `users` includes the service accounts. */
export interface DemoOptions {
  readonly seed?: number;
  readonly users?: number;
  readonly days?: number;
  readonly start?: string;
}

const support = teamNamed("support");

/** The day, from 0, on which everybody gets the assistant. */
export const toolDay = (days: number): number => Math.floor(days * 0.45);

/**
 * Generates the five exports of the demo tenant, a few MiB at a time, each sorted by time; returns the planted insiders.
 * The same options give the same bytes on every run.
 * @throws UserError for fewer than 120 users or 21 days, where the planted insiders would have nowhere to hide
 */
export function* generateDemo({
  seed = 7,
  users = 300,
  days = 60,
  start = "2025-08-04",
}: DemoOptions = {}): Generator<DemoChunk, PlantedInsider[]> {
  if (users < 120 || days < 21) {
    throw new UserError("is too small a tenant", { where: `${users} users, ${days} days`, next: "Take 120 and 21." });
  }
  const calendar = demoCalendar({ start, days });
  const names = demoNames();
  const random = seededRandom(seed);
  const ids: string[][] = [];
  const services = serviceNames.length + 1;
  const world: World = {
    calendar,
    random,
    names,
    logs: demoLogs(calendar, names, (plant, id) => ids[plant - 1]!.push(id)),
    people: hirePeople(users - services, calendar, names, random),
    folderStart: teamStarts("folders"),
    documentStart: teamStarts("documents"),
    effect: dayEffects(days, seed + 1),
    request: 0,
  };
  const desk = openDesk({
    log: world.logs.desk,
    random,
    agents: world.people.filter(({ team }) => team === support).length,
    portal: {
      account: names.accounts.code(portalName),
      network: names.networks.code("10.20.0.0/24"),
      device: names.devices.code("SRV-01"),
    },
  });
  const stage: Stage = { world, desk, taken: new Set() };
  const plans = [
    nightBrowsing,
    swapped,
    leaver,
    (on: Stage) => thinBrowsing(on, 0, 3),
    (on: Stage) => thinBrowsing(on, 1, 2),
    hoarder,
    takeover,
    snoop,
    refundFraud,
    misuse,
    sharedCredentials,
  ].map((plan) => plan(stage));
  for (const _ of plans) ids.push([]);

  const logs = Object.values(world.logs);
  for (let day = 0; day < days; day++) {
    const today = plans.flatMap((plan, i) => (plan.days.includes(day) ? [{ plan, plant: i + 1 }] : []));
    for (const { plan, plant } of today) begin(plan, plant);
    const sessions = world.people
      .filter(({ present }) => present[day] === 1)
      .map((person): Session => ({ person, hours: hoursOf(world, person, day), place: placeOf(person, day) }));
    for (const session of sessions) {
      const { person, hours, place } = session;
      workDay(world, person, day, hours, place);
      if (person.team === support) {
        workShift(desk, agentOf(session), hours.from, hours.to, person.part * person.pace * world.effect[day]!);
      }
      if (day >= toolDay(days)) askAssistant(world, person, hours, day - toolDay(days), place);
    }
    requests(world, day, sessions);
    serviceDay(world, day);
    for (const { plan, plant } of today) plan.deed(day, sessions, plant);
    for (const { plan } of today) end(plan);
    for (const log of logs) {
      for (const bytes of log.release(calendar.start[day + 1]!)) yield { file: log.file, bytes };
    }
  }
  for (const log of logs) yield { file: log.file, bytes: log.finish() };
  return plans.map(({ kind, title, story, people, days: planned }, i) => ({
    kind,
    title,
    story,
    actors: people.map(({ account }) => names.accounts.names[account]!),
    days: planned.map((day) => calendar.dates[day]!),
    actionIds: ids[i]!,
  }));
}

function begin({ people, part, exchanged }: Plan, plant: number): void {
  for (const person of people) {
    person.part = part;
    if (exchanged) person.plant = plant;
  }
  if (exchanged) exchange(people[0]!, people[1]!);
}

function end({ people, exchanged }: Plan): void {
  for (const person of people) {
    person.part = 1;
    person.plant = 0;
  }
  if (exchanged) exchange(people[0]!, people[1]!);
}

function exchange(one: Session["person"], other: Session["person"]): void {
  const account = one.account;
  one.account = other.account;
  other.account = account;
}
