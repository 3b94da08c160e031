import { ints, texts } from "../db/columns.ts";
import { peerFit } from "../detectors/profile/peer-fit.ts";
import { isoDay } from "../features/calendar.ts";
import type { TenantFeatures } from "../features/cells.ts";
import type { GroupFit, TenantPage } from "./api/pages.ts";
import { dayGrid } from "./day-counts.ts";
import type { Detection } from "./detection.ts";
import { fill } from "./fill.ts";
import { fusedDays } from "./fused-days.ts";
import type { Tenant } from "./tenant.ts";
import typeDays from "./tenant-page-days.sql?raw";
import userDays from "./tenant-page-users.sql?raw";

/** The tenant's page: all of its days, and what detectors said of the scored ones. */
export async function tenantPageOf(tenant: Tenant, detections: readonly Detection[]): Promise<TenantPage> {
  const { db } = tenant;
  const local = tenant.local("e.ts");
  const users = await db.query(fill(userDays, { local }));
  const names = texts(await db.query("select name from types order by id"), "name");
  const counted = await db.query(fill(typeDays, { local }));
  const profile = detections.find((detection) => detection.profile);
  const groups = profile ? groupsOf(profile) : [];
  const fits = groups.flatMap(({ members }) => members.map(({ silhouette }) => silhouette));
  return {
    types: dayGrid(counted, { days: ints(users, "day"), nameOf: (code) => names[code]! }),
    users: ints(users, "n"),
    groups,
    silhouette: groups.length > 1 ? fits.reduce((sum, fit) => sum + fit, 0) / fits.length : null,
    alarms: alarmsOf(detections),
    history: detections[0] ? historyOf(detections[0].features) : [],
    sufficiency: profile?.profile?.sufficiency ?? [],
  };
}

/** Peer groups of a profile detection, the largest first, with the silhouettes of a sample of their users. */
function groupsOf({ features, profile, profileSettings }: Detection): GroupFit[] {
  if (!profile || !profileSettings) return [];
  const { peers } = profile;
  const to = features.calendar.scored.from;
  const fits = peerFit(features, peers, { from: Math.max(0, to - profileSettings.history), to });
  return peers.labels
    .map((label, g) => ({
      label,
      size: peers.size[g]!,
      members: fits
        .filter(({ group }) => group === g)
        .map(({ actor, silhouette }) => ({ actor: features.actors[actor]!, silhouette }))
        .sort((a, b) => b.silhouette - a.silhouette),
    }))
    .sort((a, b) => b.size - a.size);
}

/** By scored day, how many user-days were scored and how many are unusual. */
function alarmsOf(detections: readonly Detection[]): TenantPage["alarms"] {
  const calendar = detections[0]?.features.calendar;
  if (!calendar) return [];
  const { from, to } = calendar.scored;
  const { day, p } = fusedDays(detections);
  const counts = Array.from({ length: to - from + 1 }, () => ({ scored: 0, hundredth: 0, thousandth: 0 }));
  day.forEach((at, i) => {
    const one = counts[at - from];
    if (!one) return;
    one.scored++;
    if (p[i]! <= 0.01) one.hundredth++;
    if (p[i]! <= 0.001) one.thousandth++;
  });
  return counts.map((one, i) => ({ day: isoDay(calendar.days[from + i]!), ...one }));
}

/** Each user's number of active days before the scored ones, as far as the features reach; −1 for one who is not judged. */
function historyDaysBy({ calendar, channels, actors, ignored, firstSeen }: TenantFeatures): Int32Array {
  const { cells } = channels.find(({ kind }) => kind === "type")!;
  const { from } = calendar.scored;
  return Int32Array.from(actors, (_, actor) => {
    if (ignored[actor] || firstSeen[actor]! < 0) return -1;
    let n = 0;
    let last = -1;
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]! && cells.day[row]! < from; row++) {
      if (cells.day[row] !== last) n++;
      last = cells.day[row]!;
    }
    return n;
  });
}

/** Users by their number of active days before the scored ones. */
function historyOf(features: TenantFeatures): number[] {
  const active = historyDaysBy(features).filter((n) => n >= 0);
  const users = new Array<number>(1 + active.reduce((most, n) => Math.max(most, n), 0)).fill(0);
  for (const n of active) users[n]!++;
  return users;
}

/** Names of the users with so many active days before the scored ones, in order. */
export function usersWithHistory(features: TenantFeatures | undefined, days: number): string[] {
  if (!features) return [];
  const by = historyDaysBy(features);
  return features.actors.filter((_, actor) => by[actor] === days).sort();
}
