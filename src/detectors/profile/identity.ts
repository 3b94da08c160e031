import type { Channel } from "../../features/cells.ts";
import { keptOthers } from "../../gpu/identity.input.ts";
import { breathe, type Job } from "../../lib/job.ts";
import { type Compared, candidateSets } from "./candidates.ts";
import { packIdentity, postingsOf } from "./identity-input.ts";
import { type IdentityBackends, identityRows } from "./identity-run.ts";
import type { JudgedDays } from "./judged-days.ts";

/** How each judged day reads as the user's own, as the tenant's, as somebody else's; NaN where the user has no history. Nats. */
export interface Identity {
  /** L(day | tenant) − L(day | user). */
  readonly tenant: Float64Array;
  /** The maximum, and the 90th percentile, over other users w of L(day | w) − L(day | user). */
  readonly other: Float64Array;
  readonly others: Float64Array;
  /** items × keptOthers: actors that a day resembles most, best first (−1: none), and by how many nats a value. */
  readonly resembles: Int32Array;
  readonly gain: Float32Array;
  /** Where it was computed. */
  readonly backend: string;
}

/** What identity needs beside the channels and the days. */
export interface IdentityOptions extends IdentityBackends {
  readonly typeCells: Channel["cells"];
  readonly firstSeen: Int32Array;
  /** Peer group of each actor. */
  readonly group: Int32Array;
  readonly alpha: number;
  readonly job: Job;
  readonly limits?: Compared;
}

/**
 * Scores each judged day of a user with any history as an identity (METHODS, 2): P(v|u) = (n_uv + α·p_t(v))/(n_u + α), a day's log-likelihood the
 * mean over its values (weighed as log(1 + n)), summed over channels.
 * @throws Cancelled
 */
export async function identityScores(
  channels: readonly Channel[],
  judged: JudgedDays,
  { typeCells, firstSeen, group, alpha, job, limits, ...backends }: IdentityOptions,
): Promise<Identity> {
  const nan = () => new Float64Array(judged.length).fill(Number.NaN);
  const out = {
    tenant: nan(),
    other: nan(),
    others: nan(),
    resembles: new Int32Array(judged.length * keptOthers).fill(-1),
    gain: new Float32Array(judged.length * keptOthers),
  };
  const used = new Set<string>();
  let before = 0;
  const report = (done: number) =>
    job.report({ stage: "profile: identity", done: before + done, total: judged.length, unit: "users" });
  const byBlock = judged.blocks.map((): number[] => []);
  for (let i = 0; i < judged.length; i++) if (judged.active[i]! > 0) byBlock[judged.block[i]!]!.push(i);
  for (const [b, members] of byBlock.entries()) {
    const { from, to } = judged.blocks[b]!;
    const sets = candidateSets(typeCells, { firstSeen, group, from, to, ...(limits ? { limits } : {}) });
    for (const [g, candidates] of sets) {
      report(0);
      await breathe(job);
      const items = Int32Array.from(
        g < 0 && sets.size === 1 ? members : members.filter((i) => group[judged.actor[i]!] === g),
      );
      if (items.length === 0) continue;
      const postings = postingsOf(channels, { from, to, candidates, alpha });
      const packed = packIdentity(postings, judged, { items, candidates, alpha });
      const { rows, backend } = await identityRows(packed.input, backends, { job, progress: report });
      used.add(backend);
      items.forEach((i, at) => {
        const own = packed.own[at]!;
        out.tenant[i] = packed.tenant[at]! - own;
        out.other[i] = rows.bestSum[at * keptOthers]! - own;
        out.others[i] = rows.ninetieth[at]! - own;
        for (let k = 0; k < keptOthers; k++) {
          const best = rows.best[at * keptOthers + k]!;
          if (best < 0) continue;
          out.resembles[i * keptOthers + k] = candidates[best]!;
          out.gain[i * keptOthers + k] = (rows.bestSum[at * keptOthers + k]! - own) / Math.max(1, packed.channels[at]!);
        }
      });
      before += items.length;
    }
  }
  return { ...out, backend: [...used].sort((a, b) => b.length - a.length)[0] ?? "cpu" };
}
