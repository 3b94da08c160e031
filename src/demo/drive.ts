import { randomInt } from "../lib/random.ts";
import { about, clock, gammaFactor, poisson, skewed, waiting } from "./draws.ts";
import { type Person, teamOn } from "./people.ts";
import { type Hours, moment, type Place } from "./places.ts";
import { teams } from "./teams.ts";
import { driveAction, type World } from "./world.ts";

/** A document of a team that a person is likely to open. */
export function usualDocument(world: World, person: Person, team: number): number {
  const count = teams[team]!.documents;
  return world.documentStart[team]! + ((Math.floor(person.taste * count) + skewed(world.random, count)) % count);
}

/** A bout of work on the cloud drive with about so many events. */
export function drive(world: World, person: Person, day: number, start: number, place: Place, mean: number): void {
  const { random } = world;
  const team = random() < 0.06 ? randomInt(random, teams.length) : teamOn(person, day);
  let at = start;
  let document = usualDocument(world, person, team);
  for (let i = about(random, mean); i > 0; i--) {
    at += waiting(random, 45);
    if (random() < 0.35) document = usualDocument(world, person, team);
    const kind = random();
    const action =
      kind < 0.56
        ? driveAction["Drive.View"]
        : kind < 0.76
          ? driveAction["Drive.Edit"]
          : kind < 0.83
            ? driveAction["Drive.Upload"]
            : kind < 0.91
              ? driveAction["Drive.Download"]
              : kind < 0.96
                ? driveAction["Drive.Share.Internal"]
                : driveAction["Drive.Comment"];
    drives(world, person, at, place, action, document, team);
  }
}

/** Writes one event of the cloud drive. */
export function drives(
  world: World,
  person: Person,
  at: number,
  place: Place,
  action: number,
  document: number,
  library: number,
): void {
  const bytes = Math.round(400_000 * gammaFactor(world.random, 0.6)) + 100;
  const { network, country, device } = place;
  world.logs.drive.add(at, person.plant, person.account, action, document, library, bytes, network, country, device);
}

/** Opens a document, works on it, and exports it or shares it with a partner. */
export function handOver(world: World, person: Person, day: number, start: number, place: Place): void {
  const { random } = world;
  const team = teamOn(person, day);
  const document = usualDocument(world, person, team);
  const later = clock(random, start);
  if (random() < 0.9) drives(world, person, start, place, driveAction["Drive.View"], document, team);
  if (random() < 0.5) drives(world, person, later(400), place, driveAction["Drive.Edit"], document, team);
  const action = random() < 0.55 ? driveAction["Drive.Export"] : driveAction["Drive.Share.External"];
  drives(world, person, later(200), place, action, document, team);
}

/** The new tool: some questions to the assistant, more when it is new. */
export function askAssistant(world: World, person: Person, hours: Hours, since: number, place: Place): void {
  const { random } = world;
  const count = 1 + poisson(random, since < 3 ? 5 : 2 * person.pace);
  for (let i = 0; i < count; i++) {
    drives(world, person, moment(random, hours, hours.from), place, driveAction["Assistant.Ask"], -1, -1);
  }
}
