import { type Precision, precision } from "../ranking/precision.ts";

/** What an analyst says of a case. */
export type Judgement = "worth" | "not worth" | "unsure";

/** Names a case over reruns: an actor's local day, as in the logs. */
export interface CaseKey {
  readonly actor: string;
  /** ISO local day. */
  readonly day: string;
}

/** One verdict, with where the case stood when it was given. */
export interface Verdict extends CaseKey {
  readonly verdict: Judgement;
  readonly reason: string;
  readonly tags: readonly string[];
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Whether the case was in the queue for its p, and whether it was drawn for the control arm; it can be both. */
  readonly ranked: boolean;
  readonly control: boolean;
  readonly headline: string;
  /** Of verdicts that were given at one stroke, which stroke: they are taken back together. */
  readonly batch?: string;
}

/** All verdicts of one tenant, the first first; plain data, as it is stored. The last one on a case counts. */
export interface VerdictLog {
  readonly version: 1;
  /** Id of the tenant: a log of another one is refused. */
  readonly tenant: string;
  readonly given: readonly Verdict[];
}

const judgements: readonly unknown[] = ["worth", "not worth", "unsure"] satisfies Judgement[];
const isText = (value: unknown): value is string => typeof value === "string";

function isVerdict(given: Partial<Verdict> | null): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { actor, day, verdict, reason, tags, time, ranked, control, headline, batch = "" } = given;
  return (
    [actor, day, reason, time, headline, batch].every(isText) &&
    judgements.includes(verdict) &&
    Array.isArray(tags) &&
    tags.every(isText) &&
    typeof ranked === "boolean" &&
    typeof control === "boolean"
  );
}

/** Whether what was read from a file is a log of verdicts, each of them whole. */
export function isVerdictLog(log: unknown): log is VerdictLog {
  const given = (log as Partial<VerdictLog> | null)?.given;
  return Array.isArray(given) && given.every(isVerdict);
}

/** A tenant's log before the first verdict. */
export const emptyLog = (tenant: string): VerdictLog => ({ version: 1, tenant, given: [] });

const isSame = (a: CaseKey, b: CaseKey): boolean => a.actor === b.actor && a.day === b.day;

/** The log with one verdict more. */
export const withVerdict = (log: VerdictLog, verdict: Verdict): VerdictLog => ({
  ...log,
  given: [...log.given, verdict],
});

/** The log without the verdict given last, or those given with it at one stroke, and these: what they had replaced counts again. */
export function withoutLast(log: VerdictLog): { log: VerdictLog; undone: readonly Verdict[] } {
  const last = log.given.at(-1);
  const isOther = ({ batch }: Verdict): boolean => batch === undefined || batch !== last?.batch;
  const kept = Math.min(log.given.length - 1, log.given.findLastIndex(isOther) + 1);
  return { log: { ...log, given: log.given.slice(0, Math.max(0, kept)) }, undone: log.given.slice(Math.max(0, kept)) };
}

/** The verdict that counts on a case. */
export const verdictOn = (log: VerdictLog, key: CaseKey): Verdict | undefined =>
  log.given.findLast((verdict) => isSame(verdict, key));

/** The verdicts that count, one a case, in the order in which they were given. */
export function standing(log: VerdictLog): Verdict[] {
  const later = new Set<string>();
  const isLast = ({ actor, day }: Verdict): boolean => {
    const key = JSON.stringify([day, actor]);
    const isFirstSeen = !later.has(key);
    later.add(key);
    return isFirstSeen;
  };
  return log.given.toReversed().filter(isLast).toReversed();
}

/** The verdicts that count on cases that a queue doesn't have (any more). */
export function strayVerdicts(log: VerdictLog, cases: readonly CaseKey[]): Verdict[] {
  const there = new Set(cases.map(({ actor, day }) => `${day} ${actor}`));
  return standing(log).filter(({ actor, day }) => !there.has(`${day} ${actor}`));
}

/** How often an arm's cases were worth it. `unsure` says neither. */
export interface ArmTally extends Precision {
  readonly worth: number;
  readonly audited: number;
}

/** Precision of the queue's own cases, and the base rate by the control arm (METHODS, 7). */
export interface Tally {
  readonly ranked: ArmTally;
  readonly control: ArmTally;
  readonly unsure: number;
}

/** Adds up the verdicts that count. */
export function tally(log: VerdictLog): Tally {
  const all = standing(log);
  const sure = all.filter(({ verdict }) => verdict !== "unsure");
  const arm = (of: (verdict: Verdict) => boolean): ArmTally => {
    const own = sure.filter(of);
    const worth = own.filter(({ verdict }) => verdict === "worth").length;
    return { worth, audited: own.length, ...precision(worth, own.length) };
  };
  return {
    ranked: arm(({ ranked }) => ranked),
    control: arm(({ control }) => control),
    unsure: all.length - sure.length,
  };
}
