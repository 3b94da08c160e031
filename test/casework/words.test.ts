import { describe, expect, test } from "vitest";
import { agreementOf, type Said } from "../../src/casework/agreement.ts";
import { summarise, type WindowFacts } from "../../src/casework/summary.ts";

const said = (detector: string, p: number | null, rank: number | null = 1, reason?: string): Said => ({
  detector,
  p,
  rank,
  of: 2100,
  ...(reason === undefined ? {} : { reason }),
});

test.each([
  [
    [said("profile", 1e-4), said("subspace", 1e-3), said("graph", 0.4, 812)],
    "Profile and subspace agree that it is unusual; graph saw nothing: rank 812 of 2,100.",
  ],
  [
    [said("profile", 0.3, 700), said("graph", 1e-3)],
    "Only graph finds it unusual (1 in 1,000); profile saw nothing: rank 700 of 2,100.",
  ],
  [
    [said("profile", 0.02, 30), said("subspace", 0.03, 41), said("graph", null, null, "no root action that day")],
    "No detector alone finds it unusual; profile leans that way (1 in 50): rank 30 of 2,100; subspace leans that way (1 in 33): rank 41 of 2,100; graph had no say: no root action that day.",
  ],
  [[said("profile", 1e-4)], "Profile finds it unusual (1 in 10,000)."],
  [[], "No detector had a say."],
])("what the detectors say is told as it is", (opinions, words) => {
  expect(agreementOf(opinions)).toBe(words);
});

const facts: WindowFacts = {
  actor: "ann",
  from: "2025-04-10",
  to: "2025-04-16",
  days: 7,
  activeDays: 5,
  events: 300,
  usualEvents: 20,
  types: [
    { name: "View", n: 200 },
    { name: "Refund", n: 100 },
  ],
  unusual: [{ day: "2025-04-16", p: 1e-4, headline: "41 Refund in a day; usually none." }],
  first: [{ what: "country AT", n: 1 }],
  fresh: [{ kind: "customer", toUser: 12, toTenant: 3 }],
  peers: { n: 10, names: ["bob", "eve"], usualEvents: 21 },
  verdicts: [{ day: "2025-04-16", verdict: "worth auditing", reason: "no ticket." }],
};

describe("the summary of a user's window", () => {
  test("says how active, against what is usual, which days stand out and why, what was new, the peers and the verdicts", () => {
    expect(summarise(facts)).toBe(
      "From 2025-04-10 to 2025-04-16, ann was active on 5 of 7 days and left 300 events, mostly View (200) and Refund (100). " +
        "That is 60 events an active day, against a usual 20 before, 3 times as many. " +
        "One day stands out: 2025-04-16 (1 in 10,000): “41 Refund in a day; usually none”. " +
        "For the first time in the days looked at: country AT (1 event). " +
        "Touched for the first time: 12 customers (3 new to everybody). " +
        "The 10 users with the most similar mix (bob and eve among them) usually leave 21 events on an active day. " +
        "Verdicts so far: 2025-04-16 worth auditing (no ticket).",
    );
  });

  test("tells days of one headline together, and counts what it leaves out", () => {
    const day = (at: number, headline: string) => ({ day: `2025-04-1${at}`, p: 10 ** -(5 - at), headline });
    const unusual = [day(1, "Like eve."), day(0, "Like eve."), day(2, "A."), day(3, "B."), day(4, "C."), day(5, "C.")];
    expect(summarise({ ...facts, unusual })).toContain(
      "6 days stand out: 2025-04-10 and 2025-04-11 (up to 1 in 10,000): “Like eve”; 2025-04-12 (1 in 1,000): “A”; 2025-04-13 (1 in 100): “B”; and 2 more.",
    );
  });

  test("of a user without history, without unusual days, or without events says so", () => {
    const quiet = { ...facts, usualEvents: null, unusual: [], first: [], fresh: [], peers: null, verdicts: [] };
    expect(summarise(quiet)).toMatch(/There is no day before to compare it with\. No day of it stands out/);
    expect(summarise({ ...quiet, activeDays: 0, events: 0, types: [] })).toBe(
      "From 2025-04-10 to 2025-04-16, ann did nothing that was logged.",
    );
  });
});
