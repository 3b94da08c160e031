import { conformalP } from "../../lib/statistics.ts";

/** How often normal days would have raised an alarm, by the textbook and by the pooled null. */
export interface FalseAlarms {
  /** History days with events that were looked at. */
  readonly days: number;
  /** Share of them over the textbook's threshold at a nominal 1 %. */
  readonly textbook: number;
  /** Share of them at or under a nominal p, by the history of other users; null where there are too few days to tell. */
  readonly conformal: readonly { readonly nominal: number; readonly realised: number | null }[];
}

const nominalRates = [0.01, 0.001];

/**
 * What a nominal 1 % and 0.1 % come to on history: the days of every other user calibrated by those of the rest, and the other way round.
 * `byUser`: each user's null.
 */
export function measureAlarms(byUser: readonly Float64Array[], overTextbook: number): FalseAlarms {
  const halves = [0, 1].map((half) =>
    Float64Array.from(byUser.flatMap((scores, user) => (user % 2 === half ? [...scores] : []))).sort(),
  );
  const days = halves[0]!.length + halves[1]!.length;
  const fewest = Math.min(halves[0]!.length, halves[1]!.length);
  const conformal = nominalRates.map((nominal) => {
    if (fewest * nominal < 1) return { nominal, realised: null };
    const alarms = halves.reduce(
      (sum, half, h) =>
        sum + half.reduce((count, score) => count + (conformalP(halves[1 - h]!, score) <= nominal ? 1 : 0), 0),
      0,
    );
    return { nominal, realised: alarms / days };
  });
  return { days, textbook: days > 0 ? overTextbook / days : 0, conformal };
}

const percent = (share: number): string =>
  `${new Intl.NumberFormat("en", { maximumSignificantDigits: 2 }).format(100 * share)} %`;

/** The rates as a sentence: what the textbook's threshold does beside what the ranking's own p does. */
export function alarmFact({ days, textbook, conformal }: FalseAlarms): string {
  if (days === 0) return "No history day to measure false alarms on.";
  const own = conformal
    .map(({ nominal, realised }) =>
      realised === null
        ? `too few days to tell at ${percent(nominal)}`
        : `${percent(realised)} at a nominal ${percent(nominal)}`,
    )
    .join(", ");
  return `False alarms on ${days.toLocaleString("en-US")} history days: the textbook’s threshold (Jackson–Mudholkar) ${percent(textbook)} at a nominal 1 %; our p ${own}.`;
}
