import { detectorName } from "../../casework/detector-name.ts";
import type { Evidence } from "../../casework/evidence.ts";
import type { Verdict } from "../../casework/verdicts.ts";
import type { CaseDetail, Clears, RawRow } from "../../engine/api/cases.ts";
import { heat } from "../charts/heat.ts";
import { hours } from "../charts/hours.ts";
import { residuals } from "../charts/residuals.ts";
import { subgraph } from "../charts/subgraph.ts";
import { waterfall } from "../charts/waterfall.ts";
import {
  errorFinding,
  errorMeaning,
  heatFinding,
  hoursFinding,
  reasonsFinding,
  residualsFinding,
} from "../findings.ts";
import { count, dayLong, lineNumber, oneIn } from "../format.ts";
import { localTime, pictureIn } from "../local-time.ts";
import { verdictWords } from "../verdict-words.ts";
import { nearestTitle } from "../views/nearest.ts";
import { evidenceList } from "./evidence.ts";
import type { Maker } from "./html.ts";

const mostRows = 40;

/** One case of the report: its sentence, its pictures and its rows. */
export function caseSection(
  h: Maker,
  document: Document,
  detail: CaseDetail,
  {
    starred,
    clears,
    userSummary,
    verdict,
    evidence,
    zone,
  }: {
    starred: boolean;
    clears: Clears | null;
    userSummary: string | null;
    verdict: Verdict | undefined;
    evidence: readonly Evidence[];
    zone: string;
  },
): HTMLElement {
  const half = { width: 440, document };
  const wide = { width: 920, document };
  const figure = (caption: string, picture: Element | null, kind = ""): HTMLElement | null =>
    picture && h("figure", { class: kind }, h("figcaption", {}, caption), picture);
  return h(
    "section",
    { class: "case", id: `case-${detail.rank}` },
    h("p", { class: "k" }, `Case ${detail.rank}${starred ? " · starred" : ""}`),
    h("h2", {}, detail.headline),
    h("p", { class: "facts" }, [detail.actor, dayLong(detail.day), ...detail.facts].join(" · ")),
    verdict ? h("p", { class: "facts" }, verdictLine(verdict)) : null,
    clears ? h("p", { class: "clears" }, clears.sentence) : null,
    evidenceList(h, document, evidence),
    h(
      "div",
      { class: "grid" },
      figure(titled("What adds up to it", reasonsFinding(detail)), waterfall(detail.reasons, detail.opinions, half)),
      detail.subgraph && figure(detail.subgraph.title, subgraph(pictureIn(detail.subgraph, zone), half)),
      figure(heatFinding(detail), heat(detail.heat, wide), "wide"),
      figure(`${hoursFinding(detail)}, this day on a usual one`, hours(detail.hours, half)),
      detail.residuals.length > 0
        ? figure(`${residualsFinding(detail)}, from explained (tick) to observed`, residuals(detail.residuals, half))
        : null,
    ),
    missingList(h, [...(detail.subgraph?.missing ?? []), ...detail.missing]),
    detail.nearest.length > 0 ? nearestTable(h, detail, zone) : null,
    userSummary ? h("p", {}, userSummary) : null,
    h("p", {}, detail.agreement),
    detail.dayError ? h("p", {}, `${errorFinding(detail.dayError)}. ${errorMeaning(detail.dayError)}`) : null,
    h(
      "p",
      {},
      detail.opinions
        .map(({ detector, p, rank, of, reason }) =>
          p === null
            ? `${detectorName(detector)}: ${reason ?? "no say"}`
            : `${detectorName(detector)}: ${oneIn(p)}${rank === null ? "" : ` (${count(rank)} of ${count(of)})`}`,
        )
        .join(" · "),
    ),
    rowTable(h, detail, zone),
  );
}

const missingList = (h: Maker, missing: readonly string[]): HTMLElement | null =>
  missing.length === 0
    ? null
    : h(
        "div",
        {},
        h("h3", {}, "Expected and missing"),
        h(
          "ul",
          { class: "missing" },
          missing.map((text) => h("li", {}, text)),
        ),
      );

const titled = (title: string, finding: string): string => (finding ? `${title}, first of all: ${finding}` : title);

function verdictLine({ verdict, reason, tags, time, control }: Verdict): string {
  const parts = [
    `Verdict: ${verdictWords[verdict]}${reason === "" ? "" : `, ${reason}`}`,
    ...(tags.length > 0 ? [tags.join(", ")] : []),
    `${time.slice(0, 16).replace("T", " ")} UTC`,
    ...(control ? ["drawn by chance for the control arm"] : []),
  ];
  return parts.join(" · ");
}

function nearestTable(h: Maker, { nearest }: CaseDetail, zone: string): HTMLElement {
  const head = ["nearest normal", "likeness", "what differs", "here", "there"].map((name) => h("th", {}, name));
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, head)),
    h(
      "tbody",
      {},
      nearest.flatMap((one) =>
        (one.differences.length > 0 ? one.differences : [{ label: "nothing of note", here: "", there: "" }]).map(
          ({ label, here, there }, i) =>
            h(
              "tr",
              {},
              [i === 0 ? nearestTitle(one, zone) : "", i === 0 ? one.likeness : "", label, here, there].map((text) =>
                h("td", {}, text),
              ),
            ),
        ),
      ),
    ),
  );
}

function rowTable(h: Maker, { rows, totalRows }: CaseDetail, zone: string): HTMLElement {
  const shown = [...rows.filter(({ hit }) => hit), ...rows.filter(({ hit }) => !hit)].slice(0, mostRows);
  const isTelling = rows.some(({ hit }) => !hit);
  const list = (row: RawRow): string =>
    [
      ...row.entities.map(({ type, name }) => `${type} ${name}`),
      ...row.attributes.map(({ name, value }) => `${name} ${value}`),
    ].join(", ");
  return h(
    "details",
    { open: "" },
    h("summary", {}, `Rows (${count(shown.length)} of ${count(totalRows)})`),
    h(
      "div",
      { class: "scroller" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            [`time (${zone})`, "event", "with", "file : line"].map((name) => h("th", {}, name)),
          ),
        ),
        h(
          "tbody",
          {},
          shown.map((row) =>
            h(
              "tr",
              row.hit && isTelling ? { class: "hit" } : {},
              h(
                "td",
                { class: "when" },
                localTime(row.time, zone)
                  .replace("T", " ")
                  .replace(/\.000$/, ""),
              ),
              h("td", {}, row.type),
              h("td", {}, list(row)),
              h("td", {}, `${row.file} : ${lineNumber(row.line)}`),
            ),
          ),
        ),
      ),
    ),
  );
}
