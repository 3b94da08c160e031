import { beforeAll, describe, expect, test } from "vitest";
import { strayVerdicts } from "../../src/casework/verdicts.ts";
import { describeCase, makeCases } from "../../src/engine/cases.ts";
import { defaults } from "../../src/engine/defaults.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace } from "../../src/engine/detection.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { summariseUser } from "../../src/engine/user-summary.ts";
import { VerdictDesk } from "../../src/engine/verdict-desk.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";
import { herePool } from "../support/here-pool.ts";

const mapping: Mapping = {
  time: "when",
  timeFormat: "iso",
  actor: "who",
  type: ["what"],
  entities: [
    { column: "case", type: "case", relationship: "about" },
    { column: "host", type: "host", relationship: "on" },
  ],
  attributes: ["site"],
  roots: ["Refund"],
};
const job = quietJob();
const first = Date.UTC(2025, 2, 3);
const at = (day: number, minute: number): string => new Date(first + (day * 1440 + minute) * 60_000).toISOString();

interface Investigated {
  readonly tenant: Tenant;
  readonly detections: readonly Detection[];
  readonly cases: Awaited<ReturnType<typeof makeCases>>["shown"];
  /** All that the detectors say of what they could not do, or could do less well. */
  readonly said: string;
}

async function investigate(rows: readonly (readonly string[])[]): Promise<Investigated> {
  const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const file = new File(["when,who,what,case,host,site\n", ...rows.map((row) => `${row.join(",")}\n`)], "odd.csv");
  await tenant.importFiles(await inspectFiles([file], job), { "odd.csv": mapping }, job);
  const run = { job, device: null, pool: herePool };
  const detections = [
    await detectProfile(tenant, "profile", defaults.profile, run),
    await detectSubspace(tenant, "subspace", defaults.subspace, run),
    await detectGraph(tenant, "graph", defaults.graph, run),
  ];
  const cases = (await makeCases(tenant, detections, { budget: 20, control: 0, seed: 1, job })).shown;
  const said = detections
    .flatMap(({ facts = [], ranked }) => [
      ...facts,
      ...ranked.flatMap(({ scores }) => scores.unscored.map(({ reason }) => reason)),
    ])
    .join("\n");
  return { tenant, detections, cases, said };
}

/** No score, null or p is NaN, and neither are what a case and a user's summary say. */
async function expectFinite({ tenant, detections, cases }: Investigated): Promise<void> {
  for (const { ranked } of detections)
    for (const { name, scores, p } of ranked) {
      const values = [...scores.score, ...scores.null, ...p];
      expect([name, values.filter((value) => !Number.isFinite(value))]).toEqual([name, []]);
      expect([...p].every((value) => value > 0 && value <= 1)).toBe(true);
    }
  for (const one of cases) {
    expect(one.summary.p).toBeGreaterThan(0);
    const detail = await describeCase(tenant, detections, one);
    expect(JSON.stringify(detail)).not.toMatch(/NaN|undefined|null,"likeness/);
    for (const { value } of detail.reasons) expect(value).toSatisfy(Number.isFinite);
    expect(summariseUser(detections, one.summary.actor, [])).not.toMatch(/NaN|undefined/);
  }
}

describe("a tenant of odd users, columns and roots", () => {
  let odd: Investigated;

  beforeAll(async () => {
    const rows: string[][] = [];
    for (let day = 0; day < 30; day++)
      for (let user = 0; user < 6; user++)
        for (let k = 0; k < 6; k++)
          rows.push([
            at(day, 540 + user * 7 + k * 61),
            `u${user}`,
            "View",
            `T${(day * 6 + user + k) % 50}`,
            "hub",
            "HQ",
          ]);
    for (let day = 0; day < 30; day++)
      for (let user = 0; user < 6; user++) {
        rows.push([at(day, 700 + user), `u${user}`, "Refund", `T${(day + user) % 50}`, "hub", "HQ"]);
        if (user < 2) rows.push([at(day, 800), `u${user}`, "Refund", "", "", "HQ"]);
      }
    rows.push([at(29, 300), "once", "Refund", "T1", "hub", "HQ"]);
    odd = await investigate(rows);
  }, 60_000);

  test("has finite scores and cases", () => expectFinite(odd), 30_000);

  test("says who has one day, and gives that day no score by a history that is not there", () => {
    expect(odd.said).toContain("1 of 7 users have under 10 active days of history: ");
    expect(odd.said).toContain("(once)");
    expect(odd.said).toContain("first seen in the days that are judged: no history");
  });

  test("says which column is constant", () => {
    expect(odd.said).toContain("site always has the same value: it says nothing.");
  });

  test("says how many roots reference nothing, and how many start at one microsecond", () => {
    expect(odd.said).toMatch(/\n14 of 57 roots reference nothing: /);
    expect(odd.said).toMatch(/\n14 of 57 roots start at the same microsecond as another: /);
  });

  test("says which entity most actions are about", () => {
    expect(odd.said).toMatch(/\n1,2\d\d of 1,3\d\d actions are about one host: /);
  });

  test("keeps a verdict on a case that a rerun no longer has, and lists it", async () => {
    const desk = new VerdictDesk(odd.tenant.id, odd.tenant.interesting);
    const gone = odd.cases.find(({ summary }) => summary.actor === "once")!;
    await desk.give([gone], { verdict: "worth", reason: "one day" });
    const left = odd.cases.map(({ summary }) => summary).filter(({ actor }) => actor !== "once");
    expect(strayVerdicts(desk.log, left)).toMatchObject([{ actor: "once", verdict: "worth" }]);
    expect(await desk.undo(() => undefined)).toBe(true);
    expect(strayVerdicts(desk.log, left)).toEqual([]);
  });
});

test("a tenant of one user with a hundred times more types than days says so, and stays finite", async () => {
  const rows = Array.from({ length: 12 }, (_, day) => day).flatMap((day) =>
    Array.from({ length: 110 }, (_, k) => [
      at(day, 500 + k),
      "alone",
      k === 0 ? "Refund" : `t${day * 110 + k}`,
      "T1",
      "h",
      "HQ",
    ]),
  );
  const found = await investigate(rows);
  await expectFinite(found);
  expect(found.said).toContain("alone is the only user: there is nobody to compare with");
  expect(found.said).toMatch(/\d{3} event types over 5 days of history: most counts have none of their own/);
  expect(found.said).toMatch(/roots? to learn from, and 20 are needed|all roots are one actor's/);
}, 60_000);

test("a history of nothing says so, and stays finite", async () => {
  const rows = [0, 40].flatMap((day) =>
    Array.from({ length: 12 }, (_, user) => [
      at(day, 600 + user),
      `u${user}`,
      day === 40 ? "Refund" : "View",
      "T1",
      "h",
      "HQ",
    ]),
  );
  const found = await investigate(rows);
  await expectFinite(found);
  expect(found.said).toContain("history is too short to know anybody");
  expect(found.said).toContain("39 days without a single event in the whole tenant are left out.");
}, 60_000);
