import { type Evidence, type EvidenceTable, evidenceOf } from "../../casework/evidence.ts";
import type { CaseKey } from "../../casework/verdicts.ts";
import { drawnFrom } from "../drawing.ts";
import { count, plural } from "../format.ts";
import type { ReportData } from "./data.ts";
import type { Maker } from "./html.ts";

/** The evidence of a case, in its order, each piece with its source, its note and what it holds; null where there is none. */
export function evidenceList(h: Maker, document: Document, items: readonly Evidence[]): HTMLElement | null {
  if (items.length === 0) return null;
  return h(
    "div",
    { class: "evidence" },
    h("h3", {}, `Evidence, ${plural(items.length, "piece")}`),
    h(
      "ol",
      {},
      items.map((item) =>
        h(
          "li",
          {},
          h("p", {}, h("b", {}, item.title), " ", h("span", { class: "k" }, sourceOf(item))),
          item.note === "" ? null : h("p", {}, item.note),
          held(h, document, item),
        ),
      ),
    ),
  );
}

/** Evidence on days that the report tells no case of; empty where there is none. */
export function strayEvidence(h: Maker, document: Document, { evidence, details }: ReportData): HTMLElement[] {
  const told = new Set(details.map(({ actor, day }) => `${day} ${actor}`));
  const days = new Map<string, CaseKey>();
  for (const { actor, day } of evidence.items)
    if (!told.has(`${day} ${actor}`)) days.set(`${day} ${actor}`, { actor, day });
  return [...days.values()].map(({ actor, day }) =>
    h(
      "section",
      {},
      h("h2", {}, `${actor}, ${day}`),
      h("p", { class: "k" }, "Evidence on a day that the queue no longer has."),
      evidenceList(h, document, evidenceOf(evidence, { actor, day })),
    ),
  );
}

const sourceOf = ({ source, time }: Evidence): string => `${source} · kept ${time.slice(0, 16).replace("T", " ")} UTC`;

function held(h: Maker, document: Document, { content }: Evidence): HTMLElement | null {
  if (content.kind === "fact") return null;
  if (content.kind === "table") return tableOf(h, content.table);
  if (content.kind === "row") {
    const { time, actor, details, raw } = content;
    const named = details.map(({ name, value }) => `${name} ${value}`);
    return h(
      "div",
      {},
      h("p", { class: "facts" }, [`${time.replace("T", " ")}`, actor, ...named].join(" · ")),
      raw === null ? null : h("pre", {}, raw),
    );
  }
  const { drawing, table } = content;
  return h(
    "div",
    {},
    drawing && h("figure", {}, drawnFrom(drawing, document)),
    table && h("details", {}, h("summary", {}, `Its ${plural(table.total, "row")}`), tableOf(h, table)),
  );
}

const tableOf = (h: Maker, { columns, rows, total }: EvidenceTable): HTMLElement =>
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
          columns.map((name) => h("th", {}, name)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((value) => h("td", {}, value === null ? "–" : String(value))),
          ),
        ),
      ),
    ),
    total > rows.length ? h("p", { class: "k" }, `The first ${count(rows.length)} of ${plural(total, "row")}.`) : null,
  );
