import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  emptyLog,
  type Judgement,
  standing,
  strayVerdicts,
  tally,
  type Verdict,
  type VerdictLog,
  verdictOn,
  withoutLast,
  withVerdict,
} from "../../src/casework/verdicts.ts";

const given = (actor: string, verdict: Judgement, more: Partial<Verdict> = {}): Verdict => ({
  actor,
  day: "2025-04-16",
  verdict,
  reason: "",
  tags: [],
  time: "2025-05-01T09:00:00.000Z",
  ranked: true,
  control: false,
  headline: "41 refunds.",
  ...more,
});
const logOf = (...verdicts: readonly Verdict[]): VerdictLog => verdicts.reduce(withVerdict, emptyLog("t1"));

describe("a verdict", () => {
  test("counts until another one on the same day of the same user replaces it; undoing brings the one before back", () => {
    const log = logOf(given("ann", "worth"), given("bob", "worth"), given("ann", "not worth"));
    const ann = { actor: "ann", day: "2025-04-16" };
    expect(verdictOn(log, ann)?.verdict).toBe("not worth");
    expect(verdictOn(log, { ...ann, day: "2025-04-17" })).toBeUndefined();
    expect(standing(log).map(({ actor, verdict }) => [actor, verdict])).toEqual([
      ["bob", "worth"],
      ["ann", "not worth"],
    ]);
    const { log: before, undone } = withoutLast(log);
    expect(undone.map(({ actor }) => actor)).toEqual(["ann"]);
    expect(verdictOn(before, ann)?.verdict).toBe("worth");
    expect(withoutLast(emptyLog("t1"))).toEqual({ log: emptyLog("t1"), undone: [] });
  });

  test("of one stroke are taken back together, and those before stay", () => {
    const stroke = (actor: string) => ({ ...given(actor, "not worth"), batch: "1" });
    const log = [given("ann", "worth"), stroke("bob"), stroke("cyd")].reduce(withVerdict, emptyLog("t1"));
    const { log: before, undone } = withoutLast(log);
    expect(undone.map(({ actor }) => actor)).toEqual(["bob", "cyd"]);
    expect(before.given.map(({ actor }) => actor)).toEqual(["ann"]);
    expect(withoutLast(before).log.given).toEqual([]);
  });

  test("on a case that a rerun no longer has is kept, and listed so", () => {
    const log = logOf(given("ann", "worth"), given("bob", "not worth"));
    expect(strayVerdicts(log, [{ actor: "bob", day: "2025-04-16" }]).map(({ actor }) => actor)).toEqual(["ann"]);
    expect(strayVerdicts(log, [])).toHaveLength(2);
  });

  test("survives being stored as JSON with its tenant", () => {
    const log = logOf(given("ann", "unsure", { tags: ["call back"], reason: "odd" }));
    expect(JSON.parse(JSON.stringify(log))).toEqual(log);
    expect(log.tenant).toBe("t1");
  });
});

test("precision counts the ranked arm, the base rate the control arm, and unsure ones neither; a case can be in both", () => {
  const log = logOf(
    ...Array.from({ length: 38 }, (_, i) => given(`w${i}`, "worth")),
    ...Array.from({ length: 12 }, (_, i) => given(`n${i}`, "not worth")),
    given("c1", "not worth", { ranked: false, control: true }),
    given("w1", "worth", { control: true }),
    given("u1", "unsure"),
  );
  const { ranked, control, unsure } = tally(log);
  expect([ranked.worth, ranked.audited, unsure]).toEqual([38, 50, 1]);
  expect([ranked.low, ranked.high].map((x) => (100 * x).toFixed(1))).toEqual(["64.7", "84.2"]);
  expect([control.worth, control.audited]).toEqual([1, 2]);
});

test("however verdicts are given and undone, the arms hold each judged case at most once", () => {
  const step = fc.oneof(
    fc.record({
      actor: fc.constantFrom("a", "b", "c"),
      verdict: fc.constantFrom<Judgement>("worth", "not worth", "unsure"),
    }),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const log = steps.reduce(
        (sum, one) => (one ? withVerdict(sum, given(one.actor, one.verdict)) : withoutLast(sum).log),
        emptyLog("t1"),
      );
      const { ranked, unsure } = tally(log);
      expect(ranked.audited + unsure).toBe(new Set(log.given.map(({ actor }) => actor)).size);
      expect(ranked.worth).toBeLessThanOrEqual(ranked.audited);
    }),
  );
});
