import { groupBy } from "../lib/group.ts";
import { nounFor } from "../lib/plural.ts";
import { oneIn } from "./headline.ts";

/** All that a summary of a user's window is made of. */
export interface WindowFacts {
  readonly actor: string;
  /** First and last scored day, ISO, and how many days with data that is. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** Days of it on which the user did anything. */
  readonly activeDays: number;
  readonly events: number;
  /** Median number of events of an active day before the window; null where there was none. */
  readonly usualEvents: number | null;
  /** Event types by number, the most frequent first. */
  readonly types: readonly { readonly name: string; readonly n: number }[];
  /** Days whose fused p is at most 0.01, the most unusual first. */
  readonly unusual: readonly { readonly day: string; readonly p: number; readonly headline: string }[];
  /** Event types and attribute values never seen of the user before the window, with their number of events. */
  readonly first: readonly { readonly what: string; readonly n: number }[];
  /** By kind of entity, how many were new to the user, and how many to the whole tenant. */
  readonly fresh: readonly { readonly kind: string; readonly toUser: number; readonly toTenant: number }[];
  /** The most alike users, the first of them by name, and their median of events an active day. */
  readonly peers: { readonly n: number; readonly names: readonly string[]; readonly usualEvents: number } | null;
  /** Verdicts on days of this user, in words. */
  readonly verdicts: readonly { readonly day: string; readonly verdict: string; readonly reason: string }[];
}

const count = (n: number): string => (Number.isInteger(n) ? n : Number(n.toPrecision(2))).toLocaleString("en-US");
const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;
const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
const clean = (sentence: string): string => sentence.trim().replace(/\.+$/, "");

function compare(now: number, usual: number): string {
  if (usual <= 0) return "";
  const ratio = now / usual;
  if (ratio >= 1.5) return `, ${count(ratio)} times as many`;
  if (ratio <= 1 / 1.5) return `, ${count(Math.round(ratio * 100))} % of that`;
  return ", about as many";
}

/** What was unusual, the worst first, days of one headline together: `2025-09-29 and 2025-10-01 (1 in 6,000): “41 Refund in a day”`. */
function standingOut(unusual: WindowFacts["unusual"]): string {
  const byHeadline = groupBy(unusual, ({ headline }) => clean(headline));
  const told = [...byHeadline].slice(0, 3).map(([headline, days]) => {
    const [worst] = days;
    return `${list(days.map(({ day }) => day).sort())} (${days.length > 1 ? "up to " : ""}${oneIn(worst!.p)}): “${headline}”`;
  });
  const left = [...byHeadline.values()].slice(3).flat().length;
  return `${told.join("; ")}${left > 0 ? `; and ${count(left)} more` : ""}`;
}

/** A user's window in a paragraph, from facts alone. */
export function summarise(facts: WindowFacts): string {
  const { actor, from, to, days, activeDays, events, usualEvents, types, unusual, first, fresh, peers, verdicts } =
    facts;
  const when = from === to ? `On ${from}` : `From ${from} to ${to}`;
  if (activeDays === 0) return `${when}, ${actor} did nothing that was logged.`;
  const daily = events / activeDays;
  const own =
    usualEvents === null
      ? "There is no day before to compare it with."
      : `That is ${plural(daily, "event")} an active day, against a usual ${count(usualEvents)} before${compare(daily, usualEvents)}.`;
  const sentences = [
    `${when}, ${actor} was active on ${count(activeDays)} of ${plural(days, "day")} and left ${plural(events, "event")}, mostly ${list(
      types.slice(0, 3).map(({ name, n }) => `${name} (${count(n)})`),
    )}.`,
    own,
    unusual.length === 0
      ? "No day of it stands out: each is within what the days before and the other users explain."
      : `${unusual.length === 1 ? "One day stands out" : `${count(unusual.length)} days stand out`}: ${standingOut(unusual)}.`,
  ];
  if (first.length > 0)
    sentences.push(
      `For the first time in the days looked at: ${list(first.slice(0, 4).map(({ what, n }) => `${what} (${plural(n, "event")})`))}${
        first.length > 4 ? `, and ${count(first.length - 4)} more` : ""
      }.`,
    );
  if (fresh.length > 0)
    sentences.push(
      `Touched for the first time: ${list(
        fresh.map(
          ({ kind, toUser, toTenant }) =>
            `${count(toUser)} ${nounFor(toUser, kind)}${toTenant > 0 ? ` (${count(toTenant)} new to everybody)` : ""}`,
        ),
      )}.`,
    );
  if (peers)
    sentences.push(
      `The ${peers.n === 1 ? "user" : `${count(peers.n)} users`} with the most similar mix (${list(peers.names)}${
        peers.n > peers.names.length ? " among them" : ""
      }) usually leave ${plural(peers.usualEvents, "event")} on an active day.`,
    );
  if (verdicts.length > 0)
    sentences.push(
      `Verdicts so far: ${verdicts.map(({ day, verdict, reason }) => `${day} ${verdict}${reason === "" ? "" : ` (${clean(reason)})`}`).join("; ")}.`,
    );
  return sentences.join(" ");
}
