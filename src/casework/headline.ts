import type { Reason } from "../detectors/scores.ts";

/** From this p on a day is what one in five is like, and its headline says so. */
const ordinary = 0.2;

const calm = "Nothing out of the ordinary.";

/** Whether a reason names anything of the day; where nothing does, the detector says just that. */
const isTelling = ({ label }: Reason): boolean => label !== "nothing stands out";

/** A case in a sentence or two: what weighs most, then what a second detector adds, if it says something else. */
export function headlineOf(reasons: readonly Reason[], p = 0): string {
  const speaking = reasons
    .filter(({ value, sentence }) => value > 0 && sentence !== "")
    .sort((a, b) => b.value - a.value);
  const first = speaking[0];
  if (!first) return "Unlike the days before, without a single reason that stands out.";
  const saysMore = ({ detector, sentence, where }: Reason): boolean =>
    detector !== first.detector &&
    sentence !== first.sentence &&
    (where?.type === undefined || where.type !== first.where?.type);
  const second = speaking.find((reason) => saysMore(reason) && reason.value > first.value / 3);
  if (p > ordinary) return isTelling(first) ? `Nothing out of the ordinary. What weighs most: ${first.sentence}` : calm;
  return [first.sentence, second?.sentence].filter((sentence) => sentence !== undefined).join(" ");
}

/** How rare a p-value is, in words: `1 in 21,000`. */
export function oneIn(p: number): string {
  const times = 1 / Math.max(p, 1e-300);
  const digits = Math.max(0, Math.floor(Math.log10(times)) - 1);
  const rounded = Math.round(times / 10 ** digits) * 10 ** digits;
  return `1 in ${rounded.toLocaleString("en-US")}`;
}
