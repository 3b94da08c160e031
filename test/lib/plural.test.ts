import { expect, test } from "vitest";
import { nounFor, typeFor } from "../../src/lib/plural.ts";

test("a plain noun follows its number; what is none stays as the log has it", () => {
  const words = ["folder", "process", "library", "key", "host"].map((noun) => nounFor(2, noun));
  expect(words).toEqual(["folders", "processes", "libraries", "keys", "hosts"]);
  expect([nounFor(1, "folder"), nounFor(0, "folder")]).toEqual(["folder", "folders"]);
  expect(["c_id", "IncidentId", "ip", "user-agent"].map((noun) => nounFor(9, noun))).toEqual([
    "c_id",
    "IncidentId",
    "ip",
    "user-agent",
  ]);
});

test("a type that is called by a number is said to be one", () => {
  expect([typeFor(1, "4624"), typeFor(3, "4624"), typeFor(3, "DataTool.Query")]).toEqual([
    "event 4624",
    "events 4624",
    "DataTool.Query",
  ]);
});
