import { expect, test } from "vitest";
import { actionsBefore } from "../../../src/detectors/model/fit.ts";
import { readReduced } from "../../../src/detectors/model/read.ts";
import { dayEnds } from "../../../src/features/action-days.ts";
import { deskDay, deskLog, deskMapping } from "../../support/desk-log.ts";
import { importTexts } from "../../support/import-text.ts";

test("a history that ends before the log does knows of an action only what it was by then", async () => {
  const days = deskLog({ agents: 2, days: 3 });
  const [head] = days[0]!.split("\n");
  const read = async (some: readonly string[]) => {
    const text = `${head}\n${some.map((day) => day.slice(day.indexOf("\n") + 1)).join("")}`;
    const db = await importTexts([["log.csv", text]], () => deskMapping);
    const { features, parts } = await readReduced(db, { zone: "Europe/Berlin", to: deskDay(1) });
    const rest = await readReduced(db, { zone: "Europe/Berlin" });
    await db.close();
    const [end] = dayEnds(features.calendar.days.slice(1, 2), "Europe/Berlin");
    return { known: actionsBefore(parts, end!), all: actionsBefore(rest.parts, end!), end: end! };
  };
  const whole = await read(days);
  const before = await read(days.slice(0, 2));
  expect(whole.known.n).toEqual(before.known.n);
  expect(whole.known.end).toEqual(before.known.end);
  expect(whole.all.end.some((end) => end >= whole.end)).toBe(true);
  expect(whole.known.end.some((end) => end >= whole.end)).toBe(false);
}, 60_000);
