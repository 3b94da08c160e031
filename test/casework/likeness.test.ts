import { expect, test } from "vitest";
import { groundsOf, likeness } from "../../src/casework/likeness.ts";
import type { Reason } from "../../src/detectors/scores.ts";

const reason = (label: string, value: number, where?: NonNullable<Reason["where"]>): Reason => ({
  label,
  value,
  detector: "profile",
  sentence: "",
  ...(where ? { where } : {}),
});
const day = (...reasons: readonly Reason[]) => groundsOf(reasons);

const stolen = day(
  reason("resembles greta.peters (each value 18 times likelier): device LT-0139", 3.7, { attribute: "LT-0139" }),
  reason("179 events with network 10.20.2.0/24; explained none", 0.8, { attribute: "10.20.2.0/24" }),
);

test("a day is wholly like itself, and as like as the other is to it", () => {
  const other = day(reason("41 DataTool.Query; usual 3", 2, { type: "DataTool.Query" }), reason("usual hours", -1));
  expect(likeness(stolen, stolen)).toBeCloseTo(1);
  expect(likeness(stolen, other)).toBe(likeness(other, stolen));
});

test("goes by what the reasons speak of, not by whom or how much", () => {
  const again = day(
    reason("resembles zoe.lorenz (each value 3 times likelier): host ws-0196", 1.2, { attribute: "ws-0196" }),
    reason("12 events with network 10.20.7.0/24; explained 1.1", 0.4, { attribute: "10.20.7.0/24" }),
  );
  const refunds = day(reason("41 Refund; usual 3", 4, { type: "Refund" }));
  expect(likeness(stolen, again)).toBeGreaterThan(0.95);
  expect(likeness(stolen, refunds)).toBe(0);
});

test("what speaks for the user makes no two days alike, and nothing is like a day without reasons", () => {
  const calm = day(reason("usual hours", -2), reason("whole team busy that day", -1));
  expect(likeness(calm, calm)).toBe(0);
});
