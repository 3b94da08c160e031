import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { type Finished, Workshop } from "./command.ts";
import { mapping, smallTenant, toCsv } from "./small-tenant.ts";

const workshop = new Workshop();
const rows = smallTenant();
const days = [...new Set(rows.map(({ day }) => day))];
const lastSeven = days.slice(-7);
let log: string;
let mapped: string;
let first: Finished;

beforeAll(async () => {
  buildWhatIsStale();
  log = workshop.write("desk.csv", toCsv(rows));
  mapped = workshop.write("mapping.json", JSON.stringify(mapping));
  first = await workshop.investigate("--mapping", mapped, log);
});

afterAll(() => workshop.close());

/** A number without the last digits, in which the order of a sum shows. */
const short = (text = ""): string => Number(text).toPrecision(6);
const of = ({ scores }: Finished, detector: string) => scores.filter((row) => row.detector === detector);
const userDays = (scores: Finished["scores"]) => scores.map(({ actor, day }) => `${actor} ${day}`).sort();

describe("the standard investigation from the command line", () => {
  test("ends with 0 and writes its four files", () => {
    expect(first.said).toContain(`${rows.length} rows = ${rows.length} typed + 0 rejected + 0 duplicate`);
    expect(first.status, first.said).toBe(0);
    expect(first.written("scores.csv")).toMatch(/^detector,actor,day,action_id,score,p_value,rank\n/);
    expect(first.written("cases.csv")).toMatch(/^rank,actor,day,action_id,p_value,detectors,headline\n/);
    const report = first.written("report.html");
    expect(report).not.toMatch(/<script|<link|<iframe|<object|<embed|\son[a-z]+=|javascript:/i);
    expect(report).not.toMatch(/\b(?:src|href|action|poster)\s*=\s*["']?(?!["']?(?:#|data:))[^\s>]/i);
    expect(report).not.toMatch(/@import|url\((?!["']?(?:#|data:))/i);
  });

  test("scores each user-day of the last seven days once by each detector, and each root once", () => {
    const active = [...new Set(rows.filter(({ day }) => lastSeven.includes(day)).map((r) => `${r.user} ${r.day}`))];
    for (const detector of ["profile", "subspace", "fused"]) {
      const found = userDays(of(first, detector));
      expect(new Set(found).size, detector).toBe(found.length);
      expect(found, detector).toEqual(expect.arrayContaining(active));
      expect(new Set(of(first, detector).map(({ day }) => day)), detector).toEqual(new Set(lastSeven));
      expect(
        of(first, detector).every(({ action_id }) => action_id === ""),
        detector,
      ).toBe(true);
    }
    const roots = rows.filter(({ day, action }) => action === "Refund" && lastSeven.includes(day)).map(({ id }) => id);
    expect(
      of(first, "graph-smr")
        .map((row) => row.action_id)
        .sort(),
    ).toEqual(roots.sort());
    expect(of(first, "graph-nn")).toEqual([]);
  });

  test("gives every score a p-value and ranks by it without gaps", () => {
    for (const detector of ["profile", "subspace", "fused", "graph-smr"]) {
      const found = of(first, detector);
      expect(found.map(({ rank }) => Number(rank)).sort((a, b) => a - b)).toEqual(found.map((_, i) => i + 1));
      const p = [...found].sort((a, b) => Number(a.rank) - Number(b.rank)).map((row) => Number(row.p_value));
      expect(Math.min(...p)).toBeGreaterThan(0);
      expect(Math.max(...p)).toBeLessThanOrEqual(1);
      expect(p).toEqual([...p].sort((a, b) => a - b));
      expect(found.every(({ score }) => Number.isFinite(Number(score)) && score !== "")).toBe(true);
    }
  });

  test("lists the cases by rank, named as in the log", () => {
    const { cases } = first;
    expect(cases.map(({ rank }) => Number(rank))).toEqual(cases.map((_, i) => i + 1));
    const names = new Set(rows.map(({ user }) => user));
    for (const one of cases) {
      expect(names).toContain(one.actor);
      expect(lastSeven).toContain(one.day);
      expect(one.headline).not.toBe("");
      expect(one.detectors).not.toBe("");
    }
  });

  test("accounts for the run in run.json", () => {
    const run = JSON.parse(first.written("run.json"));
    expect(run.rows).toEqual({ in: rows.length, typed: rows.length, rejected: 0, duplicate: 0 });
    expect(run.files).toHaveLength(1);
    expect(run.files[0]).toMatchObject({ name: "desk.csv", rows: run.rows });
    expect(run).toMatchObject({ seed: 7, actors: 30, types: 4, requests: 0 });
    expect(run.seconds.total).toBeGreaterThan(0);
    expect(run.peakBytes).toBeGreaterThan(0);
    expect(run.backend).not.toBe("");
    expect(run.version).toMatch(/^\d/);
  });

  test("gives the same files for the same seed, and names roots like those given", async () => {
    const known = rows.filter(({ action }) => action === "Refund").slice(0, 2);
    const again = await workshop.investigate("--mapping", mapped, "--like", known.map(({ id }) => id).join(","), log);
    expect(again.status, again.said).toBe(0);
    const without = (text: string) => text.split("\n").filter((line) => !/^(graph-nn|fused),/.test(line));
    expect(without(again.written("scores.csv"))).toEqual(without(first.written("scores.csv")));
    const near = of(again, "graph-nn");
    expect(near.map(({ action_id }) => action_id).sort()).toEqual(
      of(first, "graph-smr")
        .map(({ action_id }) => action_id)
        .sort(),
    );
  });

  test("judges every day by the days before it alone", async () => {
    const since = lastSeven[4]!;
    const changed = rows.flatMap((row, i) => {
      if (row.day < since) return [row];
      if (i % 3 === 0) return [];
      const line = row.line.replace(/,(View|Update),T/, ",Close,T").replace(/,C\d+,/, `,C${i % 5},`);
      return [{ ...row, line: i % 2 ? line : line.replace(row.user, "agent01") }];
    });
    const later = await workshop.investigate("--mapping", mapped, workshop.write("changed.csv", toCsv(changed)));
    expect(later.status, later.said).toBe(0);
    for (const detector of ["profile", "subspace", "graph-smr"]) {
      const judged = (run: Finished) =>
        of(run, detector)
          .filter(({ day }) => day! < since)
          .map(({ actor, day, action_id, score, p_value }) =>
            [actor, day, action_id, short(score), short(p_value)].join(" "),
          )
          .sort();
      expect(judged(later), detector).toEqual(judged(first));
    }
  });

  test("scores the days from --from to --to, by the roots of --roots", async () => {
    const [from, to] = [days.at(-12)!, days.at(-10)!];
    const bounded = await workshop.investigate(
      ...["--mapping", mapped, "--from", from, "--to", to, "--roots", "Close", log],
    );
    expect(bounded.status, bounded.said).toBe(0);
    const within = days.filter((day) => day >= from && day <= to);
    for (const detector of ["profile", "subspace", "fused", "graph-smr"])
      expect(new Set(of(bounded, detector).map(({ day }) => day)), detector).toEqual(new Set(within));
    const closed = rows.filter(({ day, action }) => action === "Close" && within.includes(day));
    expect(of(bounded, "graph-smr")).toHaveLength(closed.length);
  });
});

describe("a mistake in the call", () => {
  test.each([
    ["a file that is not there", ["nowhere.csv"], /nowhere\.csv.*does not exist/],
    ["no file", [], /at least one file/],
    ["a day that is none", ["--from", "March", "package.json"], /--from.*YYYY-MM-DD.*March/],
    ["a flag that is none", ["--form", "2025-03-01", "package.json"], /--form/],
    ["a mapping that is not there", ["--mapping", "none.json", "package.json"], /none\.json/],
  ])("%s: exit code 2, and what to give", async (_, args, says) => {
    const { status, said } = await workshop.investigate(...args);
    expect(said).toMatch(says);
    expect(status).toBe(2);
  });

  test("a mapping that names a column the log lacks: the column, the nearest one, and the flag", async () => {
    const wrong = workshop.write("wrong.json", JSON.stringify({ ...mapping, actor: "usr" }));
    const { status, said } = await workshop.investigate("--mapping", wrong, log);
    expect(status).toBe(2);
    expect(said).toMatch(/desk\.csv/);
    expect(said).toMatch(/“usr”/);
    expect(said).toMatch(/user/);
    expect(said).toMatch(/--mapping/);
  });

  test("a log without a time: exit code 2, and the flag that says where it is", async () => {
    const timeless = workshop.write("timeless.csv", `user,action\n${"ann,View\nbob,Close\n".repeat(40)}`);
    const { status, said } = await workshop.investigate(timeless);
    expect(status).toBe(2);
    expect(said).toMatch(/timeless\.csv/);
    expect(said).toMatch(/time/);
    expect(said).toMatch(/--mapping/);
  });
});
