import * as Plot from "@observablehq/plot";
import type { TenantPage } from "../../engine/api/pages.ts";
import { count, dayLong, dayTick, plural } from "../format.ts";
import { type ChartFrame, figure, ink, pressable } from "./frame.ts";

type Alarm = TenantPage["alarms"][number];

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** How many user-days raise an alarm against how many would by chance, in a sentence. */
export function alarmFinding(alarms: readonly Alarm[]): string {
  const scored = alarms.reduce((sum, one) => sum + one.scored, 0);
  const raised = alarms.reduce((sum, one) => sum + one.hundredth, 0);
  if (scored === 0) return "No day has been scored yet";
  return `${count(raised)} of ${plural(scored, "scored user-day")} are as unusual as 1 in 100: ${percent(raised / scored)}, where 1 % would be by chance`;
}

/** By scored day, the share of user-days as unusual as 1 in 100 (bar) and 1 in 1,000 (dark part), against 1 % (dashed). */
export function alarmRate(alarms: readonly Alarm[], frame: ChartFrame, onPick?: (day: string) => void): SVGSVGElement {
  const share = ({ scored }: Alarm, n: number): number => (scored === 0 ? 0 : n / scored);
  const most = Math.max(0.02, ...alarms.map((one) => share(one, one.hundredth)));
  const step = most > 0.1 ? 0.05 : most > 0.04 ? 0.02 : 0.01;
  const levels = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const title = (d: Alarm): string =>
    `${dayLong(d.day)}: ${count(d.hundredth)} of ${plural(d.scored, "user-day")} as unusual as 1 in 100, ${count(d.thousandth)} as 1 in 1,000`;
  const every = Math.ceil((alarms.length * 52) / Math.max(1, frame.width - 50));
  const svg = figure(frame, `${alarmFinding(alarms)}.`, {
    height: 190,
    marginLeft: 40,
    marginRight: 8,
    marginTop: 22,
    marginBottom: 24,
    x: { type: "band", domain: alarms.map(({ day }) => day), padding: 0.25, axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.axisY(levels, { tickSize: 0, label: "share of scored user-days", fill: ink.faint, tickFormat: percent }),
      Plot.gridY(levels, { stroke: ink.grid, strokeOpacity: 1 }),
      Plot.barY(alarms, {
        x: "day",
        y: (d: Alarm) => share(d, d.hundredth),
        fill: ink.usual,
        title,
        className: "bars",
      }),
      Plot.barY(alarms, {
        x: "day",
        y: (d: Alarm) => share(d, d.thousandth),
        fill: ink.signal,
        pointerEvents: "none",
      }),
      Plot.ruleY([0.01], { stroke: ink.text, strokeDasharray: "4 3" }),
      Plot.ruleY([0], { stroke: ink.line }),
      Plot.axisX(
        alarms.map(({ day }) => day).filter((_, i) => i % every === 0),
        { tickSize: 0, label: null, fill: ink.text, tickFormat: dayTick },
      ),
    ],
  });
  if (onPick)
    pressable(
      svg,
      [...svg.querySelectorAll("g.bars > *")],
      alarms.map((one) => `${title(one)}. Show the day’s rows.`),
      (i) => onPick(alarms[i]!.day),
    );
  return svg;
}
