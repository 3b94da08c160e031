import type { TenantFeatures } from "../../features/cells.ts";
import type { Reason } from "../scores.ts";
import type { Clause } from "./clause.ts";
import { countClauses, sharedRelief } from "./explain-counts.ts";
import { hoursClauses } from "./explain-hours.ts";
import { minorClauses } from "./explain-minor.ts";
import { constancyClauses, identityClauses } from "./explain-values.ts";
import type { JudgedDays } from "./judged-days.ts";
import { hourOfWeek } from "./out-of-hours.ts";
import type { PeerGroups } from "./peer-groups.ts";
import { identityChannels, type QuestionName, type SubScores } from "./sub-scores.ts";

/** All that a reason can be drawn from. */
export interface Explained {
  readonly features: TenantFeatures;
  readonly judged: JudgedDays;
  readonly sub: SubScores;
  readonly peers: PeerGroups;
  readonly alpha: number;
}

/** −log₁₀ ½: what a question answers on a day like any other. */
const indifferent = Math.LOG10E * Math.LN2;

/** What an unremarkable answer says for the user. */
const inFavour: Partial<Record<QuestionName, { label: string; sentence: string }>> = {
  constancy: { label: "network, place and device as always", sentence: "Network, place and device were as always." },
  identity: { label: "reads like the user's own days", sentence: "The day reads like the user's own." },
  hours: { label: "usual hours", sentence: "It lay in usual hours." },
  minor: { label: "counts in their usual proportions", sentence: "Its counts were in their usual proportions." },
  new: { label: "nothing unusually new touched", sentence: "It touched nothing unusually new." },
};

function clausesOf(question: QuestionName, i: number, { features, judged, sub, alpha }: Explained): Clause[] {
  const counted = (kinds: readonly string[]) =>
    sub.counted
      .filter(({ channel }) => kinds.includes(channel.kind))
      .flatMap((channel) => countClauses(channel, judged, i))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 3);
  switch (question) {
    case "count":
      return counted(["type", "entity", "volume"]);
    case "tail":
      return counted(["type"]);
    case "new":
      return counted(["new"]);
    case "constancy":
      return constancyClauses(features, judged, i, alpha);
    case "identity":
      return identityClauses(identityChannels(features), { features, judged, identity: sub.identity, alpha }, i);
    case "hours": {
      const week = hourOfWeek(features);
      return week ? hoursClauses(week, judged, i) : [];
    }
    case "minor":
      return minorClauses(features, judged, i);
  }
}

/** Who judges a day with too little history of its own. */
function judgedByOthers(i: number, { judged, peers }: Explained): { label: string; sentence: string } {
  const days = `${judged.active[i]} active ${judged.active[i] === 1 ? "day" : "days"} of history`;
  const group = peers.labels.length > 1 ? peers.of[judged.actor[i]!]! : -1;
  if (group < 0)
    return { label: `judged by the tenant: ${days}`, sentence: `Only ${days}: the tenant is the measure.` };
  return {
    label: `judged by peers (${peers.labels[group]}): ${days}`,
    sentence: `Only ${days}: ${peers.size[group]!.toLocaleString("en-US")} peers (${peers.labels[group]}) are the measure.`,
  };
}

/** Adds reasons of the same words together. */
function merge(reasons: readonly Reason[]): Reason[] {
  const merged = new Map<string, Reason>();
  for (const reason of reasons) {
    const before = merged.get(reason.label);
    merged.set(reason.label, before ? { ...before, value: before.value + reason.value } : reason);
  }
  return [...merged.values()];
}

/**
 * The reasons of item `i`, largest first, whose values add up to `minusLog10P`. A question over indifference (p = ½) speaks against the user by
 * the square of its excess, so that the strongest leads as it does in Šidák's p; one under it, and a day on which the whole tenant did the
 * same, speak for him. A line of value 0 says when too little history is behind it.
 */
export function explainDay(i: number, minusLog10P: number, explained: Explained): Reason[] {
  const { judged, sub } = explained;
  const detector = "profile";
  const against: Reason[] = [];
  const favour: Reason[] = [];
  for (const [name, evidence] of Object.entries(sub.questions) as [QuestionName, Float64Array][]) {
    const excess = evidence[i]! - indifferent;
    if (Number.isNaN(excess)) continue;
    const words = inFavour[name];
    if (excess <= 0) {
      if (words && excess < -0.05) favour.push({ ...words, value: excess, detector });
      continue;
    }
    const clauses = clausesOf(name, i, explained);
    const total = clauses.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, ...clause } of clauses)
      against.push({ ...clause, value: (excess ** 2 * weight) / total, detector });
  }
  const relief = sub.counted.reduce((most, channel) => Math.max(most, sharedRelief(channel, judged, i)), 0);
  if (relief > 0.05)
    favour.push({
      label: "whole team busy that day",
      sentence: "The whole tenant did more of it that day.",
      value: -Math.min(1.5, relief),
      detector,
    });
  const thin: Reason[] = judged.established[i] ? [] : [{ ...judgedByOthers(i, explained), value: 0, detector }];
  return [...balance(merge(against), favour, minusLog10P), ...thin];
}

/** Scales the reasons against so that all add up; small ones are left to the others. */
function balance(against: readonly Reason[], favour: readonly Reason[], total: number): Reason[] {
  const most = against.reduce((m, { value }) => Math.max(m, value), 0);
  const kept = against.filter(({ value }) => value >= most / 50);
  const sum = kept.reduce((s, { value }) => s + value, 0);
  const relief = favour.reduce((s, { value }) => s + value, 0);
  if (sum === 0)
    return [
      { label: "nothing stands out", sentence: "Nothing of the day stands out.", value: total, detector: "profile" },
    ];
  const scale = (total - relief) / sum;
  return [...kept.map((reason) => ({ ...reason, value: reason.value * scale })), ...favour].sort(
    (a, b) => b.value - a.value,
  );
}
