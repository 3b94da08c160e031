import { randomInt, shuffle } from "../lib/random.ts";
import type { Desk } from "./desk.ts";
import type { Person } from "./people.ts";
import type { Session } from "./places.ts";
import type { World } from "./world.ts";

/** The kinds of insiders that are planted. */
export type InsiderKind =
  | "customer browsing"
  | "data hoarding"
  | "account takeover"
  | "swapped ids"
  | "snooping"
  | "leaver"
  | "refund fraud"
  | "privilege misuse"
  | "shared credentials";

/** A planted insider, as the panel tells it: accounts, local days (ISO), and the `event_id` of every planted event. */
export interface PlantedInsider {
  readonly kind: InsiderKind;
  readonly title: string;
  readonly actors: readonly string[];
  readonly days: readonly string[];
  readonly story: string;
  readonly actionIds: readonly string[];
}

/** What somebody is planted to do: who, on which days, how much of the usual work remains, and the deed itself. */
export interface Plan {
  readonly kind: InsiderKind;
  readonly title: string;
  readonly story: string;
  readonly people: readonly Person[];
  readonly days: readonly number[];
  /** Part of the usual work that is still done on those days. */
  readonly part: number;
  /** The ids of both people are exchanged on those days, and all that they do is planted. */
  readonly exchanged?: true;
  deed(day: number, sessions: readonly Session[], plant: number): void;
}

/** What plans are made with; `taken` holds the people who have one. */
export interface Stage {
  readonly world: World;
  readonly desk: Desk;
  readonly taken: Set<Person>;
}

/** Somebody who fits, has no plan yet, has been there since the first day, and is present on so many of the last days. */
export function pick(
  { world, taken }: Stage,
  {
    fits,
    count,
    within,
  }: { readonly fits: (person: Person) => boolean; readonly count: number; readonly within: number },
): { readonly person: Person; readonly days: readonly number[] } {
  const { days, free } = world.calendar;
  const candidates = shuffle([...world.people], world.random);
  for (const person of candidates) {
    if (taken.has(person) || person.nextTeam >= 0 || person.away[0] === 3 || person.away[days - 1] === 3) continue;
    if (!fits(person)) continue;
    const there: number[] = [];
    for (let day = days - within; day < days; day++) {
      if (person.present[day] && (person.shift >= 0 || !free[day])) there.push(day);
    }
    if (there.length < count) continue;
    while (there.length > count) there.splice(randomInt(world.random, there.length), 1);
    taken.add(person);
    return { person, days: there };
  }
  throw new Error("Too few people for the planted insiders.");
}

/** The session of somebody on a day that they are known to be present. */
export function sessionOf(sessions: readonly Session[], person: Person): Session {
  const session = sessions.find((one) => one.person === person);
  if (!session) throw new Error("A planted insider is absent on a day of the plan.");
  return session;
}

/** The same session with its events planted: for the deed alone. */
export const deedOf = (session: Session, plant: number): Session => ({
  ...session,
  person: { ...session.person, plant },
});
