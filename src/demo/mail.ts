import { randomInt } from "../lib/random.ts";
import { about, gammaFactor, skewed, waiting } from "./draws.ts";
import { type Person, teamOn } from "./people.ts";
import type { Place } from "./places.ts";
import { teams } from "./teams.ts";
import { mailAction, mailDirection, type World } from "./world.ts";

/** A bout of mail with about so many sent and received. */
export function mails(world: World, person: Person, day: number, start: number, place: Place, mean: number): void {
  const { random } = world;
  const team = teams[teamOn(person, day)]!;
  let at = start;
  for (let i = about(random, mean); i > 0; i--) {
    at += waiting(random, 70);
    const sends = random() < 0.38;
    const outside = random() < team.external;
    const attached = random() < team.attached * (outside ? 1 : 0.6);
    const whom = outside
      ? partner(world, person)
      : world.names.correspondents.code(
          `${teams[random() < 0.6 ? teamOn(person, day) : randomInt(random, teams.length)]!.name}.example`,
        );
    mail(world, person, at, place, { sends, outside, attached, whom });
  }
}

/** Writes one mail of a person. */
export function mail(
  world: World,
  person: Person,
  at: number,
  place: Place,
  how: { readonly sends: boolean; readonly outside: boolean; readonly attached: boolean; readonly whom: number },
): void {
  const action = mailAction[how.sends ? "Mail.Send" : "Mail.Receive"];
  const direction = mailDirection[how.outside ? "external" : "internal"];
  const bytes = Math.round((how.attached ? 900_000 : 9000) * gammaFactor(world.random, 0.8)) + 600;
  const { network, device } = place;
  const from = world.random() < 0.15 ? person.phone : device;
  const attachment = how.attached ? 0 : -1;
  world.logs.mail.add(at, person.plant, person.account, action, direction, attachment, how.whom, bytes, network, from);
}

/** A company outside that a person deals with; now and then a private address. */
function partner(world: World, person: Person): number {
  const { random } = world;
  if (random() < 0.03) return privateAddress(world, person);
  const offset = Math.floor(person.taste * 160);
  const company = random() < 0.8 ? offset + skewed(random, 30) : randomInt(random, 240);
  return world.names.correspondents.code(`partner${String((company % 240) + 1).padStart(3, "0")}.example`);
}

/** The mail provider of a person's private address. */
export const privateAddress = (world: World, person: Person): number =>
  world.names.correspondents.code(`freemail${(person.index % 9) + 1}.example`);
