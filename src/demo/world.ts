import { type Random, seededRandom } from "../lib/random.ts";
import type { DemoCalendar } from "./calendar.ts";
import { gammaFactor } from "./draws.ts";
import { EventLog } from "./eventlog.ts";
import { type Names, type Person, projectFolders } from "./people.ts";
import { teams } from "./teams.ts";
import { Texts } from "./texts.ts";

/** Gives each of the texts its index as a code. */
function codes<T extends string>(...texts: T[]): Readonly<Record<T, number>> {
  return Object.fromEntries(texts.map((text, i) => [text, i])) as Record<T, number>;
}

export const directoryAction = codes(
  "Logon",
  "Logoff",
  "Logon.Failed",
  "Screen.Lock",
  "Screen.Unlock",
  "VPN.Connect",
  "VPN.Disconnect",
  "MFA.Challenge",
  "App.SignIn",
  "Request.Open",
  "Request.Close",
  "Password.Reset",
  "Password.Change",
  "Account.Unlock",
  "Group.Add",
  "Group.Remove",
);
export const fileAction = codes(
  "File.Read",
  "File.Write",
  "File.Create",
  "File.Copy",
  "File.Delete",
  "File.Rename",
  "File.Permission",
);
export const driveAction = codes(
  "Drive.View",
  "Drive.Edit",
  "Drive.Upload",
  "Drive.Download",
  "Drive.Share.Internal",
  "Drive.Share.External",
  "Drive.Export",
  "Drive.Comment",
  "Assistant.Ask",
);
export const mailAction = codes("Mail.Send", "Mail.Receive");
export const mailDirection = codes("internal", "external");
export const deskAction = codes(
  "Ticket.Create",
  "Ticket.Open",
  "Ticket.View",
  "Ticket.Reply",
  "Ticket.Escalate",
  "Ticket.Close",
  "KnowledgeBase.Search",
  "Phone.Call",
  "Quality.Review",
  "DataTool.Query",
  "Refund.Issue",
);

/** The five exports of the tenant. */
export interface Logs {
  readonly directory: EventLog;
  readonly files: EventLog;
  readonly mail: EventLog;
  readonly drive: EventLog;
  readonly desk: EventLog;
}

/** Everything that the days of the tenant are made from. */
export interface World {
  readonly calendar: DemoCalendar;
  readonly random: Random;
  readonly names: Names & { readonly targets: Texts; readonly correspondents: Texts };
  readonly logs: Logs;
  readonly people: readonly Person[];
  /** Index of the first folder and document of each team; the shared projects' folders come after the last team's. */
  readonly folderStart: readonly number[];
  readonly documentStart: readonly number[];
  /** How busy the whole company is on each day. */
  readonly effect: Float64Array;
  /** The next number of an IT request. */
  request: number;
}

/** The dictionaries, with the codes that the generator counts on. */
export function demoNames(): World["names"] {
  return {
    accounts: new Texts(),
    networks: new Texts(),
    countries: new Texts(["DE"]),
    devices: new Texts(),
    hosts: new Texts(["dc-1", "dc-2", "fs-1", "fs-2", "app-1", "app-2", "db-1", "mx-1"]),
    targets: new Texts(),
    correspondents: new Texts(),
  };
}

/** How busy the company is on each day: noise that all share. */
export function dayEffects(days: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: days }, () => gammaFactor(random, 60));
}

/** Running sums of a number of each team, the total last. */
export function teamStarts(size: "folders" | "documents"): number[] {
  const starts = [0];
  for (const team of teams) starts.push(starts.at(-1)! + team[size]);
  return starts;
}

/** The tenant's logs, empty; `marked` hears the ids of planted events. */
export function demoLogs(
  calendar: DemoCalendar,
  names: World["names"],
  marked: (plant: number, id: string, action: number) => void,
): Logs {
  const user = { name: "user", texts: names.accounts };
  const network = { name: "network", texts: names.networks };
  const country = { name: "country", texts: names.countries };
  const device = { name: "device", texts: names.devices };
  const folders = [
    ...teams.flatMap((team) => numbered(team.name, team.folders)),
    ...numbered("projects", projectFolders),
  ];
  const shares = new Texts([...teams.map((team) => team.name), "projects"]);
  const action = (known: Readonly<Record<string, number>>) => ({
    name: "action",
    texts: new Texts(Object.keys(known)),
  });
  const log = (file: string, idPrefix: string, columns: ConstructorParameters<typeof EventLog>[1]["columns"]) =>
    new EventLog(calendar, {
      file,
      idPrefix,
      columns,
      marked,
      spelling: file === "support_desk.csv" ? "day-first" : "iso",
    });
  return {
    directory: log("directory_logons.csv", "D", [
      user,
      action(directoryAction),
      { name: "host", texts: names.hosts },
      { name: "target", texts: names.targets },
      { name: "request", prefix: "REQ-", digits: 5 },
      network,
      country,
      device,
    ]),
    files: log("file_shares.csv", "F", [
      user,
      action(fileAction),
      { name: "share", texts: shares },
      { name: "folder", texts: new Texts(folders) },
      { name: "bytes", prefix: "", digits: 1 },
      network,
      device,
    ]),
    mail: log("mail.csv", "M", [
      user,
      action(mailAction),
      { name: "direction", texts: new Texts(Object.keys(mailDirection)) },
      { name: "attachment", texts: new Texts(["attachment"]) },
      { name: "correspondent", texts: names.correspondents },
      { name: "bytes", prefix: "", digits: 1 },
      network,
      device,
    ]),
    drive: log("cloud_drive.csv", "C", [
      user,
      action(driveAction),
      { name: "document", prefix: "doc-", digits: 5 },
      { name: "library", texts: shares },
      { name: "bytes", prefix: "", digits: 1 },
      network,
      country,
      device,
    ]),
    desk: log("support_desk.csv", "S", [
      { name: "agent", texts: names.accounts },
      action(deskAction),
      { name: "ticket", prefix: "T-", digits: 6 },
      { name: "customer", prefix: "C-", digits: 5 },
      { name: "amount", prefix: "", digits: 1 },
      network,
      device,
    ]),
  };
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}/${String(i + 1).padStart(3, "0")}`);
