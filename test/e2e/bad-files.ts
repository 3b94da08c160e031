import { gzipSync } from "node:zlib";

/** A file that a person may drop by mistake. */
export interface BadFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

const day = (i: number): string => new Date(Date.UTC(2025, 0, 1) + 3_600_000 * i).toISOString();
const csv = (rows: number, row: (i: number) => string, header = "time,user,action"): string =>
  `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join("\n")}\n`;
const usual = (rows = 400) =>
  csv(rows, (i) => `${day(i)},user${i % 7},${["Open", "Read", "Write", "Close"][(i * 5) % 4]}`);
const ndjson = (rows = 200) =>
  Array.from({ length: rows }, (_, i) =>
    JSON.stringify({ time: day(i), user: `user${i % 5}`, action: i % 3 ? "Read" : "Write" }),
  ).join("\n");

const latinInMidFile = (): Uint8Array => {
  const bytes = Buffer.from(usual(3000).replaceAll("user3", "userü"), "utf8");
  const at = bytes.indexOf("user5", Math.floor(bytes.length / 2));
  bytes[at + 4] = 0xfc;
  return bytes;
};

/** Files as they come wrongly, by what is wrong. */
export const badFiles = {
  empty: { name: "empty.csv", content: "" },
  "truncated gzip": { name: "cut.csv.gz", content: gzipSync(usual(20_000)).subarray(0, 20_000) },
  "truncated JSON": { name: "cut.json", content: `{"Records": [${ndjson().replaceAll("\n", ",")}, {"time": "2025-` },
  binary: { name: "core.csv", content: Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256) },
  "CSV named .json": { name: "table.json", content: usual() },
  "JSON named .csv": { name: "events.csv", content: ndjson() },
  "no time column": { name: "timeless.csv", content: csv(200, (i) => `user${i % 5},Read`, "user,action") },
  "no actor column": { name: "nobody.csv", content: csv(200, (i) => `${day(i)},${i * 7}`, "time,bytes") },
  "one user": { name: "one-user.csv", content: csv(900, (i) => `${day(i)},ann,${i % 3 ? "Read" : "Write"}`) },
  "one day": {
    name: "one-day.csv",
    content: csv(400, (i) => `2025-01-01T${String(i % 24).padStart(2, "0")}:00:00Z,user${i % 7},Read`),
  },
  "ten thousand columns": {
    name: "wide.csv",
    content: csv(
      60,
      (i) => `${day(7 * i)},user${i % 3},Read${",1".repeat(9997)}`,
      `time,user,action${Array.from({ length: 9997 }, (_, i) => `,c${i}`).join("")}`,
    ),
  },
  "a two-megabyte cell": {
    name: "long-cell.csv",
    content: csv(
      300,
      (i) => `${day(i)},user${i % 5},Read,${i === 150 ? "x".repeat(2 << 20) : "note"}`,
      "time,user,action,note",
    ),
  },
  "fifty thousand types": { name: "types.csv", content: csv(50_000, (i) => `${day(i % 1000)},user${i % 20},Type${i}`) },
  "times in the future": { name: "future.csv", content: usual().replaceAll("2025-01", "2093-01") },
  "one second": { name: "second.csv", content: csv(400, (i) => `2025-01-01T10:00:00Z,user${i % 7},Read${i % 3}`) },
  "header only": { name: "header.csv", content: "time,user,action\n" },
  "bytes that are no UTF-8 in mid-file": { name: "mixed.csv", content: latinInMidFile() },
  "64-bit ids": {
    name: "ids.ndjson",
    content: Array.from(
      { length: 200 },
      (_, i) => `{"time":"${day(i)}","user":${9007199254740993n + BigInt(2 * (i % 3))},"action":"Read"}`,
    ).join("\n"),
  },
  "a ragged file": {
    name: "ragged.csv",
    content: `# exported by hand\n# for the audit\n${csv(300, (i) => (i % 10 === 9 ? `${day(i)},user${i % 5}` : `${day(i)},user${i % 5},Read,extra`), "time,user,action,note")}`,
  },
} satisfies Record<string, BadFile>;
