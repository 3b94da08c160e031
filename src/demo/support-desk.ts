import { randomInt, seededRandom } from "../lib/random.ts";
import { demoCalendar } from "./calendar.ts";
import { workShift } from "./cases.ts";
import { openDesk } from "./desk.ts";
import { between, gammaFactor } from "./draws.ts";
import type { DemoChunk } from "./generate.ts";
import { agentOf, browse, fakeRefund } from "./insiders-desk.ts";
import { hire, type Person } from "./people.ts";
import { hoursOf, placeOf, type Session } from "./places.ts";
import { portalName } from "./services.ts";
import { teamNamed } from "./teams.ts";
import { dayEffects, demoLogs, demoNames, deskAction, teamStarts, type World } from "./world.ts";

/** Roots (look-ups and refunds) of an agent in a week at a load of 1, measured over seeds. */
const rootsAtLoadOne = 58;
/** Bad roots of a bad shift, on average. */
const badAShift = 8.8;
const scoredDays = 7;
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

/**
 * Generates `support_desk.csv` alone, at any scale, with bad roots by many agents in the last seven days; returns the `event_id` of
 * every bad root. Read it by `demoMappings["support_desk.csv"]`.
 */
export function* demoSupportDesk({
  agents = 3100,
  rootsPerWeek = 95_000,
  badShare = 0.015,
  days = 21,
  seed = 7,
  start = "2025-08-04",
}: SupportDeskOptions = {}): Generator<DemoChunk, readonly string[]> {
  const calendar = demoCalendar({ start, days });
  const names = demoNames();
  const random = seededRandom(seed);
  const support = teamNamed("support");
  const bad: string[] = [];
  const { desk: log } = demoLogs(calendar, names, (_plant, id, action) => {
    if (roots.includes(action)) bad.push(id);
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
  const load = rootsPerWeek / (agents * rootsAtLoadOne);
  const badShifts = (badShare * rootsPerWeek) / badAShift / scoredDays;
  for (let day = 0; day < days; day++) {
    const sessions = world.people
      .filter(({ present }) => present[day] === 1)
      .map((person): Session => ({ person, hours: hoursOf(world, person, day), place: placeOf(person, day) }));
    const culprits = new Set<Person>();
    const wanted = day < days - scoredDays ? 0 : Math.round(badShifts * gammaFactor(random, 20));
    while (culprits.size < Math.min(wanted, sessions.length)) {
      culprits.add(sessions[randomInt(random, sessions.length)]!.person);
    }
    for (const session of sessions) {
      const { person, hours } = session;
      const part = culprits.has(person) ? 0.75 : 1;
      workShift(desk, agentOf(session), hours.from, hours.to, part * load * person.pace * world.effect[day]!);
      if (culprits.has(person)) misbehave(desk, { ...agentOf(session), plant: 1 }, hours);
    }
    for (const bytes of log.release(calendar.start[day + 1]!)) yield { file: log.file, bytes };
  }
  yield { file: log.file, bytes: log.finish() };
  return bad;
}

/** One bad shift: strangers looked up thinly or in one burst, or a few refunds. */
function misbehave(
  desk: Parameters<typeof browse>[0],
  agent: Parameters<typeof browse>[1],
  hours: Session["hours"],
): void {
  const { random } = desk;
  const moment = (): number => hours.from + Math.floor((hours.to - hours.from) * (0.05 + 0.85 * random()));
  const kind = random();
  if (kind < 0.65) browse(desk, agent, hours, { count: between(random, 5, 11), pause: null });
  else if (kind < 0.85) {
    browse(desk, agent, { from: moment(), to: 0 }, { count: between(random, 5, 11), pause: between(random, 60, 300) });
  } else {
    for (let i = between(random, 2, 5); i > 0; i--)
      fakeRefund(desk, agent, moment(), randomInt(random, desk.customers));
  }
}
