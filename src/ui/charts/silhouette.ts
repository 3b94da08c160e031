import type { GroupFit } from "../../engine/api/pages.ts";
import { count, plural } from "../format.ts";
import { type ChartFrame, clip, ink, roving } from "./frame.ts";
import { pen, sheet } from "./pen.ts";

/** What the silhouettes say of the peer groups, in a sentence. */
export function silhouetteFinding(groups: readonly GroupFit[], mean: number | null): string {
  if (mean === null) return "Users fall into no groups: all are one another’s peers";
  const misfits = groups.flatMap(({ members }) => members).filter(({ silhouette }) => silhouette < 0).length;
  const all = groups.reduce((sum, { members }) => sum + members.length, 0);
  const how = mean > 0.5 ? "clearly apart" : mean > 0.25 ? "apart, with some overlap" : "hardly apart";
  return `${plural(groups.length, "group")} of peers, ${how} (mean silhouette ${mean.toFixed(2)})${misfits > 0 ? `; ${count(misfits)} of ${count(all)} users lie nearer another group` : ""}`;
}

const gap = 24;

/** The silhouette of each user of a sample, by peer group, best first: bars to the right fit their group, to the left another one better. */
export function silhouettePlot(
  groups: readonly GroupFit[],
  frame: ChartFrame,
  onPick?: (actor: string) => void,
): SVGSVGElement {
  const draw = pen(frame.document);
  const members = groups.flatMap(({ members: own }) => own);
  const bar = Math.max(1.2, Math.min(7, 420 / Math.max(1, members.length)));
  const height = groups.reduce((sum, { members: own }) => sum + gap + own.length * bar + 8, 0) + 34;
  const low = Math.min(-0.1, ...members.map(({ silhouette }) => silhouette));
  const high = Math.max(0.5, ...members.map(({ silhouette }) => silhouette));
  const [from, to] = [4, frame.width - 12];
  const x = (value: number): number => from + ((value - low) / (high - low)) * (to - from);
  const svg = sheet(draw, {
    width: frame.width,
    height,
    label: `Silhouettes of ${plural(members.length, "user")} in ${plural(groups.length, "group")}.`,
    kind: "silhouette",
  });
  const ticks = [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].filter((value) => value >= low && value <= high);
  for (const value of ticks) {
    draw(
      "line",
      { x1: x(value), x2: x(value), y1: 0, y2: height - 32, stroke: value === 0 ? ink.line : ink.grid },
      svg,
    );
    draw(
      "text",
      { x: x(value), y: height - 18, "text-anchor": "middle", fill: ink.faint },
      svg,
      value.toFixed(2).replace("-", "−"),
    );
  }
  draw("text", { x: to, y: height - 3, "text-anchor": "end", fill: ink.text }, svg, "nearer the own group →");
  draw("text", { x: from, y: height - 3, fill: ink.text }, svg, "← nearer another");
  let y = 0;
  const shapes: { shape: SVGElement; name: string; actor: string; y: number }[] = [];
  for (const { label, size, members: own } of groups) {
    const text = `${clip(label, Math.floor((frame.width - 110) / 6.4))}, ${plural(size, "user")}`;
    draw("text", { x: from, y: y + 15, fill: ink.strong, "font-weight": 600, class: "halo" }, svg, text);
    y += gap;
    for (const { actor, silhouette } of own) {
      const [a, b] = [x(Math.min(0, silhouette)), x(Math.max(0, silhouette))];
      const group = draw("g", {}, svg);
      const name = `${actor}, silhouette ${silhouette.toFixed(2).replace("-", "−")}`;
      draw("title", {}, group, name);
      draw("rect", { x: from, y, width: to - from, height: bar, fill: "transparent" }, group);
      draw(
        "rect",
        {
          x: a,
          y,
          width: Math.max(0.8, b - a),
          height: Math.max(0.9, bar - 0.4),
          fill: silhouette < 0 ? ink.usualInk : ink.usual,
        },
        group,
      );
      shapes.push({ shape: group, name, actor, y });
      y += bar;
    }
    y += 8;
  }
  if (onPick)
    roving(
      svg,
      shapes.map(({ shape }) => shape),
      {
        names: shapes.map(({ name }) => `${name}. Open the user.`),
        spots: shapes.map((one) => ({ x: 0, y: one.y })),
        onPick: (i) => onPick(shapes[i]!.actor),
      },
    );
  return svg;
}
