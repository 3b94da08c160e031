import { expect, test } from "vitest";
import { filterChoices, filterQueue, noFilter, repeatedHeadlines } from "../../src/ui/queue-filter.ts";
import { caseSummaries } from "../support/fixture-cases.ts";

const cases = caseSummaries(40);
const ids = (filter: Partial<typeof noFilter>, starred: ReadonlySet<string> = new Set()) =>
  filterQueue(cases, { ...noFilter, ...filter }, starred).map(({ id }) => id);

test("no filter lets every case through, in order", () => {
  expect(ids({})).toEqual(cases.map(({ id }) => id));
});

test("each part of a filter narrows by its own, and all of them together", () => {
  const { detector, type, day } = filterChoices(cases);
  for (const one of detector)
    expect(ids({ detector: one })).toEqual(
      cases
        .filter(
          ({ opinions }) =>
            opinions.find((said) => said.detector === one)!.p !== null &&
            opinions.find((said) => said.detector === one)!.p! <= 0.01,
        )
        .map(({ id }) => id),
    );
  expect(type.flatMap((one) => ids({ type: one })).length).toBeGreaterThan(0);
  expect(day.flatMap((one) => ids({ day: one })).sort()).toEqual(cases.map(({ id }) => id).sort());
  const [first] = cases;
  expect(ids({ words: ` ${first!.actor.toUpperCase()} `, day: first!.day })).toContain(first!.id);
  expect(ids({ words: "nobody of that name" })).toEqual([]);
  expect(ids({ starredOnly: true }, new Set(["case-3"]))).toEqual(["case-3"]);
});

test("a headline that a case of the same user further up has is told as repeated; another user's is not", () => {
  const of = (actor: string, headline: string) => ({ actor, headline });
  const list = [of("ann", "Like eve."), of("bob", "Like eve."), of("ann", "Like eve."), of("ann", "41 Refund.")];
  expect([...repeatedHeadlines(list)]).toEqual([2]);
});
