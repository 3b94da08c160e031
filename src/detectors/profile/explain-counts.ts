import { nounFor, typeFor } from "../../lib/plural.ts";
import { quantileOfSorted } from "../../lib/statistics.ts";
import { type Clause, capital, plain } from "./clause.ts";
import type { JudgedDays } from "./judged-days.ts";
import type { CountedChannel } from "./sub-scores.ts";
import { CountHistory } from "./unusual-counts.ts";

/** At most this many counts of a day are named. */
const named = 3;

/** What is counted: `different hosts`, `folders new to the user`; types and volumes by their own names. */
function wordsFor(n: number, kind: CountedChannel["channel"]["kind"], name: string): string {
  if (kind === "type") return typeFor(n, name);
  if (kind === "entity") return `different ${nounFor(n, name)}`;
  if (kind !== "new") return name;
  const [noun = "", ...rest] = name.split(" ");
  return [nounFor(n, noun), ...rest].join(" ");
}

/** The counts of item `i` that stand out of their history, most unusual first: `41 DataTool.Query; usual 3 (0–9)`. */
export function countClauses({ channel, counts }: CountedChannel, judged: JudgedDays, i: number): Clause[] {
  const clauses: Clause[] = [];
  const start = counts.rowStart[i]!;
  let at = start;
  new CountHistory(channel.labels.length).each(channel, judged, i, (row, sorted) => {
    const z = counts.z[at]!;
    const weight = Math.log1p(Math.max(0, z)) ** 2 + Math.max(0, counts.surprise[at]!) ** 2;
    at++;
    if (weight === 0) return;
    const name = channel.labels[channel.cells.key[row]!]!;
    const n = channel.cells.n[row]!;
    const counted = `${plain(n)} ${wordsFor(n, channel.kind, name)}`;
    const usual = plain(quantileOfSorted(sorted, 0.5));
    const low = plain(Math.floor(quantileOfSorted(sorted, 0.05)));
    const high = plain(Math.ceil(quantileOfSorted(sorted, 0.95)));
    const never = sorted.length > 0 && sorted.at(-1) === 0;
    const history =
      sorted.length === 0
        ? "no history"
        : never
          ? `none in ${sorted.length} days before`
          : `usual ${usual} (${low}–${high})`;
    clauses.push({
      label: `${counted}; ${history}`,
      sentence: capital(
        sorted.length === 0
          ? `${counted} on the first day seen.`
          : never
            ? `${counted}, after none in ${sorted.length} days.`
            : `${counted} in a day; usually ${low === high ? (high === "0" ? "none" : high) : `${usual}, between ${low} and ${high}`}.`,
      ),
      weight,
      ...(channel.kind === "type" ? { where: { type: name } } : {}),
    });
  });
  return clauses.sort((a, b) => b.weight - a.weight).slice(0, named);
}

/** What the whole tenant's day took off this user's largest counts, in log₁₀ of the modified z; 0 where there was no such effect. */
export function sharedRelief({ channel, counts }: CountedChannel, judged: JudgedDays, i: number): number {
  let relief = 0;
  for (let row = counts.rowStart[i]!; row < counts.rowStart[i + 1]!; row++) {
    const effect = counts.shared.get(judged.day[i]! * channel.labels.length + counts.key[row]!);
    if (!effect) continue;
    const z = counts.z[row]!;
    const rest = z > 0 ? Math.log1p(z) : z;
    relief = Math.max(relief, (rest * effect.spread + effect.median - Math.max(0, rest)) * Math.LOG10E);
  }
  return relief;
}
