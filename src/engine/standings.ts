import { isoDay } from "../features/calendar.ts";
import type { RankedDetector } from "../ranking/user-days.ts";
import type { HistoryDays, Standing } from "./api/pages.ts";
import type { Detection } from "./detection.ts";

const bins = 48;

/** Where a scored user-day lies among the history's by each detector's own statistic; of roots, the day's most unusual one. */
export function standingsOf(detections: readonly Detection[], actor: string, day: string): Standing[] {
  const features = detections[0]?.features;
  if (!features) return [];
  const code = features.actors.indexOf(actor);
  const at = features.calendar.days.findIndex((one) => isoDay(one) === day);
  return detections.flatMap(({ ranked }) => ranked.flatMap((one) => standing(one, code, at) ?? []));
}

/** User-days that are named at the most. */
const mostNamed = 24;

/** The history's user-days whose statistic by a detector lies from `from` to before `to`, or at `to` where nothing is beyond it. */
export function historyDaysOf(
  detections: readonly Detection[],
  detector: string,
  { from, to }: { readonly from: number; readonly to: number },
): HistoryDays {
  const detection = detections.find(({ ranked }) => ranked.some(({ name }) => name === detector));
  const scores = detection?.ranked.find(({ name }) => name === detector)?.scores;
  if (!detection || !scores) return { total: 0, days: [] };
  const { actors, calendar } = detection.features;
  const isLast = scores.null.every((score) => score <= to);
  const found = new Map<string, HistoryDays["days"][number]>();
  for (let i = 0; i < scores.null.length; i++) {
    const value = scores.null[i]!;
    if (value < from || value > to || (value === to && !isLast)) continue;
    const [actor, day] = [actors[scores.nullActor[i]!], calendar.days[scores.nullDay[i]!]];
    if (actor === undefined || day === undefined) continue;
    const key = `${day} ${actor}`;
    if ((found.get(key)?.value ?? Number.NEGATIVE_INFINITY) < value) found.set(key, { actor, day: isoDay(day), value });
  }
  const days = [...found.values()].sort((a, b) => b.value - a.value || (a.day < b.day ? -1 : 1));
  return { total: days.length, days: days.slice(0, mostNamed) };
}

function standing({ name, scores }: RankedDetector, actor: number, day: number): Standing | null {
  let value = Number.NEGATIVE_INFINITY;
  scores.actor.forEach((one, i) => {
    if (one === actor && scores.day[i] === day) value = Math.max(value, scores.score[i]!);
  });
  if (value === Number.NEGATIVE_INFINITY || scores.null.length === 0) return null;
  const low = scores.null.reduce((a, b) => Math.min(a, b), value);
  const high = scores.null.reduce((a, b) => Math.max(a, b), value);
  const width = (high - low || 1) / bins;
  const history = new Array<number>(bins).fill(0);
  let beyond = 0;
  for (const score of scores.null) {
    history[Math.min(bins - 1, Math.floor((score - low) / width))]!++;
    if (score >= value) beyond++;
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + i * width);
  const items = scores.action.some((action) => action >= 0) ? "root actions" : "user-days";
  return { detector: name, edges, history, items, value, beyond, total: scores.null.length };
}
