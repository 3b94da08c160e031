import { randomInt } from "../lib/random.ts";
import { about, gammaFactor, skewed, waiting } from "./draws.ts";
import { type Person, projectFolders, teamOn } from "./people.ts";
import type { Place } from "./places.ts";
import { teams } from "./teams.ts";
import { fileAction, type World } from "./world.ts";

/** The folder that a person is likely to use, as codes of share and folder. */
export function usualFolder(world: World, person: Person, day: number): { share: number; folder: number } {
  const { random, folderStart } = world;
  if (random() < 0.12) {
    return { share: teams.length, folder: folderStart[teams.length]! + person.projects[randomInt(random, 2)]! };
  }
  if (random() < 0.015) {
    const project = folderStart[teams.length]! + randomInt(random, projectFolders);
    return { share: teams.length, folder: project };
  }
  const team = random() < 0.02 ? randomInt(random, teams.length) : teamOn(person, day);
  const count = teams[team]!.folders;
  return {
    share: team,
    folder: folderStart[team]! + ((Math.floor(person.taste * count) + skewed(random, count)) % count),
  };
}

/** A bout of work on the file shares with about so many events. */
export function files(world: World, person: Person, day: number, start: number, place: Place, mean: number): void {
  const { random } = world;
  let at = start;
  let where = usualFolder(world, person, day);
  for (let i = about(random, mean); i > 0; i--) {
    at += waiting(random, 25);
    if (random() < 0.2) where = usualFolder(world, person, day);
    const kind = random();
    const action =
      kind < 0.68
        ? fileAction["File.Read"]
        : kind < 0.87
          ? fileAction["File.Write"]
          : kind < 0.93
            ? fileAction["File.Create"]
            : kind < 0.96
              ? fileAction["File.Copy"]
              : kind < 0.98
                ? fileAction["File.Rename"]
                : kind < 0.9985
                  ? fileAction["File.Delete"]
                  : fileAction["File.Permission"];
    touch(world, person, at, place, action, where);
  }
}

/** Writes one event of a file share. */
export function touch(
  world: World,
  person: Person,
  at: number,
  place: Place,
  action: number,
  { share, folder }: { readonly share: number; readonly folder: number },
): void {
  const bytes = Math.round(180_000 * gammaFactor(world.random, 0.5)) + 40;
  world.logs.files.add(at, person.plant, person.account, action, share, folder, bytes, place.network, place.device);
}
