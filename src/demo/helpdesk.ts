import { randomInt } from "../lib/random.ts";
import { between, poisson, waiting } from "./draws.ts";
import { moment, type Session } from "./places.ts";
import { teamNamed } from "./teams.ts";
import { directoryAction, type World } from "./world.ts";

const it = teamNamed("it");

/** The groups that somebody can be added to. */
export const groups: readonly string[] = [
  "grp-vpn",
  "grp-projects",
  "grp-drive-external",
  "grp-reporting",
  "grp-finance-read",
  "grp-payroll-admins",
];

/** Writes one event of an administrator: on whom or what, under which request (−1 for none). */
export function administer(
  world: World,
  { person, place }: Session,
  at: number,
  action: number,
  { target, request = -1, host = 0 }: { readonly target?: string; readonly request?: number; readonly host?: number },
): void {
  const { network, country, device } = place;
  const code = target === undefined ? -1 : world.names.targets.code(target);
  world.logs.directory.add(at, person.plant, person.account, action, host, code, request, network, country, device);
}

/** A day of IT requests: somebody asks, and within the hour an administrator resets, unlocks, adds or removes. */
export function requests(world: World, day: number, sessions: readonly Session[]): void {
  const { random } = world;
  const admins = sessions.filter(({ person }) => person.team === it);
  if (admins.length === 0) return;
  for (let i = poisson(random, sessions.length * 0.09 * world.effect[day]!); i > 0; i--) {
    const admin = admins[randomInt(random, admins.length)]!;
    const asking = sessions[randomInt(random, sessions.length)]!;
    const request = ++world.request;
    const account = world.names.accounts.names[asking.person.account]!;
    let at = moment(random, admin.hours, admin.hours.from);
    const asked = Math.max(world.calendar.start[day]!, at - waiting(random, 1500));
    administer(world, asking, asked, directoryAction["Request.Open"], { target: account, request });
    const named = random() < 0.6 ? request : -1;
    const kind = random();
    if (random() < 0.3)
      administer(world, admin, at - between(random, 20, 300), directoryAction.Logon, { host: asking.person.host });
    if (kind < 0.4)
      administer(world, admin, at, directoryAction["Password.Reset"], { target: account, request: named });
    else if (kind < 0.65) {
      administer(world, admin, at, directoryAction["Account.Unlock"], { target: account, request: named });
    } else {
      const adds = kind < 0.9;
      const target = adds && random() < 0.5 ? account : groups[randomInt(random, groups.length)]!;
      const action = directoryAction[adds ? "Group.Add" : "Group.Remove"];
      for (let n = between(random, 1, 3); n > 0; n--) {
        at += between(random, 4, 40);
        administer(world, admin, at, action, { target, request: named });
      }
    }
    if (random() < 0.9) {
      const done = at + waiting(random, 200);
      administer(world, admin, done, directoryAction["Request.Close"], { target: account, request });
    }
  }
}
