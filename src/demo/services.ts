import { randomInt } from "../lib/random.ts";
import { between, gammaFactor } from "./draws.ts";
import { teams } from "./teams.ts";
import { directoryAction, driveAction, fileAction, mailAction, mailDirection, type World } from "./world.ts";

/** The service accounts: regular as clocks, day and night. The portal, the ninth, is the support desk's. */
export const serviceNames = [
  "svc-backup",
  "svc-scan",
  "svc-monitor",
  "svc-mailer",
  "svc-sync",
  "svc-deploy",
  "svc-report",
] as const;

/** The account that creates the tickets of customers. */
export const portalName = "svc-portal";

/** One day of all service accounts. */
export function serviceDay(world: World, day: number): void {
  const { random, logs, names, calendar } = world;
  const account = (name: (typeof serviceNames)[number]): number => names.accounts.code(name);
  const network = names.networks.code("10.20.0.0/24");
  const server = names.devices.code("SRV-01");
  const midnight = calendar.start[day]!;
  const folders = world.folderStart[teams.length]!;

  for (let i = 0; i < 150; i++) {
    const folder = (day * 150 + i * 7) % folders;
    const share = shareOf(world, folder);
    const bytes = Math.round(2_000_000 * gammaFactor(random, 0.7));
    const at = midnight + 3600 + i * 60 + randomInt(random, 20);
    logs.files.add(at, 0, account("svc-backup"), fileAction["File.Copy"], share, folder, bytes, network, server);
  }
  for (let i = 0; i < 190; i++) {
    const folder = randomInt(random, folders);
    const bytes = Math.round(200_000 * gammaFactor(random, 0.5));
    const at = midnight + i * 450 + randomInt(random, 90);
    const share = shareOf(world, folder);
    logs.files.add(at, 0, account("svc-scan"), fileAction["File.Read"], share, folder, bytes, network, server);
  }
  for (let i = 0; i < 288; i++) {
    const at = midnight + i * 300 + randomInt(random, 4);
    logs.directory.add(at, 0, account("svc-monitor"), directoryAction.Logon, i % 8, -1, -1, network, 0, server);
  }
  for (let i = 0; i < 140; i++) {
    const whom = names.correspondents.code(`partner${String(1 + randomInt(random, 240)).padStart(3, "0")}.example`);
    const at = midnight + 8 * 3600 + i * 240 + randomInt(random, 60);
    const bytes = 4000 + randomInt(random, 900);
    const to = mailDirection.external;
    logs.mail.add(at, 0, account("svc-mailer"), mailAction["Mail.Send"], to, -1, whom, bytes, network, server);
  }
  for (let i = 0; i < 160; i++) {
    const team = i % teams.length;
    const document = world.documentStart[team]! + randomInt(random, teams[team]!.documents);
    const at = midnight + i * 540 + randomInt(random, 30);
    const bytes = Math.round(300_000 * gammaFactor(random, 0.6));
    const action = driveAction["Drive.Upload"];
    logs.drive.add(at, 0, account("svc-sync"), action, document, team, bytes, network, 0, server);
  }
  for (let i = calendar.free[day] ? 0 : between(random, 2, 6); i > 0; i--) {
    const at = midnight + between(random, 9 * 3600, 17 * 3600);
    logs.directory.add(at, 0, account("svc-deploy"), directoryAction.Logon, 4 + (i % 2), -1, -1, network, 0, server);
  }
  for (let i = 0; i < 6; i++) {
    const document = world.documentStart[3]! + i;
    const at = midnight + 6 * 3600 + i * 20 + randomInt(random, 5);
    const action = driveAction["Drive.Export"];
    logs.drive.add(
      at,
      0,
      account("svc-report"),
      action,
      document,
      3,
      250_000 + randomInt(random, 9000),
      network,
      0,
      server,
    );
  }
}

/** The share, by team, in which a folder lies. */
function shareOf({ folderStart }: World, folder: number): number {
  let share = 0;
  while (share < teams.length && folder >= folderStart[share + 1]!) share++;
  return share;
}
