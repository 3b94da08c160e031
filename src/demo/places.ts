import { type Random, randomNormal } from "../lib/random.ts";
import { between } from "./draws.ts";
import { deviceOn, type Person } from "./people.ts";
import type { World } from "./world.ts";

/** From when to when somebody works, seconds since base. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Where a session comes from: codes of network, country and device. */
export interface Place {
  readonly network: number;
  readonly country: number;
  readonly device: number;
  readonly remote: boolean;
}

/** The hours of a person on a day: three shifts that rotate by the week, or office hours, short on weekends. */
export function hoursOf(world: World, person: Person, day: number): Hours {
  const { random, calendar } = world;
  const midnight = calendar.start[day]!;
  if (person.shift >= 0) {
    const shift = (person.shift + Math.floor((day + calendar.weekday[0]!) / 7)) % 3;
    const from = midnight + [6, 13.5, 21.75][shift]! * 3600 + Math.round(300 * randomNormal(random));
    return { from, to: from + 8 * 3600 + between(random, -600, 1500) };
  }
  const from = midnight + Math.max(5 * 3600, person.startsAt + Math.round(1500 * randomNormal(random)));
  const hours = calendar.free[day] ? 1 + 2 * random() : Math.max(4, 8.4 + 0.9 * randomNormal(random));
  return { from, to: from + Math.round(hours * 3600) };
}

/** Where a person works from on a day. */
export const placeOf = (person: Person, day: number): Place => ({
  network: person.network[day]!,
  country: person.country[day]!,
  device: deviceOn(person, day),
  remote: person.remote[day] === 1,
});

/** A moment of the working hours, not at lunch. */
export function moment(random: Random, hours: Hours, lunch: number): number {
  const length = hours.to - hours.from;
  const at = hours.from + Math.floor(length * random());
  return at >= lunch && at < lunch + 2700 ? hours.from + Math.floor((lunch - hours.from) * random()) : at;
}

/** Somebody's day at work. */
export interface Session {
  readonly person: Person;
  readonly hours: Hours;
  readonly place: Place;
}
