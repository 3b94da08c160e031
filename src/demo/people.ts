import { type Random, randomInt, randomNormal } from "../lib/random.ts";
import type { DemoCalendar } from "./calendar.ts";
import { between, gammaFactor } from "./draws.ts";
import { personName } from "./names.ts";
import { teamNamed, teams } from "./teams.ts";
import type { Texts } from "./texts.ts";

/** The dictionaries that the exports of one tenant share. */
export interface Names {
  readonly accounts: Texts;
  readonly networks: Texts;
  readonly countries: Texts;
  readonly devices: Texts;
  readonly hosts: Texts;
}

/** Somebody with an account: who, where, when, and how busily. Networks, countries, devices and hosts are codes. */
export interface Person {
  readonly index: number;
  /** The account that this person's events bear: another's while two ids are swapped. */
  account: number;
  /** The planted insider that today's events belong to; 0 for none. */
  plant: number;
  /** Part of the usual work that is done today; 1 but for insiders who are busy otherwise. */
  part: number;
  readonly team: number;
  /** From `changesTeam` on, another team; −1 for those who stay. */
  readonly nextTeam: number;
  readonly changesTeam: number;
  /** 0, 1 or 2 for those who work in shifts, else −1. */
  readonly shift: number;
  readonly pace: number;
  /** Usual start of an office day, seconds after midnight. */
  readonly startsAt: number;
  readonly host: number;
  readonly device: number;
  readonly phone: number;
  /** From `newDeviceOn` on the computer is another one. */
  readonly nextDevice: number;
  readonly newDeviceOn: number;
  /** Each day: 1 at work, 0 not. */
  readonly present: Uint8Array;
  /** Each day: why a usual working day is no working day (1 vacation, 2 sick, 3 not employed), else 0. */
  readonly away: Uint8Array;
  /** Each day: where from. */
  readonly network: Int16Array;
  readonly country: Int16Array;
  readonly remote: Uint8Array;
  /** A shift of preferences, so that two of a team don't use the same folders most. */
  readonly taste: number;
  /** Project folders shared across teams. */
  readonly projects: readonly number[];
}

/** How many project folders there are for all teams together. */
export const projectFolders = 36;

const away = ["FR", "GB", "NL", "ES", "IT", "US", "CH", "SE"];

/** The team of a person on a day. */
export const teamOn = (person: Person, day: number): number =>
  person.nextTeam >= 0 && day >= person.changesTeam ? person.nextTeam : person.team;

/** The computer of a person on a day. */
export const deviceOn = (person: Person, day: number): number =>
  day >= person.newDeviceOn ? person.nextDevice : person.device;

/** Hires the staff: joiners, leavers, role changes, vacations, sickness, home office, journeys and new computers included. */
export function hirePeople(count: number, calendar: DemoCalendar, names: Names, random: Random): Person[] {
  const people: Person[] = [];
  let team = 0;
  let hired = 0;
  for (let index = 0; index < count; index++) {
    while (team < teams.length - 1 && index - hired >= Math.max(2, Math.round(teams[team]!.share * count))) {
      hired = index;
      team++;
    }
    people.push(hire(index, team, calendar, names, random));
  }
  return people;
}

/** Hires one person of a team for the days of the calendar. */
export function hire(index: number, team: number, calendar: DemoCalendar, names: Names, random: Random): Person {
  const { days } = calendar;
  const inShifts = team === teamNamed("support");
  const chance = random();
  const partOfTwoMonths = Math.min(1, days / 60);
  const joins = chance < 0.04 * partOfTwoMonths ? between(random, 1, Math.floor(days * 0.75)) : 0;
  const leaves =
    chance > 1 - 0.03 * partOfTwoMonths ? between(random, Math.ceil(days * 0.4), Math.floor(days * 0.85)) : days;
  const changes = chance > 0.5 && chance < 0.52;
  const out = absences(days, joins, leaves, random);
  const roster = randomInt(random, 7);
  const present = new Uint8Array(days);
  for (let day = 0; day < days; day++) {
    const weekendShift = (day + roster) % 7 > 4;
    const off = inShifts ? weekendShift : calendar.free[day] === 1 && random() > 0.035;
    present[day] = off || out[day] !== 0 ? 0 : 1;
  }
  const number = String(index + 1).padStart(4, "0");
  return {
    index,
    account: names.accounts.code(personName(index)),
    plant: 0,
    part: 1,
    team,
    nextTeam: changes && !inShifts ? (team % (teams.length - 1)) + 1 : -1,
    changesTeam: between(random, Math.floor(days * 0.25), Math.floor(days * 0.8)),
    shift: inShifts ? index % 3 : -1,
    pace: gammaFactor(random, 7),
    startsAt: Math.round((8.4 + 0.8 * randomNormal(random)) * 3600),
    host: names.hosts.code(`ws-${number}`),
    device: names.devices.code(`LT-${number}`),
    phone: names.devices.code(`PH-${number}`),
    nextDevice: names.devices.code(`LT-${String(5000 + index)}`),
    newDeviceOn: random() < 0.15 * partOfTwoMonths ? between(random, 1, days - 1) : days,
    present,
    away: out,
    ...places(days, team, names, random),
    taste: random(),
    projects: [randomInt(random, projectFolders), randomInt(random, projectFolders)],
  };
}

function absences(days: number, joins: number, leaves: number, random: Random): Uint8Array {
  const out = new Uint8Array(days);
  if (random() < 0.55 * Math.min(1, days / 60)) {
    const from = between(random, -8, days - 4);
    out.fill(1, Math.max(0, from), Math.max(0, from + between(random, 4, 16)));
  }
  for (let day = 0; day < days; day++) if (random() < 0.009) out.fill(2, day, day + between(random, 1, 4));
  out.fill(3, 0, joins);
  out.fill(3, leaves);
  return out;
}

function places(
  days: number,
  team: number,
  names: Names,
  random: Random,
): Pick<Person, "network" | "country" | "remote"> {
  const { networks, countries } = names;
  const homeCountry = countries.code(random() < 0.93 ? "DE" : (["AT", "PL", "CZ"][randomInt(random, 3)] ?? "AT"));
  const home = networks.code(`84.${between(random, 128, 131)}.${randomInt(random, 60)}.0/24`);
  const office = networks.code(`10.20.${1 + (team % 4)}.0/24`);
  const homeShare = random() < 0.25 ? 0.02 : 0.1 + 0.5 * random();
  const network = new Int16Array(days);
  const country = new Int16Array(days);
  const remote = new Uint8Array(days);
  for (let day = 0; day < days; day++) {
    remote[day] = random() < homeShare ? 1 : 0;
    network[day] = remote[day] ? home : office;
    country[day] = remote[day] ? homeCountry : countries.code("DE");
  }
  const journeys = random() < (team === teamNamed("support") ? 0.05 : 0.25) ? between(random, 1, 4) : 0;
  for (let j = 0; j < journeys; j++) {
    const from = randomInt(random, days);
    const to = from + between(random, 1, 4);
    country.fill(countries.code(away[randomInt(random, away.length)]!), from, to);
    network.fill(networks.code(roamingNetwork(random)), from, to);
    remote.fill(1, from, to);
  }
  return { network, country, remote };
}

/** A hotel's, a train's or a phone's network. */
export const roamingNetwork = (random: Random): string =>
  `${[80, 91, 178, 185, 193][randomInt(random, 5)]}.${between(random, 10, 60)}.${randomInt(random, 250)}.0/24`;
