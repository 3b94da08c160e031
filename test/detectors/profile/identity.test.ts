import { expect, test } from "vitest";
import { identityScores } from "../../../src/detectors/profile/identity.ts";
import { judgedDays, typeChannel } from "../../../src/detectors/profile/judged-days.ts";
import { identityChannels } from "../../../src/detectors/profile/sub-scores.ts";
import type { Channel } from "../../../src/features/cells.ts";
import { keptOthers } from "../../../src/gpu/identity.input.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { steadyTenant } from "../../support/tenant.ts";

const alpha = 5;

/** Σ log(1 + n) by key of one actor (or of all, −1) over the days [from, to). */
function sums({ cells }: Channel, actor: number, { from, to }: { from: number; to: number }) {
  const count = new Map<number, number>();
  let total = 0;
  for (let a = 0; a + 1 < cells.rowStart.length; a++)
    for (let row = cells.rowStart[a]!; row < cells.rowStart[a + 1]!; row++) {
      const day = cells.day[row]!;
      if ((actor >= 0 && a !== actor) || day < from || day >= to) continue;
      const n = Math.log1p(cells.n[row]!);
      count.set(cells.key[row]!, (count.get(cells.key[row]!) ?? 0) + n);
      total += n;
    }
  return { count, total };
}

/** The formula read literally: log P(v|w) = log (n_wv + α·p_t(v))/(n_w + α), the mean over the day's values, summed over channels. */
function likelihood(
  channels: readonly Channel[],
  day: { actor: number; day: number },
  w: number | null,
  window: { from: number; to: number },
): number {
  let sum = 0;
  for (const channel of channels) {
    const today = sums(channel, day.actor, { from: day.day, to: day.day + 1 });
    if (today.total === 0) continue;
    const all = sums(channel, -1, window);
    const own = w === null ? null : sums(channel, w, window);
    for (const [key, n] of today.count) {
      const share = ((all.count.get(key) ?? 0) + 0.5) / (all.total + 0.5 * (all.count.size + 1));
      const p = own ? ((own.count.get(key) ?? 0) + alpha * share) / (own.total + alpha) : share;
      sum += (n / today.total) * Math.log(p);
    }
  }
  return sum;
}

test("agrees with the formula read literally, on scored days and on the null", async () => {
  const features = steadyTenant({ actors: 14, days: 46, scored: 3, seed: 12 });
  const judged = judgedDays(features, 20);
  const channels = identityChannels(features);
  expect(channels.map(({ name }) => name)).toEqual([
    "type",
    "attribute:network",
    "entity-value:customer",
    "hour-of-week",
  ]);
  const found = await identityScores(channels, judged, {
    typeCells: typeChannel(features).cells,
    firstSeen: features.firstSeen,
    group: new Int32Array(14),
    alpha,
    job: quietJob(),
  });
  const items = Array.from({ length: judged.length }, (_, i) => i).filter((i) => judged.established[i]);
  const some = [
    ...items.filter((i) => !judged.isNull[i]).slice(0, 12),
    ...items.filter((i) => judged.isNull[i]).slice(0, 8),
  ];
  expect(some).toHaveLength(20);
  for (const i of some) {
    const day = { actor: judged.actor[i]!, day: judged.day[i]! };
    const window = judged.blocks[judged.block[i]!]!;
    const own = likelihood(channels, day, day.actor, window);
    expect(found.tenant[i]).toBeCloseTo(likelihood(channels, day, null, window) - own, 6);
    const gains = features.actors
      .flatMap((_, w) => (w === day.actor ? [] : [likelihood(channels, day, w, window) - own]))
      .sort((a, b) => b - a);
    expect(found.other[i]).toBeCloseTo(gains[0]!, 4);
    expect(found.others[i]).toBeCloseTo(gains[Math.floor(gains.length / 10)]!, 4);
    expect(found.gain[i * keptOthers]! * channels.length).toBeCloseTo(found.other[i]!, 4);
    expect(found.gain[i * keptOthers]!).toBeGreaterThanOrEqual(found.gain[i * keptOthers + 1]!);
  }
});
