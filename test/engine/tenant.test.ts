import { expect, test } from "vitest";
import { scalar, texts } from "../../src/db/columns.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { Cancelled } from "../../src/lib/errors.ts";
import { type Job, quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";

const rows = Array.from({ length: 40 }, (_, i) => `2024-03-${10 + (i % 10)}T10:00:00Z,user${i % 4},View,T${i}\n`);
const text = `time,user,action,ticket\n${rows.join("")}2024-03-12T11:00:00Z,user1,DeleteUser,T1\n`;

/** A job that is stopped when a stage is reported. */
function stoppedIn(stage: RegExp): Job {
  const stop = new AbortController();
  return { signal: stop.signal, report: (progress) => stage.test(progress.stage) && stop.abort() };
}

test.each([
  ["checked", /^Checking/],
  ["folded", /^Folding/],
])(
  "an import that is cancelled while its events are %s is finished by whoever reads the tenant next",
  async (_, stage) => {
    const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
    const files = await inspectFiles([new File([text], "log.csv")], quietJob());
    await expect(tenant.importFiles(files, {}, stoppedIn(stage))).rejects.toThrow(Cancelled);
    expect(tenant.gap).toBeNull();
    expect(texts(await tenant.db.query("select distinct actor from log order by 1"), "actor")).toHaveLength(4);

    await tenant.features({ history: 30, from: null, to: null }, quietJob());
    expect(tenant.gap).toBe(300);
    expect(scalar(await tenant.db.query("select count(*)::integer from events where action is null"))).toBe(0);
    expect(await tenant.summary()).toMatchObject({ events: 41, actions: 41, rootTypes: ["DeleteUser"] });
  },
);
