import type { TenantFeatures } from "../../features/cells.ts";
import { nounFor, typeFor } from "../../lib/plural.ts";
import { median } from "../../lib/statistics.ts";
import { type Clause, capital, plain } from "./clause.ts";
import type { DayFeature, DayMatrix } from "./day-matrix.ts";
import type { JudgedDays } from "./judged-days.ts";
import { minorOf } from "./minor-components.ts";

/** At most this many counts name a direction, each with at least this share of the largest loading. */
const named = { counts: 3, share: 0.5 };

const nameOf = ({ channel, key }: DayFeature): string =>
  channel.kind === "entity" ? `different ${nounFor(2, channel.labels[key]!)}` : channel.labels[key]!;

/** The features with the largest loadings, largest first, the first of them positive. */
export function namedLoadings(loadings: ArrayLike<number>): { readonly feature: number; readonly isPlus: boolean }[] {
  const order = Array.from(loadings, (value, feature) => ({ value, feature })).sort(
    (a, b) => Math.abs(b.value) - Math.abs(a.value) || a.feature - b.feature,
  );
  const first = order[0]?.value ?? 0;
  return order
    .filter(({ value }) => value !== 0 && Math.abs(value) >= named.share * Math.abs(first))
    .slice(0, named.counts)
    .map(({ value, feature }) => ({ feature, isPlus: value * first > 0 }));
}

const columnOf = ({ counts, features, days }: DayMatrix, feature: number): number[] =>
  Array.from(days, (_, row) => counts[row * features.length + feature]!);

/** The direction in which item `i` leaves what its user never varies in: `Logon − Logoff, always equal until today: 14 against 2`. */
export function minorClauses(features: TenantFeatures, judged: JudgedDays, i: number): Clause[] {
  const found = minorOf(features, judged, i);
  if (!found) return [];
  const { matrix, today, loadings } = found;
  const parts = namedLoadings(loadings).map(({ feature, isPlus }) => ({
    name: nameOf(matrix.features[feature]!),
    type: matrix.features[feature]!.channel.kind === "type" ? nameOf(matrix.features[feature]!) : undefined,
    sign: isPlus ? 1 : -1,
    today: today[feature]!,
    past: columnOf(matrix, feature),
  }));
  const first = parts[0];
  if (!first) return [];
  const days = first.past.length;
  const direction = parts.map(({ name, sign }, k) => (k === 0 ? name : `${sign > 0 ? "+" : "−"} ${name}`)).join(" ");
  const now = parts.reduce((sum, part) => sum + part.sign * part.today, 0);
  const before = first.past.map((_, day) => parts.reduce((sum, part) => sum + part.sign * part.past[day]!, 0));
  const low = Math.min(...before);
  const high = Math.max(...before);
  const where = first.type === undefined ? {} : { where: { type: first.type } };
  const against = parts.map((part) => plain(part.today)).join(" against ");
  const pair = parts.map(({ name }) => name).join(" and ");
  const isDifference = parts[1]?.sign === -1;
  if (parts.length === 2 && isDifference && low === 0 && high === 0 && now !== 0)
    return [
      {
        label: `${direction}, always equal until today: ${against}`,
        sentence: `${capital(pair)} were always equal in ${days} days, until today: ${against}.`,
        weight: 1,
        ...where,
      },
    ];
  if (parts.length === 2 && (now < low || now > high)) {
    const usual = low === high ? `always ${plain(low)}` : `between ${plain(low)} and ${plain(high)}`;
    return [
      {
        label: `${direction} ${plain(now)}; ${usual} on ${days} days before`,
        sentence: `${capital(pair)} usually go together: their ${isDifference ? "difference" : "sum"} was ${usual} on ${days} days, and is ${plain(now)} today.`,
        weight: 1,
        ...where,
      },
    ];
  }
  const mix = parts
    .map(
      ({ name, type, today: n, past }) =>
        `${plain(n)} ${type === undefined ? name : typeFor(n, type)} (usual ${plain(median(past))})`,
    )
    .join(", ");
  return [
    {
      label: `${parts.length > 1 ? "unusual together" : "hardly ever varies"}: ${mix}`,
      sentence:
        parts.length > 1
          ? `${capital(mix)}: not the proportions of the ${days} days before.`
          : `${capital(mix)}, which hardly ever varies.`,
      weight: 1,
      ...where,
    },
  ];
}
