import { evidenceOf } from "../../casework/evidence.ts";
import { verdictOn } from "../../casework/verdicts.ts";
import { bytes, count, dayRange, duration, plural } from "../format.ts";
import { showBelow } from "../hidden-characters.ts";
import plot from "../styles/plot.css?raw";
import tokens from "../styles/tokens.css?raw";
import { turn } from "../turns.ts";
import { caseSection } from "./case.ts";
import type { ReportData } from "./data.ts";
import { strayEvidence } from "./evidence.ts";
import { type Maker, makerOf } from "./html.ts";
import style from "./report.css?raw";
import { verdictSection } from "./verdicts.ts";

/**
 * The report as one self-contained HTML file: no script, styles and pictures inside, log values as text in which nothing hides. Each case is drawn and
 * written out in its turn, since all of them together would keep the page from answering.
 */
export async function buildReport(document: Document, data: ReportData): Promise<Blob> {
  const inert = document.implementation.createHTMLDocument("");
  const h = makerOf(inert);
  const { summary } = data;
  const parts = [
    () => [heading(h, data), caseList(h, data), ...verdictSection(h, document, data)],
    ...data.details.map((detail) => () => [
      caseSection(h, inert, detail, {
        zone: summary.zone,
        starred: data.starred.has(detail.id),
        clears: data.told.get(detail.id)?.clears ?? null,
        userSummary: data.told.get(detail.id)?.userSummary ?? null,
        verdict: verdictOn(data.verdicts, detail),
        evidence: evidenceOf(data.evidence, detail),
      }),
    ]),
    () => [...strayEvidence(h, inert, data), provenance(h, data)],
  ];
  const written: Blob[] = [];
  for (const make of parts) {
    await turn();
    const elements = make();
    await turn();
    written.push(new Blob(elements.map(markup)));
  }
  const [before, after] = frameOf(inert, h, summary.name);
  return new Blob([before, ...written, after], { type: "text/html" });
}

/** An element as HTML in which nothing hides. */
function markup(element: HTMLElement): string {
  showBelow(element);
  return element.outerHTML;
}

/** What stands before and after the report's parts. */
function frameOf(inert: Document, h: Maker, tenant: string): [string, string] {
  inert.documentElement.lang = "en";
  inert.head.replaceChildren(
    h("meta", { charset: "utf-8" }),
    h("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("title", {}, `${tenant}: what history does not explain`),
  );
  const css = [tokens, plot, style].join("\n").replaceAll("</", "<\\/");
  const end = "</body></html>";
  const html = markup(inert.documentElement)
    .replace("</head>", () => `<style>${css}</style></head>`)
    .slice(0, -end.length);
  return [`<!doctype html>\n${html}`, end];
}

const heading = (h: Maker, { summary, cases, details, made }: ReportData): HTMLElement =>
  h(
    "header",
    {},
    h("p", { class: "k" }, `Shadowgraph report · ${made.toISOString().slice(0, 16).replace("T", " ")} UTC`),
    h("h1", {}, summary.name),
    h(
      "p",
      { class: "facts" },
      `${plural(summary.events, "event")} of ${plural(summary.actors, "user")}, ${dayRange(summary.firstDay, summary.lastDay)} (${summary.zone}). `,
      `${plural(cases.length, "case")} ranked; ${count(details.length)} are told in full.`,
    ),
  );

function caseList(h: Maker, { cases, details }: ReportData): HTMLElement {
  const told = new Set(details.map(({ id }) => id));
  return h(
    "section",
    {},
    h("h2", {}, "The queue"),
    h(
      "ol",
      { class: "toc" },
      cases
        .slice(0, 200)
        .map((one) =>
          h(
            "li",
            { value: one.rank },
            told.has(one.id) ? h("a", { href: `#case-${one.rank}` }, one.headline) : one.headline,
            h("span", { class: "k" }, ` ${one.actor}, ${one.day}`),
          ),
        ),
    ),
    cases.length > 200 ? h("p", { class: "k" }, `${count(cases.length - 200)} more are in cases.csv.`) : null,
  );
}

function provenance(h: Maker, { facts, summary, notebook, revealed }: ReportData): HTMLElement {
  const { rows } = summary;
  const cell = (n: number): HTMLElement => h("td", { class: "n" }, count(n));
  return h(
    "section",
    { class: "provenance" },
    h("h2", {}, "Where this comes from"),
    h(
      "p",
      {},
      `${count(rows.in)} rows in = ${count(rows.typed)} typed + ${count(rows.rejected)} rejected + ${count(rows.duplicate)} duplicate.`,
    ),
    revealed.length > 0
      ? h(
          "p",
          {},
          `Shown on screen while the other names were hidden: ${revealed.map(({ actor, when }) => `${actor} (${when.slice(0, 16).replace("T", " ")} UTC)`).join(", ")}.`,
        )
      : null,
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
            ["file", "read as", "in", "typed", "rejected", "duplicate", "SHA-256"].map((name) => h("th", {}, name)),
          ),
        ),
        h(
          "tbody",
          {},
          facts.files.map((file) =>
            h(
              "tr",
              {},
              h("td", {}, file.name),
              h("td", {}, `${file.vendor ?? "table"}, ${file.format}`),
              cell(file.rows.in),
              cell(file.rows.typed),
              cell(file.rows.rejected),
              cell(file.rows.duplicate),
              h("td", { class: "m" }, file.sha256),
            ),
          ),
        ),
      ),
    ),
    summary.doctor.length > 0
      ? h(
          "ul",
          {},
          summary.doctor.map((text) => h("li", {}, text)),
        )
      : null,
    ...facts.detectors.map(({ name, facts: said }) =>
      said.length > 0 ? h("p", {}, h("b", {}, `${name}. `), said.join(" ")) : null,
    ),
    h(
      "p",
      {},
      `Version ${facts.version}, seed ${facts.seed}, computed on ${facts.backend}, at most ${bytes(facts.peakBytes)} of memory. `,
      Object.entries(facts.seconds)
        .map(([stage, seconds]) => `${stage} ${duration(seconds * 1000)}`)
        .join(", "),
      ".",
    ),
    notebook ? h("details", {}, h("summary", {}, "The notebook"), h("pre", {}, notebook)) : null,
  );
}
