import { expect, test } from "vitest";
import { emptyLog, type Judgement } from "../../src/casework/verdicts.ts";
import { auditRankings, decided } from "../../src/engine/audit.ts";
import type { Detection } from "../../src/engine/detection.ts";
import type { TenantFeatures } from "../../src/features/cells.ts";

const actors = Array.from({ length: 40 }, (_, i) => `u${i}`);
const features = {
  actors,
  calendar: { zone: "UTC", days: Int32Array.of(20_000, 20_001), silent: 0, scored: { from: 0, to: 1 } },
} as unknown as TenantFeatures;

function ranking(name: string, unusual: (item: number) => number): Detection {
  const items = Int32Array.from({ length: 80 }, (_, i) => i);
  const score = Float64Array.from(items, unusual);
  const scores = {
    detector: name,
    actor: items.map((i) => i % 40),
    day: items.map((i) => Math.floor(i / 40)),
    action: new Int32Array(80).fill(-1),
    score,
    null: new Float64Array(),
    nullActor: new Int32Array(),
    nullDay: new Int32Array(),
    drawn: { users: 1, days: 1 },
    weight: 1,
    unscored: [],
    backend: "cpu",
  };
  const p = score.map((value) => 1 / (2 + value));
  return { name, detector: "profile", features, ranked: [{ name, scores, p }], explain: () => [] };
}

const detections = [ranking("up", (i) => i), ranking("down", (i) => 80 - i)];
const settings = { k: 10, seed: 1 };

test("each ranking's row counts the audited of its own first cases, and the random row the control arm's", () => {
  const verdicts = [
    { actor: "u39", day: "2024-10-05", worth: true, control: false },
    { actor: "u38", day: "2024-10-05", worth: false, control: true },
    { actor: "u0", day: "2024-10-04", worth: true, control: false },
  ];
  const rows = auditRankings(detections, settings, { verdicts, truth: null });
  expect(rows.map(({ method, k, worth }) => [method, k, worth])).toEqual([
    ["fused", 3, 2],
    ["up", 2, 1],
    ["down", 1, 1],
    ["random", 1, 0],
  ]);
});

test("what a demo planted answers for every user-day, once it is told", () => {
  const truth = [{ actor: "u39", from: "2024-10-04", to: "2024-10-05" }];
  const rows = auditRankings(detections, settings, { verdicts: [], truth });
  expect(rows.map(({ k }) => k)).toEqual([10, 10, 10, 10]);
  expect(rows.map(({ worth }) => worth).slice(1, 3)).toEqual([1, 0]);
});

test("without verdicts every row is empty, and nothing is NaN but the share of nothing", () => {
  const rows = auditRankings(detections, settings, { verdicts: [], truth: null });
  expect(rows.every(({ k, low, high }) => k === 0 && low > 0 && high < 1)).toBe(true);
  expect(auditRankings([], settings, { verdicts: [], truth: null })).toEqual([]);
});

test("the last verdict on a case counts, and one that is unsure does not", () => {
  const given = (actor: string, verdict: Judgement, control = false) => ({
    actor,
    day: "2024-10-05",
    verdict,
    control,
    ranked: true,
    reason: "",
    tags: [],
    time: "2024-10-06T08:00:00Z",
    headline: "",
  });
  const log = {
    ...emptyLog("t"),
    given: [given("u1", "worth"), given("u1", "not worth", true), given("u2", "unsure")],
  };
  expect(decided(log)).toEqual([{ actor: "u1", day: "2024-10-05", worth: false, control: true }]);
});
