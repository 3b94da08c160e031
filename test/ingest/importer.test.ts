import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ints, texts } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { recognise } from "../../src/ingest/formats/recognise.ts";
import { createImporter } from "../../src/ingest/importer.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { createRawStore } from "../../src/ingest/raw-store.ts";
import { Cancelled, UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";
import { csvRecognised, csvRecords, testDecoder, textSource } from "../support/slices.ts";
import { stoppedAt } from "../support/stopping.ts";

const mapping: Mapping = {
  time: "when",
  actor: "who",
  type: ["what", "how"],
  entities: [
    { column: "file", type: "file", relationship: "touches" },
    { column: "copy", type: "file", relationship: "touches" },
    { column: "host", type: "host", relationship: "from", role: "subject" },
  ],
  attributes: ["country"],
};

const header = "id,when,who,what,how,file,copy,host,country\n";
const odd = `${header}1,2024-01-01T10:00:00Z,ann,read,,a.txt,a.txt,h1,DE
2,2024-01-01T10:00:01Z,"bob ""b""",read,fast,"b
c.txt",?,h1,DE
3,,ann,read,,a.txt,,h1,DE
4,tomorrow,ann,read,,a.txt,,h1,DE
5,2024-01-01T10:00:02Z,-,read,,a.txt,,h1,DE
6,2024-01-01T10:00:03Z,ann,,,a.txt,,h1,DE
7,2024-01-01T10:00:03Z,ann
2,2024-01-01T10:00:04Z,ann,write,,ä.txt,a.txt,,FR
8,2024-01-01T10:00:05Z,ann,write,,a.txt,ä.txt,,
`;

const tables =
  "files rejects actors types entities relationships attribute_values events refs attributes volumes event_ids".split(
    " ",
  );
const db = await openTestDatabase();

interface Opened {
  readonly db: Database;
  load(
    name: string,
    text: string,
    options?: { mapping?: Mapping; derives?: boolean },
  ): ReturnType<ReturnType<typeof createImporter>["importSource"]>;
  importer: ReturnType<typeof createImporter>;
  raw: ReturnType<typeof createRawStore>;
}

async function tenant({ recordsPerSlice = 1000, job = quietJob(), onSlice = () => {} } = {}): Promise<Opened> {
  for (const table of tables) await db.query(`delete from ${table}`);
  const raw = createRawStore();
  const importer = createImporter(db, { decoder: testDecoder({ recordsPerSlice, onSlice }), raw });
  return {
    db,
    raw,
    importer,
    load: (name, text, { mapping: given = mapping, derives = false } = {}) => {
      const recognised = csvRecognised(text);
      const request = {
        source: textSource(name, text),
        recognised,
        format: "CSV",
        vendor: null,
        mapping: given,
        derives,
      };
      return importer.importSource({ ...request, columns: recognised.dialect!.columns }, job);
    },
  };
}

/** Everything about the events in words, one line an event. */
async function told(db: Database): Promise<string[]> {
  const table = await db.query(`
    select events.event || ' ' || ts || ' ' || actors.name || ' ' || types.name || ' line ' || line || ' ['
      || coalesce((select string_agg(entities.type || ':' || entities.name || ':' || relationships.name, ', ' order by entities.type, entities.name)
          from refs join entities on entities.id = entity join relationships on relationships.id = relationship where refs.event = events.event), '')
      || '] ' || coalesce((select string_agg(attribute_values.name || '=' || attribute_values.value, ', ')
          from attributes join attribute_values on attribute_values.id = attributes.value where attributes.event = events.event), '') as v
    from events join actors on actors.id = actor join types on types.id = events.type order by events.event`);
  return texts(table, "v");
}

const everything = async (db: Database): Promise<string[]> => {
  const rows: string[] = [];
  for (const table of tables) {
    const result = await db.query(`select ${table}::varchar as v from ${table} order by v`);
    rows.push(...texts(result, "v").map((row) => `${table} ${row}`));
  }
  return rows;
};

describe("an import", () => {
  test("accounts for every row, and says why the others fell out", async () => {
    const { db, load } = await tenant();
    const report = await load("odd.csv", odd);
    expect(report.problem).toBeNull();
    expect(report.rows).toEqual({ in: 9, typed: 4, rejected: 5, duplicate: 0 });
    expect(await told(db)).toEqual([
      "0 2024-01-01 10:00:00 ann read line 2 [file:a.txt:touches, host:h1:from] country=DE",
      '1 2024-01-01 10:00:01 bob "b" read fast line 3 [file:b\nc.txt:touches, host:h1:from] country=DE',
      "2 2024-01-01 10:00:04 ann write line 10 [file:a.txt:touches, file:ä.txt:touches] country=FR",
      "3 2024-01-01 10:00:05 ann write line 11 [file:a.txt:touches, file:ä.txt:touches] ",
    ]);
    const rejects = await db.query(
      "select line || ' ' || reason || coalesce(' ' || raw, '') as v from rejects order by line",
    );
    expect(texts(rejects, "v")).toEqual([
      "5 No time in “when”.",
      "6 The time “tomorrow” does not read as iso.",
      "7 No actor in “who”.",
      "8 No event type in “what”, “how”.",
      "9 Wrong number of fields. 7,2024-01-01T10:00:03Z,ann\n",
    ]);
  });

  test("keeps the numbers of the volumes, and nothing else of them", async () => {
    const { db, load } = await tenant();
    const text = `when,who,what,sent,got\n2024-01-01T10:00:00Z,ann,read,120,1.5e3\n2024-01-01T10:00:01Z,ann,read,many,?\n2024-01-01T10:00:02Z,ann,read,inf,-4\n`;
    const volumes: Mapping["volumes"] = ["sent", { name: "received", column: "got" }];
    await load("volumes.csv", text, { mapping: { time: "when", actor: "who", type: ["what"], volumes } });
    const found = await db.query("select event || ' ' || name || ' ' || value as v from volumes order by event, name");
    expect(texts(found, "v")).toEqual(["0 received 1500.0", "0 sent 120.0", "2 received -4.0"]);
  });

  test("rejects a row whose volume is too large to add up, and says so", async () => {
    const { db, load } = await tenant();
    const text = `when,who,what,sent,got\n2024-01-01T10:00:00Z,ann,read,1e39,3\n2024-01-01T10:00:01Z,ann,read,-2,-4e38\n2024-01-01T10:00:02Z,ann,read,1e30,many\n`;
    const volumes: Mapping["volumes"] = ["sent", { name: "received", column: "got" }];
    const report = await load("large.csv", text, { mapping: { time: "when", actor: "who", type: ["what"], volumes } });
    expect(report.rows).toMatchObject({ typed: 1, rejected: 2 });
    expect(texts(await db.query("select line || ' ' || reason as v from rejects order by line"), "v")).toEqual([
      "2 The volume “sent” is “1e39”: no more than 1e30 adds up.",
      "3 The volume “received” is “-4e38”: no more than 1e30 adds up.",
    ]);
    expect(texts(await db.query("select name || ' ' || value as v from volumes"), "v")).toEqual(["sent 1e+30"]);
  });

  test("keys a row by its set of references, in whatever order they stand", async () => {
    const { db, load } = await tenant();
    await load("odd.csv", odd);
    const keys = texts(await db.query("select refs_key::varchar as v from events order by event"), "v");
    expect(keys[2]).toBe(keys[3]);
    expect(new Set(keys).size).toBe(3);
    await load("none.csv", `${header}9,2024-01-01T10:00:00Z,ann,read,,,,,\n`);
    expect(texts(await db.query("select refs_key::varchar as v from events order by event desc"), "v")[0]).toBe("0");
  });

  test("is the same in slices of any size, and as text or as records", async () => {
    const whole = await tenant();
    await whole.load("odd.csv", odd, { mapping: { ...mapping, id: "id" } });
    const expected = await everything(whole.db);
    for (const recordsPerSlice of [1, 4]) {
      for (const derives of [false, true]) {
        const { db, load } = await tenant({ recordsPerSlice });
        await load("odd.csv", odd, { mapping: { ...mapping, id: "id" }, derives });
        expect(await everything(db)).toEqual(expected);
      }
    }
  });

  test("gives the same events for any order of the rows", async () => {
    const lines = odd.slice(header.length).match(/(?:"(?:[^"]|"")*"|[^\n"])*\n/g)!;
    const contents = async (text: string) => {
      const { db, load } = await tenant({ recordsPerSlice: 4 });
      const { rows } = await load("odd.csv", text);
      return { rows, events: (await told(db)).map((event) => event.replace(/^\d+ | line \d+/g, "")).sort() };
    };
    const expected = await contents(odd);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
        expect(await contents(header + shuffled.join(""))).toEqual(expected);
      }),
      { numRuns: 3 },
    );
  });

  test("counts a repeated row of the same id as a duplicate, within a file and across files", async () => {
    const { db, load } = await tenant({ recordsPerSlice: 2 });
    const withId = { ...mapping, id: "id" };
    expect((await load("odd.csv", odd, { mapping: withId })).rows).toEqual({
      in: 9,
      typed: 4,
      rejected: 5,
      duplicate: 0,
    });
    const more = `${header}8,2024-01-01T10:00:05Z,ann,write,,a.txt,ä.txt,,\n10,2024-01-02T10:00:00Z,ann,read,,,,,\n,2024-01-02T10:00:00Z,ann,read,,,,,\n`;
    expect((await load("more.csv", more, { mapping: withId })).rows).toEqual({
      in: 3,
      typed: 2,
      rejected: 0,
      duplicate: 1,
    });
    expect([...ints(await db.query("select event from events order by event"), "event")]).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await load("again.csv", more, { mapping: withId })).rows).toEqual({
      in: 3,
      typed: 0,
      rejected: 0,
      duplicate: 3,
    });
  });

  test("keeps an event whose id was used before for another: other time, actor, type or reference", async () => {
    const { load } = await tenant({ recordsPerSlice: 3 });
    const columns = "id,when,who,what,ticket\n";
    const rows = [
      "1,2024-01-02T10:00:00Z,ann,read,T1",
      "1,2024-01-02T10:00:00Z,ann,read,T2",
      "1,2024-01-02T10:00:00Z,ann,write,T1",
      "1,2024-01-02T10:00:00Z,bob,read,T1",
      "1,2024-01-02T10:00:01Z,ann,read,T1",
      "1,2024-01-02T11:00:00+01:00,ann,read,T1",
    ];
    const entities = [{ column: "ticket", type: "ticket", relationship: "reads" }];
    const report = await load("reused.csv", `${columns}${rows.join("\n")}\n`, {
      mapping: { time: "when", actor: "who", type: ["what"], id: "id", entities },
    });
    expect(report.rows).toEqual({ in: 6, typed: 5, rejected: 0, duplicate: 1 });
  });

  test("two rows that say the same are two events where there is no id", async () => {
    const { load } = await tenant();
    const row = "1,2024-01-02T10:00:00Z,ann,read,,,,,\n";
    expect((await load("twice.csv", header + row + row)).rows.typed).toBe(2);
  });

  test("leaves out an id that the export lacks, and refuses a time that it lacks", async () => {
    const { load } = await tenant();
    const report = await load("odd.csv", odd, { mapping: { ...mapping, id: "event_id" } });
    expect(report.rows.typed).toBe(4);
    expect(report.notes.join()).toContain("“event_id”");
    const refused = await load("odd.csv", `${odd}\n`, { mapping: { ...mapping, time: "whem" } });
    expect(refused.problem?.what).toContain("Did you mean when");
    expect(refused.rows.in).toBe(0);
  });

  test("when cancelled leaves earlier files as they were, and nothing of its own", async () => {
    const stop = new AbortController();
    let slices = 0;
    const { db, load } = await tenant({
      recordsPerSlice: 2,
      job: { signal: stop.signal, report: () => {} },
      onSlice: () => {
        if (++slices === 8) stop.abort();
      },
    });
    await load("odd.csv", odd);
    const before = await everything(db);
    await expect(load("second.csv", odd.replaceAll("ann", "carla").replaceAll("a.txt", "z.txt"))).rejects.toThrow(
      Cancelled,
    );
    expect(await everything(db)).toEqual(before);
  });

  test("finds the raw record of every event and reject, line ends in quotes included", async () => {
    for (const recordsPerSlice of [1, 3]) {
      const { load, raw } = await tenant({ recordsPerSlice });
      await load("odd.csv", odd);
      const records = csvRecords(odd).slice(1);
      const found = await raw.rawRecords(records.map(({ line }) => ({ file: 0, line })));
      expect(found).toEqual(records.map(({ text }) => text.replace(/\n$/, "")));
      expect(await raw.rawRecord(1, 2)).toBeNull();
    }
  });

  test("finds each of several records that share a line, whichever of them became events", async () => {
    const text =
      '{"Records":[{"id":1,"t":"2024-01-01T00:00:00Z","u":"a{"},{"id":2,"u":"b"},{"id":3,"t":"2024-01-01T00:00:01Z","u":"c","in":{"x":[{}]}}]}';
    for (const table of tables) await db.query(`delete from ${table}`);
    const raw = createRawStore();
    const importer = createImporter(db, { decoder: decodeHere(), raw });
    const source = textSource("trail.json", text);
    const recognised = await recognise(source);
    const mapping: Mapping = { time: "t", actor: "u", type: ["=x"] };
    const rest = { format: "JSON", columns: ["id", "t", "u", "in"], vendor: null, derives: false, mapping };
    const report = await importer.importSource({ source, recognised, ...rest }, quietJob());
    expect(report.rows).toEqual({ in: 3, typed: 2, rejected: 1, duplicate: 0 });
    expect(await raw.rawRecord(0, 1, 0)).toBe('{"id":1,"t":"2024-01-01T00:00:00Z","u":"a{"}');
    expect(await raw.rawRecord(0, 1, 1)).toBe('{"id":3,"t":"2024-01-01T00:00:01Z","u":"c","in":{"x":[{}]}}');
    expect(await raw.rawRecord(0, 1)).toBe(text);
  });

  test("takes back a file that fails midway, and goes on with the next", async () => {
    const { db, load } = await tenant({
      recordsPerSlice: 2,
      onSlice: () => {
        if (++slices === 5) throw new UserError("The archive is broken.", { next: "Export it again." });
      },
    });
    let slices = 0;
    await load("first.csv", odd.split("\n").slice(0, 3).join("\n").concat('c.txt",?,h1,DE\n'));
    const before = await everything(db);
    const report = await load("second.csv", odd.replaceAll("ann", "carla"));
    expect(report.problem).toEqual({ what: "The archive is broken.", next: "Export it again." });
    expect(report.rows.in).toBe(0);
    const after = await everything(db);
    expect(after.filter((row) => !row.startsWith("files"))).toEqual(before.filter((row) => !row.startsWith("files")));
    const third = await load("third.csv", odd);
    expect(third.rows.in).toBe(9);
  });

  test("says it where times carry several offsets", async () => {
    const { load } = await tenant();
    const rows = `${header}1,2024-01-01T10:00:00Z,ann,read,,,,,\n2,2024-01-01T10:00:00+02:00,ann,read,,,,,\n3,2024-01-01 10:00:00,ann,read,,,,,\n`;
    const { notes } = await load("mixed.csv", rows);
    expect(notes.join()).toContain("3 different offsets (+02:00, Z, no offset). Those without one are read in UTC.");
  });

  test("marks roots and ignored actors, and says what is odd, anew when it was cancelled", async () => {
    const { db, load, importer } = await tenant();
    const rows = `${header}1,1970-01-01T10:00:00Z,CORP\\Ann,read,,,,,\n2,2924-01-01T10:00:00Z,ann@corp.example,delete_user,,,,,\n`;
    await load("rows.csv", rows + "3,2024-01-01T10:00:00Z,svc,read,,,,,\n".repeat(5), {
      mapping: { ...mapping, ignoreActors: ["svc"] },
    });
    const { job, reports } = stoppedAt(1);
    await expect(importer.finishImport(job)).rejects.toThrow(Cancelled);
    expect(reports.map(({ done, total }) => [done, total])).toEqual([
      [0, 4],
      [1, 4],
    ]);
    const said = (await importer.finishImport()).join("\n");
    expect(said).toContain("1 event before 1990");
    expect(said).toContain("1 event in the future (up to 2924-01-01)");
    expect(said).toContain("case or domain");
    expect(said).toContain("“delete_user”");
    expect(texts(await db.query("select name from types where root"), "name")).toEqual(["delete_user"]);
    expect(texts(await db.query("select name from actors where ignored"), "name")).toEqual(["svc"]);
  });
});
