import { count, dayLong, oneIn, plural } from "../format.ts";
import { type ChartFrame, ink, roving } from "./frame.ts";
import { pen, sheet } from "./pen.ts";

/** A day of somebody's calendar. */
export interface CalendarDay {
  /** ISO local day. */
  readonly day: string;
  readonly events: number;
  /** Fused p where the day was scored, else null. */
  readonly p: number | null;
  /** Whether it is a case of the queue. */
  readonly isCase: boolean;
}

const dayMs = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const mostWeeks = 53;
const left = 34;
const top = 18;

/** Days since 1970-01-01, and since the Monday of its week. */
function placeOf(day: string): { number: number; weekday: number } {
  const number = Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
  return { number, weekday: (((number + 3) % 7) + 7) % 7 };
}

/** What a day holds, in words. */
const describe = ({ day, events, p, isCase }: CalendarDay): string =>
  `${dayLong(day)}: ${plural(events, "event")}${p === null ? "" : `, ${oneIn(p)} user-days look like it`}${isCase ? ", a case of the queue" : ""}`;

/**
 * Weeks across, Monday to Sunday down: darker for more events (logarithmic), scored days outlined, cases in the signal colour. A year at
 * the most, up to the last day.
 */
export function calendar(
  all: readonly CalendarDay[],
  frame: ChartFrame,
  onPick?: (day: CalendarDay) => void,
): SVGSVGElement {
  const draw = pen(frame.document);
  const last = placeOf(all.at(-1)?.day ?? "1970-01-01");
  const weekOf = (day: string): number => {
    const { number, weekday } = placeOf(day);
    return (number - weekday - (last.number - last.weekday)) / 7;
  };
  const days = all.filter(({ day }) => weekOf(day) > -mostWeeks);
  const first = days[0] ? weekOf(days[0].day) : 0;
  const size = Math.min(34, (frame.width - left) / (1 - first));
  const x = (day: string): number => left + (weekOf(day) - first) * size;
  const y = (day: string): number => top + placeOf(day).weekday * size;
  const most = Math.log1p(Math.max(1, ...days.map(({ events }) => events)));
  const cases = days.filter(({ isCase }) => isCase).length;
  const svg = sheet(draw, {
    width: frame.width,
    height: top + 7 * size + 2,
    label: `${plural(days.length, "day")}, ${plural(days.filter(({ events }) => events > 0).length, "day")} with events, ${count(cases)} in the queue.`,
    kind: "calendar",
  });
  for (const [i, name] of weekdays.entries())
    if (size >= 13 || i % 2 === 0)
      draw("text", { x: 0, y: top + i * size + size / 2 + 4, fill: ink.faint }, svg, size < 9 ? (name[0] ?? "") : name);
  let named = Number.NEGATIVE_INFINITY;
  days.forEach(({ day }, i) => {
    const month = day.slice(0, 7);
    if (i > 0 && days[i - 1]?.day.slice(0, 7) === month) return;
    if (x(day) - named < 30) return;
    named = x(day);
    draw("text", { x: x(day), y: top - 6, fill: ink.text }, svg, months[Number(month.slice(5)) - 1] ?? "");
  });
  const shapes = days.map((one) => {
    const group = draw("g", {}, svg);
    draw("title", {}, group, describe(one));
    const isScored = one.p !== null;
    const inset = isScored && size > 9 ? 1.5 : 0.75;
    const fill = one.isCase ? ink.signal : one.events > 0 ? ink.usual : ink.empty;
    const opacity = one.isCase || one.events === 0 ? 1 : 0.16 + (0.84 * Math.log1p(one.events)) / most;
    const box = {
      x: x(one.day) + inset,
      y: y(one.day) + inset,
      width: size - 2 * inset,
      height: size - 2 * inset,
      rx: Math.min(3, size / 6),
    };
    draw("rect", { ...box, fill: ink.paper, class: "reach" }, group);
    draw(
      "rect",
      { ...box, fill, "fill-opacity": opacity, ...(isScored ? { stroke: ink.strong, "stroke-width": 1.2 } : {}) },
      group,
    );
    if (size >= 20)
      draw(
        "text",
        {
          x: x(one.day) + size / 2,
          y: y(one.day) + size / 2 + 4,
          "text-anchor": "middle",
          fill: one.isCase ? "var(--on-signal)" : opacity > 0.7 && one.events > 0 ? ink.strong : ink.text,
          "font-weight": one.isCase ? 600 : 400,
          "pointer-events": "none",
        },
        group,
        String(Number(one.day.slice(8))),
      );
    return group;
  });
  const busy = days.flatMap((one, i) => (one.events > 0 ? [{ one, shape: shapes[i] as SVGElement }] : []));
  if (onPick)
    roving(
      svg,
      busy.map(({ shape }) => shape),
      {
        names: busy.map(({ one }) => `${describe(one)}. Show the rows.`),
        spots: busy.map(({ one }) => ({ x: x(one.day), y: y(one.day) })),
        onPick: (i) => onPick((busy[i] as { one: CalendarDay }).one),
      },
    );
  return svg;
}
