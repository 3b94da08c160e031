import { groupBy } from "../lib/group.ts";
import { detectorName } from "./detector-name.ts";
import { oneIn } from "./headline.ts";

/** What one detector says of a day. */
export interface Said {
  readonly detector: string;
  /** Null: it had no say. */
  readonly p: number | null;
  readonly rank: number | null;
  readonly of: number;
  readonly reason?: string;
}

/** From this p down a detector finds a day unusual; up to the second it finds it a little so. */
const unusual = 0.01;
const slightly = 0.05;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
const place = ({ rank, of }: Said): string =>
  rank === null ? "" : `rank ${rank.toLocaleString("en-US")} of ${of.toLocaleString("en-US")}`;
const clause = (one: Said, words: string): string =>
  `${detectorName(one.detector)} ${words}${place(one) ? `: ${place(one)}` : ""}`;

/** How far the detectors agree, in a sentence: `profile and subspace agree; graph saw nothing: rank 812 of 2,100.` */
export function agreementOf(opinions: readonly Said[]): string {
  const with_ = (least: number, most: number): Said[] =>
    opinions.filter(({ p }) => p !== null && p > least && p <= most).sort((a, b) => a.p! - b.p!);
  const finds = with_(-1, unusual);
  const hints = with_(unusual, slightly);
  const quiet = with_(slightly, Number.POSITIVE_INFINITY);
  const mute = opinions.filter(({ p }) => p === null);
  const parts: string[] = [];
  if (finds.length > 1)
    parts.push(`${list(finds.map(({ detector }) => detectorName(detector)))} agree that it is unusual`);
  for (const one of finds.length === 1 ? finds : [])
    parts.push(
      `${quiet.length + hints.length > 0 ? "only " : ""}${detectorName(one.detector)} finds it unusual (${oneIn(one.p!)})`,
    );
  for (const one of hints) parts.push(clause(one, `leans that way (${oneIn(one.p!)})`));
  for (const one of quiet) parts.push(clause(one, "saw nothing"));
  for (const [reason, all] of groupBy(mute, ({ reason: why = "" }) => why))
    parts.push(`${list(all.map(({ detector }) => detectorName(detector)))} had no say${reason ? `: ${reason}` : ""}`);
  if (finds.length === 0 && hints.length > 1) parts.unshift("no detector alone finds it unusual");
  const text = parts.join("; ");
  return text === "" ? "No detector had a say." : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
