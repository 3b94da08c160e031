import { beforeEach, describe, expect, test } from "vitest";
import { turn } from "../../src/ui/turns.ts";

/** Keeps the thread busy for some milliseconds. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** Each test begins a task of its own, in which nothing has been drawn. */
beforeEach(() => new Promise<void>((resolve) => setTimeout(resolve)));

describe("what is drawn takes turns", () => {
  test("in the order in which it asked, each once the one before has drawn", async () => {
    const drawn: number[] = [];
    await Promise.all([0, 1, 2].map((i) => turn().then(() => drawn.push(i))));
    expect(drawn).toEqual([0, 1, 2]);
  });

  test("lets what waits come between long ones, and not between short ones", async () => {
    const order: string[] = [];
    const draw = async (name: string, milliseconds: number) => {
      await turn();
      work(milliseconds);
      order.push(name);
    };
    const message = new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        order.push("message");
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    });
    await Promise.all([draw("short", 0), draw("long", 20), draw("last", 0), message]);
    expect(order.slice(0, 2)).toEqual(["short", "long"]);
    expect(order.indexOf("message")).toBeLessThan(order.indexOf("last"));
  });

  test("goes on where one of them fails", async () => {
    await expect(
      turn().then(() => {
        throw new Error("can't be drawn");
      }),
    ).rejects.toThrow("can't be drawn");
    await expect(turn()).resolves.toBeUndefined();
  });
});
