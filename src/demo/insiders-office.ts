import { randomInt } from "../lib/random.ts";
import { between, clock, waiting } from "./draws.ts";
import { drives } from "./drive.ts";
import { administer, groups } from "./helpdesk.ts";
import { deedOf, type Plan, pick, type Stage, sessionOf } from "./insider.ts";
import { mail, privateAddress } from "./mail.ts";
import { workDay } from "./office.ts";
import { type Person, roamingNetwork } from "./people.ts";
import { touch } from "./shares.ts";
import { teamNamed, teams } from "./teams.ts";
import { directoryAction, driveAction, fileAction } from "./world.ts";

const inTeam =
  (...names: string[]) =>
  ({ team }: Person): boolean =>
    names.some((name) => team === teamNamed(name));

/** Documents downloaded by the dozen in office hours. */
export function hoarder(stage: Stage): Plan {
  const { world } = stage;
  const { random } = world;
  const { person, days } = pick(stage, { fits: inTeam("engineering"), count: 3, within: 7 });
  const first = world.documentStart[person.team]!;
  return {
    kind: "data hoarding",
    title: "The whole library, a third a day",
    story:
      "An engineer downloads and exports the team's documents one after the other, in office hours, most of them never opened before.",
    people: [person],
    days,
    part: 0.75,
    deed(day, sessions, plant) {
      const { person: actor, hours, place } = deedOf(sessionOf(sessions, person), plant);
      const count = between(random, 60, 80);
      const pause = (hours.to - hours.from) / (count + 12);
      let at = hours.from + 900;
      for (let i = 0; i < count; i++) {
        at += waiting(random, pause * 0.9);
        const document =
          first + ((days.indexOf(day) * 180 + 2 * i + randomInt(random, 3)) % teams[person.team]!.documents);
        const action = random() < 0.88 ? driveAction["Drive.Download"] : driveAction["Drive.Export"];
        drives(world, actor, at, place, action, document, person.team);
      }
    },
  };
}

/** A stranger with other habits under a known id. */
export function takeover(stage: Stage): Plan {
  const { world } = stage;
  const { person, days } = pick(stage, { fits: inTeam("finance"), count: 2, within: 6 });
  const model = world.people.find(inTeam("sales"))!;
  const host = world.names.hosts.code("ws-9104");
  const place = {
    network: world.names.networks.code(roamingNetwork(world.random)),
    country: world.names.countries.code("NL"),
    device: world.names.devices.code("LT-6218"),
    remote: true,
  };
  return {
    kind: "account takeover",
    title: "Same id, other habits",
    story:
      "From a network and a computer never seen before, somebody uses the id of a person in finance for two days, in a quite different manner, beside the owner.",
    people: [person],
    days,
    part: 0.5,
    deed(day, sessions, plant) {
      const { hours } = sessionOf(sessions, person);
      const stranger = { ...model, account: person.account, plant, part: 0.45, phone: place.device, host };
      workDay(world, stranger, day, { from: hours.from + 2400, to: hours.to + 1800 }, place);
    },
  };
}

/** Two people's ids exchanged for the last days. */
export function swapped(stage: Stage): Plan {
  const one = pick(stage, { fits: inTeam("engineering"), count: 4, within: 6 });
  const other = pick(stage, {
    fits: (person) => inTeam("marketing", "sales")(person) && one.days.every((day) => person.present[day] === 1),
    count: 1,
    within: 6,
  });
  return {
    kind: "swapped ids",
    title: "Two ids changed hands",
    story:
      "Everything that one of them does is logged under the other's id: each looks like a colleague, and neither like oneself.",
    people: [one.person, other.person],
    days: one.days,
    part: 1,
    exchanged: true,
    deed() {},
  };
}

/** Another team's folders, a few at a time. */
export function snoop(stage: Stage): Plan {
  const { world } = stage;
  const { random } = world;
  const { person, days } = pick(stage, { fits: inTeam("marketing", "engineering"), count: 4, within: 7 });
  const shares = ["people", "legal"].map(teamNamed);
  return {
    kind: "snooping",
    title: "Reading what concerns other teams",
    story:
      "Every day a handful of files in the folders of personnel and legal is read by somebody from neither team: never more than is usual, only elsewhere.",
    people: [person],
    days,
    part: 0.95,
    deed(_day, sessions, plant) {
      const { person: actor, hours, place } = deedOf(sessionOf(sessions, person), plant);
      let at = hours.from + Math.floor((hours.to - hours.from) * 0.6 * random());
      for (let i = between(random, 5, 8); i > 0; i--) {
        const share = shares[randomInt(random, shares.length)]!;
        const folder = world.folderStart[share]! + randomInt(random, teams[share]!.folders);
        at += waiting(random, 500);
        touch(world, actor, at, place, fileAction["File.Read"], { share, folder });
      }
    },
  };
}

/** Attachments to a private address, more every day. */
export function leaver(stage: Stage): Plan {
  const { world } = stage;
  const { random } = world;
  const { person, days } = pick(stage, { fits: inTeam("sales"), count: 7, within: 14 });
  return {
    kind: "leaver",
    title: "Leaving, with luggage",
    story:
      "Somebody in sales who has given notice sends attachments to a private address, one more or two every day, after opening the documents they came from.",
    people: [person],
    days,
    part: 0.85,
    deed(day, sessions, plant) {
      const { person: actor, hours, place } = deedOf(sessionOf(sessions, person), plant);
      const how = { sends: true, outside: true, attached: true, whom: privateAddress(world, person) };
      const first = world.documentStart[person.team]!;
      for (let i = 1 + Math.round(1.4 * days.indexOf(day)); i > 0; i--) {
        const at = hours.from + Math.floor((hours.to - hours.from) * random());
        const document = first + randomInt(random, teams[person.team]!.documents);
        if (random() < 0.4) drives(world, actor, at, place, driveAction["Drive.Download"], document, person.team);
        mail(world, actor, at + waiting(random, 200), place, how);
      }
    },
  };
}

/** An administrator who helps himself. */
export function misuse(stage: Stage): Plan {
  const { world } = stage;
  const { random } = world;
  const { person, days } = pick(stage, { fits: inTeam("it"), count: 2, within: 7 });
  const chiefs = world.people.filter(inTeam("management"));
  const management = teamNamed("management");
  return {
    kind: "privilege misuse",
    title: "The administrator's own errand",
    story:
      "Without any request, an administrator joins a privileged group, resets a manager's password, signs in at that manager's computer and reads the management's folders; then leaves the group.",
    people: [person],
    days,
    part: 0.9,
    deed(_day, sessions, plant) {
      const session = deedOf(sessionOf(sessions, person), plant);
      const { person: actor, hours, place } = session;
      const chief = chiefs[randomInt(random, chiefs.length)]!;
      const own = world.names.accounts.names[actor.account]!;
      const target = world.names.accounts.names[chief.account]!;
      const at = hours.from + Math.floor((hours.to - hours.from) * (0.2 + 0.5 * random()));
      const next = clock(random, at);
      administer(world, session, at, directoryAction["Group.Add"], { target: own });
      administer(world, session, next(30), directoryAction["Group.Add"], { target: groups.at(-1)! });
      administer(world, session, next(300), directoryAction["Password.Reset"], { target });
      administer(world, session, next(120), directoryAction.Logon, { host: chief.host });
      for (let i = between(random, 4, 7); i > 0; i--) {
        const folder = world.folderStart[management]! + randomInt(random, teams[management]!.folders);
        touch(world, actor, next(100), place, fileAction["File.Read"], { share: management, folder });
      }
      administer(world, session, next(200), directoryAction["Group.Remove"], { target: groups.at(-1)! });
    },
  };
}
