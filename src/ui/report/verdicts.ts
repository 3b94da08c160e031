import { standing, strayVerdicts, tally } from "../../casework/verdicts.ts";
import { posterior, posteriorFinding } from "../charts/posterior.ts";
import { plural } from "../format.ts";
import { shareWords, verdictWords } from "../verdict-words.ts";
import type { ReportData } from "./data.ts";
import type { Maker } from "./html.ts";

/** The verdicts, with the precision that they give and its interval; null before the first. */
export function verdictSection(h: Maker, document: Document, { verdicts, cases }: ReportData): HTMLElement[] {
  const all = standing(verdicts);
  if (all.length === 0) return [];
  const counts = tally(verdicts);
  const { ranked, control, unsure } = counts;
  const strays = new Set(strayVerdicts(verdicts, cases));
  const lines = [
    ranked.audited > 0 ? `Worth auditing, of the ranked cases: ${shareWords(ranked)}.` : null,
    control.audited > 0 ? `Of the days drawn by chance, the base rate: ${shareWords(control)}.` : null,
    unsure > 0 ? `${plural(unsure, "verdict")} unsure, counted in neither.` : null,
    "Intervals are 90 % credible.",
  ];
  const names = ["user", "day", "verdict", "why", "tags", ""].map((name) => h("th", {}, name));
  const section = h(
    "section",
    {},
    h("h2", {}, "Verdicts"),
    h("p", {}, lines.filter((line) => line !== null).join(" ")),
    ...(ranked.audited > 0
      ? [h("figure", {}, h("figcaption", {}, posteriorFinding(counts)), posterior(counts, { width: 520, document }))]
      : []),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, names)),
      h(
        "tbody",
        {},
        all.map((one) =>
          h(
            "tr",
            {},
            [
              one.actor,
              one.day,
              verdictWords[one.verdict],
              one.reason,
              one.tags.join(", "),
              [one.control ? "control arm" : "", strays.has(one) ? "no longer in the queue" : ""]
                .filter((part) => part !== "")
                .join(", "),
            ].map((text) => h("td", {}, text)),
          ),
        ),
      ),
    ),
  );
  return [section];
}
