import { expect, test } from "vitest";
import type { SubgraphPicture } from "../../src/engine/api/cases.ts";
import { localTime, pictureIn } from "../../src/ui/local-time.ts";

test.each([
  ["2025-09-29T22:31:07.250Z", "Europe/Berlin", "2025-09-30T00:31:07.250"],
  ["2025-12-31T23:30:00Z", "Asia/Kolkata", "2026-01-01T05:00:00.000"],
  ["2025-10-26T00:30:00Z", "Europe/Berlin", "2025-10-26T02:30:00.000"],
  ["2025-10-26T01:30:00Z", "Europe/Berlin", "2025-10-26T02:30:00.000"],
  ["2025-03-01T12:00:00Z", "UTC", "2025-03-01T12:00:00.000"],
  ["2025-03-01T12:00:00Z", "No/Where", "2025-03-01T12:00:00Z"],
  ["some day", "Europe/Berlin", "some day"],
])("%s on the clock of %s is %s", (iso, zone, local) => {
  expect(localTime(iso, zone)).toBe(local);
});

test("a picture's rows take the zone's times, and nothing else of it changes", () => {
  const row = { time: "2025-09-29T22:31:07Z", type: "Read", file: "a.csv", line: 7 };
  const picture = { nodes: [{ label: "Read", rows: [row] }], edges: [] } as unknown as SubgraphPicture;
  expect(pictureIn(picture, "Europe/Berlin")).toEqual({
    nodes: [{ label: "Read", rows: [{ ...row, time: "2025-09-30T00:31:07.000" }] }],
    edges: [],
  });
});
