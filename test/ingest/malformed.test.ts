import { expect, test } from "vitest";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { checkCounts, emptyTenant } from "../fuzz/support/tenant-here.ts";
import { openTestDatabase } from "../support/database.ts";
import { type Malformed, plainMapping } from "./malformed/case.ts";
import { delimited } from "./malformed/delimited.ts";
import { json } from "./malformed/json.ts";
import { packed } from "./malformed/packed.ts";
import { times } from "./malformed/times.ts";

const families: readonly (readonly [name: string, files: readonly Malformed[]])[] = [
  ["delimited text", delimited],
  ["times and names", times],
  ["JSON", json],
  ["packed files", packed],
];

const db = await openTestDatabase();
const tenant = await emptyTenant(db);
const all = { in: 0, typed: 0, rejected: 0, duplicate: 0 };
const ofAll = { name: "all files", format: "", vendor: null, bytes: 0, notes: [], problem: null };

/** What the page would say of a file, and what the import comes to: an outcome's words. */
async function outcomeOf({ content, name = "x.csv", mapping = plainMapping }: Malformed): Promise<string> {
  const said: string[] = [];
  for (const { source, recognised, plan } of await inspectFiles([new File([content as BlobPart], name)], quietJob())) {
    if (recognised === null) {
      if (!plan.problem || plan.problem.next === "") throw new Error("refused without a word");
      said.push(`refused: ${plan.problem.what}`);
      continue;
    }
    const loaded = await tenant.load(source, mapping).catch((error) => {
      if (!(error instanceof UserError) || error.next === "") throw error;
      return error;
    });
    if (loaded instanceof UserError) {
      said.push(`refused: ${loaded.what}`);
      continue;
    }
    const { rows, problem, notes } = loaded;
    for (const key of ["in", "typed", "rejected", "duplicate"] as const) all[key] += rows[key];
    const counts = `${rows.typed}/${rows.rejected}${rows.duplicate > 0 ? `/${rows.duplicate}` : ""}`;
    said.push([counts, ...(problem ? [problem.what] : []), ...notes].join(" "));
  }
  return said.join(" + ") || "nothing";
}

const isAs = (said: string, outcome: Malformed["outcome"]): boolean => {
  if (typeof outcome === "string") return said === outcome || said.startsWith(`${outcome} `);
  if (outcome instanceof RegExp) return said.startsWith("refused: ") && outcome.test(said);
  return isAs(said, outcome[0]) && outcome[1].test(said);
};

test.each(families)(
  "%s: every malformed file comes to what it should, and no row is lost",
  async (_, files) => {
    const wrong: string[] = [];
    for (const file of files) {
      const said = await outcomeOf(file);
      if (!isAs(said, file.outcome)) wrong.push(`${file.what} → ${said.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
    await checkCounts(db, [{ ...ofAll, rows: all }]);
  },
  120_000,
);

test("they are over two hundred", () => {
  expect(families.reduce((sum, [, files]) => sum + files.length, 0)).toBeGreaterThanOrEqual(200);
});
