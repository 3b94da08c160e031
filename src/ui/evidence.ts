import { html, type TemplateResult } from "lit";
import type { EvidenceTable, Finding } from "../casework/evidence.ts";
import type { RawRow } from "../engine/api/cases.ts";
import { clock, lineNumber } from "./format.ts";
import { icon } from "./icons.ts";
import { localTime } from "./local-time.ts";

/** What bubbles from whatever can be evidence to the page, which puts it into the tray of the open case. */
export type FindingEvent = CustomEvent<Finding | Promise<Finding>>;

/** Rows of a table that are kept as evidence; more of them belong into a file of their own. */
export const mostKept = 200;

/** Asks the page to keep a finding as evidence of the open case. */
export const keep = (from: Element, finding: Finding | Promise<Finding>): void =>
  void from.dispatchEvent(new CustomEvent("sg-evidence", { bubbles: true, detail: finding }));

/** The button beside something that can be evidence; `E` presses it where the focus is in the nearest `.evident`. */
export const keepButton = (what: string, finding: () => Finding | Promise<Finding>): TemplateResult =>
  html`<button type="button" class="tool keep" aria-label="Into the evidence: ${what}" title="Into the case’s evidence (E)" @click=${(
    event: Event,
  ) => keep(event.currentTarget as Element, finding())}>${icon("keep")}</button>`;

/** A sentence of a case that can be evidence. */
export const factFinding = (title: string, source: string): Finding => ({ title, source, content: { kind: "fact" } });

/** An event with the record that it was read from; its title has the zone's time. */
export function rowFinding(
  { file, line, time, actor, type, entities, attributes, raw }: RawRow,
  zone: string,
): Finding {
  const local = localTime(time, zone);
  const details = [
    ...entities.map((one) => ({ name: one.type, value: one.name })),
    ...attributes.map(({ name, value }) => ({ name, value })),
  ];
  return {
    title: `${local.slice(0, 10)} ${clock(local)} ${zone}, ${type}`,
    source: `${file} : ${lineNumber(line)}`,
    content: { kind: "row", file, line, time, actor, type, details, raw },
  };
}

/** The first rows of a table. */
export const firstRows = ({ columns, rows, total }: EvidenceTable): EvidenceTable => ({
  columns,
  rows: rows.slice(0, mostKept),
  total,
});

/** Presses the button that keeps what has the focus. @returns whether there was one */
export function keepFocused(target: EventTarget | null): boolean {
  const button = target instanceof Element ? target.closest(".evident")?.querySelector<HTMLElement>(".keep") : null;
  button?.click();
  return button !== null && button !== undefined;
}
