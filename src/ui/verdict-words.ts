import type { ArmTally, Judgement } from "../casework/verdicts.ts";

/** Verdicts as a person reads them. */
export const verdictWords: Readonly<Record<Judgement, string>> = {
  worth: "worth auditing",
  "not worth": "not worth auditing",
  unsure: "unsure",
};

/** `2 of 3 worth it: 67 % (32–90)`: a share with its 90 % credible interval, in percent. */
export function shareWords({ worth, audited, share, low, high }: ArmTally): string {
  const percent = (part: number): string => String(Math.round(part * 100));
  return `${worth} of ${audited}: ${percent(share)} % (${percent(low)}–${percent(high)})`;
}
