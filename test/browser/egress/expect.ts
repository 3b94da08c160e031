import { expect } from "vitest";
import { channels } from "./channels.ts";
import { leaking, leaksOf } from "./report.ts";
import type { Sinks } from "./sinks.ts";
import type { Run } from "./visit.ts";

/** A page without the policy must leak, else the sinks are deaf and the matrix proves nothing. */
export function expectLeaks(sinks: Sinks, control: readonly Run[]): void {
  const [page, worker] = control;
  expect(leaking(sinks, page!.id).length).toBeGreaterThan(60);
  expect(leaking(sinks, worker!.id).length).toBeGreaterThan(20);
}

/** Every realm tried every channel that makes sense in it, and nothing reached a sink. */
export function expectNothing(sinks: Sinks, runs: readonly Run[]): void {
  for (const { outcomes, realm } of runs) {
    const place = realm === "sealed page" ? "window" : "worker";
    const sensible = realm === "js cell" ? channels : channels.filter(({ places }) => places.includes(place));
    expect(
      sensible.map(({ name }) => name).filter((name) => !outcomes.has(name)),
      realm,
    ).toEqual([]);
  }
  expect(leaksOf(sinks, runs)).toEqual([]);
}

/** All runs of a site but that of its Window, which no log and no notebook reaches. */
export const reachable = (runs: readonly Run[]): Run[] => runs.filter(({ realm }) => realm !== "sealed page");

/** Nothing came from a run that isn't known. */
export const expectNoStranger = (sinks: Sinks): void => expect([...sinks.leaks("unknown").keys()]).toEqual([]);
