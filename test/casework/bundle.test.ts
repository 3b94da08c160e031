import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { type Bundle, compareScores, isBundleName, readBundle, writeBundle } from "../../src/casework/bundle.ts";
import { noEvidence, withEvidence } from "../../src/casework/evidence.ts";
import { emptyLog, standing, type Verdict } from "../../src/casework/verdicts.ts";
import { Cancelled } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";

const bundle: Bundle = {
  head: {
    shadowgraph: 1,
    version: "0.1.0",
    seed: 7,
    backend: "cpu",
    made: "2026-01-02T03:04:05.000Z",
    tenant: "desk",
    demo: false,
    files: [{ name: "desk.csv", sha256: "ab" }],
    mappings: { "desk.csv": { time: "at", actor: "who", type: ["what"] } as never },
    interesting: ["X1"],
  },
  notebook: "# Notes\n",
  verdicts: emptyLog("t"),
  evidence: withEvidence(
    noEvidence,
    { actor: "ann", day: "2026-01-01" },
    { title: "41 refunds.", source: "desk.csv : 7", content: { kind: "fact" } },
    "2026-01-02T03:04:05.000Z",
  ),
  scores: "detector,actor,day,action_id,score,p_value,rank\nprofile,ann,2026-01-01,,1.5,0.01,1\n",
  cases: "rank,actor\n1,ann\n",
  report: "<!doctype html><p>ann</p>",
};

test("a bundle that was written is read again as it was, and two of the same run are the same bytes", async () => {
  const bytes = await writeBundle(bundle);
  expect(readBundle(bytes, "a.shadowgraph.zip")).toEqual(bundle);
  expect(await writeBundle(bundle)).toEqual(bytes);
  expect(isBundleName("Desk.shadowgraph.zip")).toBe(true);
  expect(isBundleName("logs.zip")).toBe(false);
});

test("a long bundle is written in pieces, between which it can be stopped", async () => {
  const long = { ...bundle, report: "é€😀😀😀\n".repeat(50_000) };
  let answered = 0;
  const ticking = setInterval(() => answered++);
  const bytes = await writeBundle(long);
  clearInterval(ticking);
  expect(answered).toBeGreaterThan(1);
  expect(readBundle(bytes, "a.shadowgraph.zip")).toEqual(long);
  const stop = new AbortController();
  const stopped = writeBundle(long, { ...quietJob(), signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toThrow(Cancelled);
});

test.each([
  ["no zip at all", strToU8("PK nonsense"), /not a zip archive/],
  ["a zip of something else", zipSync({ "logs.csv": strToU8("a,b") }), /no bundle\.json/],
  ["a newer bundle", zipSync({ "bundle.json": strToU8('{"shadowgraph":2}') }), /another version/],
  ["a head that is no JSON", zipSync({ "bundle.json": strToU8("{") }), /not JSON/],
  ["a head that is null", zipSync({ "bundle.json": strToU8("null") }), /another version/],
  [
    "a head without files",
    zipSync({ "bundle.json": strToU8('{"shadowgraph":1}'), "verdicts.json": strToU8('{"given":[]}') }),
    /lacks/,
  ],
])("%s is refused with the file's name and what to do", (_, bytes, what) => {
  const read = () => readBundle(bytes, "a.shadowgraph.zip");
  expect(read).toThrow(what);
  expect(read).toThrow(expect.objectContaining({ where: "a.shadowgraph.zip", next: expect.any(String) }));
});

const verdict = { actor: "ann", day: "2026-01-01", verdict: "worth", reason: "", tags: [], time: "", headline: "" };
const judged = { ...verdict, ranked: true, control: false };
test.each([
  ["a file that is nothing", { ...bundle.head, files: [null] }, []],
  ["no time", { ...bundle.head, made: 5 }, []],
  ["a verdict that is nothing", bundle.head, [null]],
  ["a judgement that there is not", bundle.head, [{ ...judged, verdict: "guilty" }]],
  ["an actor that is no text", bundle.head, [{ ...judged, actor: { toString: 1 } }]],
  ["tags that are no list", bundle.head, [{ ...judged, tags: "a" }]],
  ["a verdict of no arm", bundle.head, [verdict]],
])("a forged bundle with %s is refused in words", async (_, head, given) => {
  const forged = await writeBundle({ ...bundle, head, verdicts: { given } } as never);
  expect(() => readBundle(forged, "a.shadowgraph.zip")).toThrow(/lacks what a run is made again from/);
  const whole = await writeBundle({ ...bundle, verdicts: { given: [judged] } as never });
  expect(readBundle(whole, "a").verdicts.given).toEqual([judged]);
});

test("what a forged bundle repeats 200,000 times takes no time that grows with its square", () => {
  const scores = `x\n${"profile,ann,2026-01-01,,1,0.5,2\n".repeat(200_000)}`;
  const started = performance.now();
  expect(compareScores(scores, scores)).toMatchObject({ rows: 200_000, different: 0, only: 0 });
  const given = Array.from({ length: 200_000 }, () => judged as Verdict);
  expect(standing({ ...emptyLog("t"), given })).toEqual([judged]);
  const each = Array.from({ length: 100_000 }, (_, i) => ({ ...judged, actor: `u${i}` }) as Verdict);
  expect(standing({ ...emptyLog("t"), given: each })).toHaveLength(100_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("a truncated bundle is refused, wherever it ends", async () => {
  const bytes = await writeBundle(bundle);
  for (let at = 0; at < bytes.length; at += 37)
    expect(() => readBundle(bytes.slice(0, at), "a.shadowgraph.zip")).toThrow(/bundle/i);
});

test("the comparison finds what differs, what only one run has, and by how much", () => {
  const header = "detector,actor,day,action_id,score,p_value,rank";
  const lines = [
    'profile,"a, b",2026-01-01,,2,0.01,1',
    "profile,ann,2026-01-01,,1,0.5,2",
    "graph,ann,2026-01-01,7,1,0.5,1",
  ];
  const csv = (...rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;
  expect(compareScores(csv(...lines), csv(...lines.toReversed()))).toEqual({
    rows: 3,
    different: 0,
    only: 0,
    largest: 0,
    examples: [],
  });
  const other = csv(lines[0]!.replace(",2,0.01", ",1.5,0.01"), lines[1]!, "graph,bob,2026-01-01,8,1,0.5,1");
  expect(compareScores(csv(...lines), other)).toEqual({
    rows: 4,
    different: 1,
    only: 2,
    largest: 0.25,
    examples: ['profile,"a, b",2026-01-01,', "graph,ann,2026-01-01,7", "graph,bob,2026-01-01,8"],
  });
  const twice = csv(lines[1]!, lines[1]!);
  expect(compareScores(twice, csv(lines[1]!))).toMatchObject({ rows: 2, only: 1 });
});
