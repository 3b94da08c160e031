import { expect, test } from "vitest";
import { once } from "../../src/lib/once.ts";

test("what is made once is made when it is first asked for, and no more", () => {
  let made = 0;
  const get = once(() => {
    made += 1;
    return undefined;
  });
  expect(made).toBe(0);
  expect([get(), get()]).toEqual([undefined, undefined]);
  expect(made).toBe(1);
});
