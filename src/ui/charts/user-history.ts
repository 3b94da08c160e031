import * as Plot from "@observablehq/plot";
import { count, plural } from "../format.ts";
import { type ChartFrame, figure, ink, roving } from "./frame.ts";

/** Active days that a user needs before the scored ones to be judged by his own history. */
const established = 10;

/** How many users have history enough, in a sentence. */
export function historyFinding(users: readonly number[]): string {
  const all = users.reduce((sum, n) => sum + n, 0);
  const thin = users.slice(0, established).reduce((sum, n) => sum + n, 0);
  if (thin === 0) return `All ${plural(all, "user")} have ${established} active days of history or more`;
  return `${count(thin)} of ${plural(all, "user")} have under ${established} active days of history: others judge them`;
}

interface Bar {
  readonly days: number;
  readonly users: number;
}

/** Users by their number of active days before the scored ones; those with too few to be judged by their own in the darker tone. */
export function userHistory(
  users: readonly number[],
  frame: ChartFrame,
  onPick?: (days: number) => void,
): SVGSVGElement {
  const bars: Bar[] = users.map((n, days) => ({ days, users: n }));
  const most = Math.max(1, ...users);
  const title = (d: Bar): string => `${plural(d.users, "user")} with ${plural(d.days, "active day")}`;
  const svg = figure(frame, `${historyFinding(users)}.`, {
    height: 170,
    marginLeft: 14 + 6.5 * count(most).length,
    marginRight: 8,
    marginTop: 22,
    marginBottom: 36,
    x: { domain: [-0.5, users.length - 0.5], label: "active days before the scored ones →", tickSize: 3, ticks: 6 },
    y: { label: "users", ticks: 4, tickSize: 0, tickFormat: count },
    marks: [
      Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.rectY(bars, {
        x1: (d: Bar) => d.days - 0.42,
        x2: (d: Bar) => d.days + 0.42,
        y: "users",
        fill: (d: Bar) => (d.days < established ? ink.usualInk : ink.usual),
        title,
        className: "bins",
      }),
      Plot.ruleX([established - 0.5], { stroke: ink.text, strokeDasharray: "4 3" }),
      Plot.ruleY([0], { stroke: ink.line }),
    ],
  });
  const shapes = [...svg.querySelectorAll("g.bins > *")];
  const filled = bars.flatMap((bar, i) => (bar.users > 0 && shapes[i] ? [{ bar, shape: shapes[i] }] : []));
  if (onPick && shapes.length === bars.length)
    roving(
      svg,
      filled.map(({ shape }) => shape),
      {
        names: filled.map(({ bar }) => `${title(bar)}. Name them.`),
        spots: filled.map(({ bar }) => ({ x: bar.days, y: 0 })),
        onPick: (i) => onPick(filled[i]!.bar.days),
      },
    );
  return svg;
}
