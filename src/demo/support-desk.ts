import { type Random, randomInt, seededRandom } from "../lib/random.ts";
import { demoCalendar } from "./calendar.ts";
import { type Agent, type Desk, openDesk, squadOf } from "./desk.ts";
import { type DeedKind, deedKinds, deedOf, drawDeed, stranger } from "./desk-deeds.ts";
import { type Aside, deskShift, type Floor } from "./desk-shift.ts";
import { between, gammaFactor, skewed } from "./draws.ts";
import type { DemoChunk } from "./generate.ts";
import { agentOf } from "./insiders-desk.ts";
import { hire } from "./people.ts";
import { type Hours, hoursOf, placeOf } from "./places.ts";
import { openServed } from "./served.ts";
import { portalName } from "./services.ts";
import { teamNamed } from "./teams.ts";
import { dayEffects, demoLogs, demoNames, deskAction, teamStarts, type World } from "./world.ts";

/** Roots (actions that look up or pay) of an agent in a week at a load of 1, measured over seeds. */
const rootsAtLoadOne = 66;
/** Bad roots of a bad shift, on average. */
const badAShift = 2.4;
const scoredDays = 7;
const celebrityCount = 12;
const roots: readonly number[] = [deskAction["DataTool.Query"], deskAction["Refund.Issue"]];

/** The scale of a support desk; the defaults are those of the Google seed's audit. */
export interface SupportDeskOptions {
  readonly agents?: number;
  /** Roots in the last seven days. */
  readonly rootsPerWeek?: number;
  /** Part of the last week's roots that is bad. */
  readonly badShare?: number;
  readonly days?: number;
  readonly seed?: number;
  readonly start?: string;
}

/** The log's id of a root that is bad, and how. */
export interface BadRoot {
  readonly id: string;
  readonly kind: DeedKind;
}

/**
 * Generates `support_desk.csv` alone, at any scale, a few MiB at a time, with bad roots by many agents in the last seven days; returns
 * every bad root, apart from the log. Read it by `demoMappings["support_desk.csv"]`.
 */
export function* demoSupportDesk({
  agents = 3100,
  rootsPerWeek = 95_000,
  badShare = 0.015,
  days = 21,
  seed = 7,
  start = "2025-08-04",
}: SupportDeskOptions = {}): Generator<DemoChunk, readonly BadRoot[]> {
  const calendar = demoCalendar({ start, days });
  const names = demoNames();
  const random = seededRandom(seed);
  const support = teamNamed("support");
  const bad: BadRoot[] = [];
  const { desk: log } = demoLogs(calendar, names, (plant, id, action) => {
    if (roots.includes(action)) bad.push({ id, kind: deedKinds[plant - 1]! });
  });
  const world: World = {
    calendar,
    random,
    names,
    logs: demoLogs(calendar, names, () => {}),
    people: Array.from({ length: agents }, (_, index) => hire(index, support, calendar, names, random)),
    folderStart: teamStarts("folders"),
    documentStart: teamStarts("documents"),
    effect: dayEffects(days, seed + 1),
    request: 0,
  };
  const network = names.networks.code("10.20.0.0/24");
  const device = names.devices.code("SRV-01");
  const desk = openDesk({
    log,
    random,
    agents,
    portal: { account: names.accounts.code(portalName), network, device },
  });
  const served = openServed(agents);
  const celebrities = Array.from({ length: celebrityCount }, () => skewed(random, desk.customers, 1.3));
  /** The customer whom the agent of a seat comes back to. */
  const stalked = new Map<number, number>();
  const stalkAgain = (floor: Floor, shift: Shift): Shift & { readonly asides?: readonly Aside[] } => {
    const customer = stalked.get(shift.agent.seat);
    if (customer === undefined || random() < 0.25) return shift;
    return { ...shift, asides: [deedOf(floor, plantOn(shift.agent, "stalked"), "stalked", [customer])] };
  };
  const load = rootsPerWeek / (agents * rootsAtLoadOne);
  const badShifts = (badShare * rootsPerWeek) / badAShift / scoredDays;
  for (let day = 0; day < days; day++) {
    const shifts = todaysShifts(world, day, load);
    const floor: Floor = { desk, served, shifts: bySquad(desk, shifts) };
    const wanted = day < days - scoredDays ? 0 : Math.round(badShifts * gammaFactor(random, 20));
    const culprits = drawCulprits(random, shifts, wanted);
    for (const shift of shifts) if (!culprits.has(shift)) deskShift(floor, shift.agent, stalkAgain(floor, shift));
    for (const shift of culprits) {
      const { agent } = shift;
      const kind = drawDeed(desk);
      const one = stranger(floor, agent, shift.hours.from + 3600 * between(random, 1, 6));
      if (kind === "stalked") stalked.set(agent.seat, one);
      const known = kind === "celebrity" ? celebrities : kind === "stalked" || random() < 0.6 ? [one] : [];
      const deeds = kind === "refund" || kind === "stalked" ? 1 : between(random, 1, 4);
      const asides = Array.from({ length: deeds }, () => deedOf(floor, plantOn(agent, kind), kind, known));
      deskShift(floor, agent, { ...shift, asides });
    }
    for (const bytes of log.release(calendar.start[day + 1]!)) yield { file: log.file, bytes };
  }
  yield { file: log.file, bytes: log.finish() };
  return bad;
}

const plantOn = (agent: Agent, kind: DeedKind): Agent => ({ ...agent, plant: deedKinds.indexOf(kind) + 1 });

interface Shift {
  readonly agent: Agent;
  readonly hours: Hours;
  readonly load: number;
}

const todaysShifts = (world: World, day: number, load: number): Shift[] =>
  world.people
    .filter(({ present }) => present[day] === 1)
    .map((person) => {
      const hours = hoursOf(world, person, day);
      return {
        agent: agentOf({ person, hours, place: placeOf(person, day) }),
        hours,
        load: load * person.pace * world.effect[day]! * gammaFactor(world.random, 6),
      };
    });

function bySquad(desk: Desk, shifts: readonly Shift[]): Shift[][] {
  const squads: Shift[][] = Array.from({ length: desk.squads }, () => []);
  for (const shift of shifts) squads[squadOf(desk, shift.agent)]!.push(shift);
  return squads;
}

/** Draws bad shifts in proportion to their work, as their roots are: so that how much an agent does tells nothing. */
function drawCulprits(random: Random, shifts: readonly Shift[], wanted: number): ReadonlySet<Shift> {
  const most = shifts.reduce((max, { load }) => Math.max(max, load), 0);
  const culprits = new Set<Shift>();
  while (culprits.size < Math.min(wanted, shifts.length)) {
    const shift = shifts[randomInt(random, shifts.length)]!;
    if (random() * most < shift.load) culprits.add(shift);
  }
  return culprits;
}
