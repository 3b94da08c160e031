import { expect, test } from "vitest";
import { chartCsv } from "../../src/ui/chart-export.ts";
import {
  alarmData,
  dayHeatData,
  historyData,
  mapData,
  silhouetteData,
  standingData,
  weekData,
} from "../../src/ui/charts/page-data.ts";

test("what a page's chart is drawn from is saved row by row, under names that say what it is", () => {
  const heat = { days: ["2025-04-14", "2025-04-15"], rows: ["View", "=cmd"], counts: [1, 0, 3, 41] };
  expect(chartCsv(dayHeatData(heat, "type")).trim().split(/\r?\n/)).toEqual([
    "type,day,events",
    "View,2025-04-14,1",
    "View,2025-04-15,0",
    "'=cmd,2025-04-14,3",
    "'=cmd,2025-04-15,41",
  ]);
  const week = { before: new Int32Array(168), scored: new Int32Array(168) };
  week.before[25] = 4;
  week.scored[167] = 2;
  expect(weekData(week).rows[25]).toEqual(["Tuesday", 1, 4, 0]);
  expect(weekData(week).rows[167]).toEqual(["Sunday", 23, 0, 2]);
  expect(historyData([5, 0, 2]).rows).toEqual([
    [0, 5],
    [1, 0],
    [2, 2],
  ]);
  const alarm = { day: "2025-04-14", scored: 200, hundredth: 3, thousandth: 1 };
  expect(alarmData([alarm]).rows).toEqual([["2025-04-14", 200, 3, 1]]);
  const group = { label: "View", size: 2, members: [{ actor: "ann", silhouette: 0.5 }] };
  expect(silhouetteData([group]).rows).toEqual([["View", "ann", 0.5]]);
  expect(mapData([{ actor: "ann", group: null, x: 0.1, y: 0.2 }]).rows).toEqual([["ann", null, 0.1, 0.2]]);
  const standing = {
    detector: "profile",
    edges: [0, 1, 2],
    history: [7, 3],
    items: "user-days",
    value: 1,
    beyond: 3,
    total: 10,
  };
  expect(standingData(standing)).toEqual({
    columns: ["from", "to", "user_days"],
    rows: [
      [0, 1, 7],
      [1, 2, 3],
    ],
  });
});
