import { between, gammaFactor, poisson, waiting } from "./draws.ts";
import { drive, drives, handOver, usualDocument } from "./drive.ts";
import { mails } from "./mail.ts";
import { type Person, teamOn } from "./people.ts";
import { type Hours, moment, type Place } from "./places.ts";
import { files, touch, usualFolder } from "./shares.ts";
import { teams } from "./teams.ts";
import { directoryAction, driveAction, fileAction, type World } from "./world.ts";

/** One day of somebody's office work: sign-ins, and bouts of mail, files and the cloud drive, as the team does them. */
export function workDay(world: World, person: Person, day: number, hours: Hours, place: Place): void {
  const { random } = world;
  const team = teams[teamOn(person, day)]!;
  const length = Math.min(1, (hours.to - hours.from) / 28_800);
  const load = person.part * length * person.pace * world.effect[day]! * gammaFactor(random, 6);
  const lunch = hours.from + (hours.to - hours.from) * (0.4 + 0.15 * random());
  signIns(world, person, hours, lunch, place, load);
  const bouts = poisson(random, 1 + (load * (team.mail + team.files + team.drive)) / 9);
  const scale = load / Math.max(1, bouts);
  const mood = { mail: gammaFactor(random, 8), files: gammaFactor(random, 3), drive: gammaFactor(random, 4) };
  for (let bout = 0; bout < bouts; bout++) {
    const at = moment(random, hours, lunch);
    mails(world, person, day, at, place, team.mail * scale * mood.mail);
    files(world, person, day, at + waiting(random, 120), place, team.files * scale * mood.files);
    drive(world, person, day, at + waiting(random, 240), place, team.drive * scale * mood.drive);
  }
  const exports = poisson(random, team.exports * load * gammaFactor(random, 1.5));
  for (let i = 0; i < exports; i++) handOver(world, person, day, moment(random, hours, lunch), place);
  if (random() < 0.012) bulk(world, person, day, moment(random, hours, lunch), place);
}

function signIns(world: World, person: Person, hours: Hours, lunch: number, place: Place, load: number): void {
  const { random, logs } = world;
  const write = (at: number, action: number, host: number): void =>
    logs.directory.add(
      at,
      person.plant,
      person.account,
      action,
      host,
      -1,
      -1,
      place.network,
      place.country,
      place.device,
    );
  const start = hours.from;
  if (place.remote) {
    write(start - between(random, 5, 60), directoryAction["VPN.Connect"], 4);
    if (random() < 0.8) write(start - between(random, 1, 4), directoryAction["MFA.Challenge"], 0);
  }
  for (let i = random() < 0.16 ? between(random, 1, 3) : 0; i > 0; i--) {
    write(start - 10 * i + between(random, 0, 8), directoryAction["Logon.Failed"], person.host);
  }
  write(start, directoryAction.Logon, person.host);
  if (random() < 0.02) write(start + between(random, 60, 900), directoryAction["Password.Change"], 0);
  const apps = poisson(random, 6 * Math.sqrt(load));
  for (let i = 0; i < apps; i++) {
    const at = i < 2 ? start + waiting(random, 300) : moment(random, hours, lunch);
    write(at, directoryAction["App.SignIn"], between(random, 2, 7));
  }
  const breaks = poisson(random, 2);
  for (let i = 0; i <= breaks; i++) {
    const at = i === 0 ? lunch : moment(random, hours, lunch);
    write(at, directoryAction["Screen.Lock"], person.host);
    const back = at + (i === 0 ? between(random, 1500, 3300) : waiting(random, 500));
    write(back, directoryAction["Screen.Unlock"], person.host);
  }
  write(hours.to, directoryAction.Logoff, person.host);
  if (place.remote) write(hours.to + between(random, 5, 90), directoryAction["VPN.Disconnect"], 4);
}

/** An honest bulk: a handover, a new computer, a campaign: many downloads or copies of one's own things at once. */
function bulk(world: World, person: Person, day: number, start: number, place: Place): void {
  const { random } = world;
  const team = teamOn(person, day);
  let at = start;
  const toDrive = random() < 0.6;
  for (let i = between(random, 20, 90); i > 0; i--) {
    at += waiting(random, 30);
    if (toDrive) {
      const action = random() < 0.9 ? driveAction["Drive.Download"] : driveAction["Drive.Export"];
      drives(world, person, at, place, action, usualDocument(world, person, team), team);
    } else touch(world, person, at, place, fileAction["File.Copy"], usualFolder(world, person, day));
  }
}
