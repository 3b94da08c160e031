import { count, plural } from "../format.ts";
import { type ChartFrame, ink, roving } from "./frame.ts";
import { pen, sheet } from "./pen.ts";

/** Events by weekday (Monday first) and local hour, 7 × 24, before the scored days and on them. */
export interface WeekHours {
  readonly before: Int32Array;
  readonly scored: Int32Array;
}

const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** Half of the gap at midnight that the names of the days stand in, of a full turn. */
const gap = 0.028;

export const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/**
 * Hours of the week that the scored days have events in and history none, nor an hour before or after on any working day, or any weekend day.
 */
export function newHours({ before, scored }: WeekHours): number[] {
  const used = [new Set<number>(), new Set<number>()];
  before.forEach((n, at) => {
    if (n > 0) used[Math.floor(at / 24) < 5 ? 0 : 1]?.add(at % 24);
  });
  return [...scored.keys()].filter((at) => {
    const known = used[Math.floor(at / 24) < 5 ? 0 : 1];
    return scored[at] !== 0 && [23, 0, 1].every((by) => !known?.has((at + by) % 24));
  });
}

/** What the hours of the week say, in a sentence. */
export function weekFinding(week: WeekHours): string {
  const history = week.before.reduce((sum, n) => sum + n, 0);
  const fresh = newHours(week);
  if (history === 0) return "No hours before the scored days to compare with";
  if (fresh.length === 0) return "The scored days keep to the hours that history knows";
  const events = fresh.reduce((sum, at) => sum + (week.scored[at] ?? 0), 0);
  const [first] = fresh.toSorted((a, b) => (week.scored[b] ?? 0) - (week.scored[a] ?? 0));
  const where = `${names[Math.floor((first ?? 0) / 24)]} ${hourText((first ?? 0) % 24)}`;
  return `${plural(events, "event")} at hours that history does not know, most on ${where}`;
}

/**
 * A clock of the week: hours around, midnight at the top, Monday inside and Sunday outside; darker for more events (logarithmic). Hours of the
 * scored days that history does not know have the signal colour.
 */
export function weekClock(
  week: WeekHours,
  frame: ChartFrame,
  onPick?: (weekday: number, hour: number) => void,
): SVGSVGElement {
  const draw = pen(frame.document);
  const size = Math.min(frame.width, 330);
  const [outer, inner] = [size / 2 - 22, (size / 2 - 22) * 0.3];
  const ring = (outer - inner) / 7;
  const centre = { x: frame.width < 420 ? frame.width / 2 : size / 2, y: size / 2 };
  const angle = (hour: number): number => 2 * Math.PI * (gap + (1 - 2 * gap) * (hour / 24)) - Math.PI / 2;
  const at = (radius: number, hour: number): { x: number; y: number } => ({
    x: centre.x + radius * Math.cos(angle(hour)),
    y: centre.y + radius * Math.sin(angle(hour)),
  });
  const point = (radius: number, hour: number): string => {
    const { x, y } = at(radius, hour);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const svg = sheet(draw, {
    width: frame.width,
    height: size,
    label: `Events by hour of the week. ${weekFinding(week)}.`,
    kind: "clock",
  });
  for (const hour of [0, 3, 6, 9, 12, 15, 18, 21]) {
    const { x, y } = at(outer + 12, hour);
    const anchor = hour === 0 ? "start" : hour === 12 ? "middle" : hour < 12 ? "start" : "end";
    draw(
      "text",
      { x: hour === 0 ? x + 2 : x, y: y + 4, "text-anchor": anchor, fill: ink.text },
      svg,
      hour % 6 === 0 ? hourText(hour) : String(hour),
    );
  }
  names.forEach((name, day) => {
    draw(
      "text",
      {
        x: centre.x,
        y: centre.y - inner - (day + 0.5) * ring + 3.5,
        "text-anchor": "middle",
        fill: ink.faint,
        class: "tiny",
      },
      svg,
      name.slice(0, 1),
    );
  });
  const fresh = new Set(newHours(week));
  const all = week.before.map((n, i) => n + (week.scored[i] ?? 0));
  const most = Math.log1p(Math.max(1, ...all));
  const cells = [...all.keys()].map((i) => {
    const [day, hour, n] = [Math.floor(i / 24), i % 24, all[i] ?? 0];
    const [low, high] = [inner + day * ring + 0.6, inner + (day + 1) * ring - 0.6];
    const d = `M${point(low, hour + 0.04)}L${point(high, hour + 0.03)}A${high.toFixed(1)},${high.toFixed(1)} 0 0 1 ${point(high, hour + 0.97)}L${point(low, hour + 0.96)}A${low.toFixed(1)},${low.toFixed(1)} 0 0 0 ${point(low, hour + 0.04)}Z`;
    const isNew = fresh.has(i);
    const shape = draw(
      "path",
      {
        d,
        fill: isNew ? ink.signal : n > 0 ? ink.usual : ink.empty,
        "fill-opacity": isNew || n === 0 ? "1" : (0.16 + (0.84 * Math.log1p(n)) / most).toFixed(2),
      },
      svg,
    );
    const name = `${names[day]} ${hourText(hour)} to ${hourText((hour + 1) % 24)}: ${plural(n, "event")}, ${count(week.scored[i] ?? 0)} of them on scored days`;
    draw("title", {}, shape, name);
    return { shape, name, n, day, hour, spot: at((low + high) / 2, hour + 0.5) };
  });
  const busy = cells.filter(({ n }) => n > 0);
  if (onPick)
    roving(
      svg,
      busy.map(({ shape }) => shape),
      {
        names: busy.map(({ name }) => `${name}. Show the rows.`),
        spots: busy.map(({ spot }) => spot),
        onPick: (i) => onPick(busy[i]!.day, busy[i]!.hour),
      },
    );
  return svg;
}
