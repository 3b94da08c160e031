import type { Channel, TenantFeatures } from "../../features/cells.ts";
import { keptOthers } from "../../gpu/identity.input.ts";
import type { Clause } from "./clause.ts";
import { mostSurprisingValue } from "./constancy.ts";
import { cellRange, OwnCounts, tenantCounts, tenantShare } from "./history.ts";
import type { Identity } from "./identity.ts";
import type { JudgedDays } from "./judged-days.ts";

/** What a channel's values are: `country` of `attribute:country`. */
const subject = (channel: Channel): string => channel.name.replace(/^[^:]*:/, "");

/** Days of item `i`'s history on which a value, or any value, was seen. */
function daysSeen({ cells }: Channel, judged: JudgedDays, i: number, key: number): { value: number; any: number } {
  const stop = cells.rowStart[judged.actor[i]! + 1]!;
  let value = 0;
  let any = 0;
  let last = -1;
  for (
    let row = cellRange(cells, judged.actor[i]!, judged.from[i]!).start;
    row < stop && cells.day[row]! < judged.to[i]!;
    row++
  ) {
    if (cells.day[row] !== last) any++;
    last = cells.day[row]!;
    if (cells.key[row] === key) value++;
  }
  return { value, any };
}

/** For each attribute whose value surprises on item `i`: `network new to agent; constant for 24 days`. */
export function constancyClauses(features: TenantFeatures, judged: JudgedDays, i: number, alpha: number): Clause[] {
  const clauses: Clause[] = [];
  for (const channel of features.channels) {
    const keys = channel.labels.length;
    if (channel.kind !== "attribute" || keys < 2) continue;
    const tenant = tenantCounts(channel.cells, { keys, ...judged.blocks[judged.block[i]!]! });
    const own = new OwnCounts(keys);
    const found = mostSurprisingValue(channel, judged, i, { own, tenant, alpha });
    if (!found || found.constancy * found.surprisal < 0.1) continue;
    const name = subject(channel);
    const value = channel.labels[found.key]!;
    const user = features.actors[judged.actor[i]!]!;
    const seen = daysSeen(channel, judged, i, found.key);
    const constant =
      own.keys.length === 1 ? `constant for ${seen.any} days` : `${own.keys.length} others in ${seen.any} days`;
    clauses.push({
      label:
        seen.value === 0
          ? `${name} ${value} new to ${user}; ${constant}`
          : `${name} ${value}; on ${seen.value} of ${seen.any} days before`,
      sentence:
        seen.value === 0
          ? `Came with ${name} ${value}, never seen of ${user} in ${seen.any} days.`
          : `Came with ${name} ${value}, seen of ${user} on ${seen.value} of ${seen.any} days.`,
      where: { attribute: value },
      weight: found.constancy * found.surprisal,
    });
  }
  return clauses.sort((a, b) => b.weight - a.weight);
}

/** The values of item `i` that speak most for `other` and against the user, best first. */
function tellingValues(
  channels: readonly Channel[],
  judged: JudgedDays,
  i: number,
  { other, alpha }: { other: number; alpha: number },
): { name: string; value: string; kind: Channel["kind"]; gain: number }[] {
  const found: { name: string; value: string; kind: Channel["kind"]; gain: number }[] = [];
  for (const channel of channels) {
    const { cells, labels } = channel;
    const tenant = tenantCounts(cells, { keys: labels.length, ...judged.blocks[judged.block[i]!]! });
    const own = new OwnCounts(labels.length);
    const theirs = new OwnCounts(labels.length);
    own.read(cells, judged, i);
    theirs.read(cells, judged, i, other);
    const { start, end } = cellRange(cells, judged.actor[i]!, judged.day[i]!);
    for (let row = start; row < end; row++) {
      const key = cells.key[row]!;
      const share = alpha * tenantShare(tenant, key);
      const gain =
        Math.log((theirs.count[key]! + share) / (theirs.total + alpha)) -
        Math.log((own.count[key]! + share) / (own.total + alpha));
      found.push({ name: subject(channel), value: labels[key]!, kind: channel.kind, gain });
    }
  }
  return found.sort((a, b) => b.gain - a.gain);
}

/** What a gain in nats means: `19 times`. */
const timesLikelier = (gain: number): string =>
  `${Number(Math.exp(gain).toPrecision(2)).toLocaleString("en-US")} times`;

/** Whose day item `i` looks like: `resembles agent-12 (each value 2.2 times likelier)`, with the values that say so. */
export function identityClauses(
  channels: readonly Channel[],
  {
    features,
    judged,
    identity,
    alpha,
  }: { features: TenantFeatures; judged: JudgedDays; identity: Identity; alpha: number },
  i: number,
): Clause[] {
  const user = features.actors[judged.actor[i]!]!;
  const other = identity.resembles[i * keptOthers]!;
  const gain = identity.gain[i * keptOthers]!;
  if (other < 0 || gain <= 0)
    return [
      {
        label: `less like ${user} than the ${judged.active[i]} days before`,
        sentence: `Reads less like ${user} than the ${judged.active[i]} active days before.`,
        weight: 1,
      },
    ];
  const telling = tellingValues(channels, judged, i, { other, alpha })
    .filter((value) => value.gain > 0)
    .slice(0, 2);
  const values = telling.map(({ name, value, kind }) => (kind === "hour" ? value : `${name} ${value}`)).join(", ");
  const name = features.actors[other]!;
  const first = telling[0];
  const where =
    first?.kind === "type"
      ? { type: first.value }
      : first?.kind === "attribute"
        ? { attribute: first.value }
        : first?.kind === "value"
          ? { entity: first.value }
          : undefined;
  return [
    {
      label: `resembles ${name} (each value ${timesLikelier(gain)} likelier)${values ? `: ${values}` : ""}`,
      sentence: `The day reads like ${name}, not like ${user}${values ? `: ${values}` : ""}.`,
      weight: 1,
      ...(where ? { where } : {}),
    },
  ];
}
