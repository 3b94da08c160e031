import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openDuckdb } from "../../src/db/duckdb.ts";
import { fetchDuckdbParts } from "../../src/db/parts.ts";
import { storeQuery } from "../../src/engine/tables.ts";
import { sqlCorpus } from "../db/sql-corpus.ts";
import { callable, sqlState } from "../db/sql-state.ts";
import { sqlStatements } from "../fuzz/support/sql-grammar.ts";

/** Tells of everything that DuckDB's worker asks for, and lets none of it through; no policy is in the way. */
const listening = `
const asked = new BroadcastChannel("asked");
const tell = (how, what) => asked.postMessage(how + " " + what);
XMLHttpRequest.prototype.open = function (method, url) { tell("XMLHttpRequest", url); throw new Error("not here"); };
for (const name of ["WebSocket", "EventSource", "WebTransport", "Worker"]) self[name] = class { constructor(url) { tell(name, url); throw new Error("not here"); } };
const fetched = self.fetch;
self.fetch = (input, init) => {
  const url = String(input.url ?? input);
  if (url.startsWith("blob:")) return fetched(input, init);
  tell("fetch", url);
  return Promise.reject(new Error("not here"));
};
const importing = self.importScripts;
self.importScripts = (...urls) => { tell("importScripts", urls.join(" ")); return importing.apply(self, []); };
navigator.storage.getDirectory = () => { tell("storage", "getDirectory"); return Promise.reject(new Error("not here")); };
`;

async function listenedParts() {
  const parts = await fetchDuckdbParts();
  const script = await (await fetch(parts.worker)).text();
  return { ...parts, worker: URL.createObjectURL(new Blob([listening, script], { type: "text/javascript" })) };
}

const asked: string[] = [];
const channel = new BroadcastChannel("asked");
channel.onmessage = ({ data }) => void asked.push(data);
/** What was asked for so far; what a worker said before comes first. */
async function askedSoFar(): Promise<readonly string[]> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return asked.splice(0);
}

test("a DuckDB that is not locked down would ask: what listens does hear it", async () => {
  const parts = await listenedParts();
  const worker = new Worker(parts.worker);
  const engine = new AsyncDuckDB(new VoidLogger(), worker);
  await engine.instantiate(parts.wasm);
  const connection = await engine.connect();
  await connection.query("select * from read_csv('https://leak.invalid/a.csv')").catch(() => undefined);
  expect((await askedSoFar()).join("\n")).toMatch(/XMLHttpRequest https:\/\/leak\.invalid\/a\.csv/);
  worker.terminate();
});

test("no statement of a cell makes a request, changes a setting or a table, or sees another tenant", async () => {
  const parts = await listenedParts();
  const [db, other] = [await openDuckdb(parts), await openDuckdb(parts)];
  try {
    for (const one of [db, other]) await one.run("create table types (id integer, name varchar, root boolean)");
    await db.run("create table events as select 0 as event, 0 as type");
    await other.run("create table secrets as select 'token-of-the-other' as token");
    await other.registerBytes("other.csv", new TextEncoder().encode("token-of-the-other\n"));
    const before = await sqlState(db);
    const seen: string[] = [];
    const attempt = async (sql: string) => {
      const rows = await storeQuery(db, "x", sql).then(
        async () => (await db.query("select x::varchar as row from x limit 100")).toString(),
        (error) => {
          if (error.name !== "UserError") throw error;
          return error.message as string;
        },
      );
      if (rows.includes("token-of-the-other")) seen.push(sql);
      await db.run("drop table if exists x");
    };
    for (const [sql] of sqlCorpus) await attempt(sql);
    const ofOther = ["from secrets", "from '/in/other.csv'", "from read_text('/in/other.csv')", "from glob('/in/*')"];
    for (const sql of ofOther) await attempt(sql);
    expect(await sqlState(db)).toBe(before);
    for (const sql of fc.sample(sqlStatements(await callable(db)), 300)) await attempt(sql);
    expect(await sqlState(db)).toBe(before);
    expect(seen).toEqual([]);
    expect(await askedSoFar()).toEqual([]);
  } finally {
    await Promise.all([db.close(), other.close()]);
  }
});
