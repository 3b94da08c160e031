import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentFamily } from "../../../src/ingest/vendors/agent.ts";
import { mendedTime } from "../../../src/ingest/vendors/mended-time.ts";
import { networkOf } from "../../../src/ingest/vendors/network.ts";
import { at, text } from "../../../src/ingest/vendors/record.ts";
import { recogniseVendor, vendors } from "../../../src/ingest/vendors/registry.ts";

describe("networkOf", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["203.0.113.77:443", "203.0.113.0/24"],
    ["::ffff:203.0.113.77", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:0DB8::6", "2001:db8:0::/48"],
    ["[2001:db8:1:2::6]:443", "2001:db8:1::/48"],
    ["::1", undefined],
    ["127.0.0.1:8080", undefined],
    ["0.0.0.0", undefined],
    ["s3.amazonaws.com", undefined],
    ["12:30", undefined],
    ["", undefined],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it("is the same for every host of a network", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
        fc.pre(!/^(127|0)\./.test(address));
        expect(networkOf(address)).toBe(networkOf(address.replace(/\d+$/, String(last))));
      }),
    );
  });
});

describe("agentFamily", () => {
  it("is constant between versions", () => {
    const agent = (version: string): string =>
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/${version} Safari/537.36`;
    expect(agentFamily(agent("140.0"))).toBe("Chrome, Windows");
    expect(agentFamily(agent("141.2"))).toBe(agentFamily(agent("140.0")));
    expect(agentFamily("MyTool/2.1 (x)")).toBe("MyTool");
    expect(agentFamily("probe_39f95f43-cd2f-4beb-b69e-be60b6fe1f57")).toBe("probe");
    expect(agentFamily("")).toBeUndefined();
  });
});

describe("mendedTime", () => {
  it("touches only seconds that run into their fraction", () => {
    expect(mendedTime("2031-02-03 04:05:06123456")).toBe("2031-02-03 04:05:06.123456");
    expect(mendedTime("2031-02-03T04:05:060.500000Z")).toBe("2031-02-03T04:05:06.500000Z");
    expect(mendedTime("2031-02-03T04:05:06.5Z")).toBeUndefined();
    expect(mendedTime("1927944306250")).toBeUndefined();
  });
});

describe("at", () => {
  it("lets a column of that very name win, enters JSON texts, and sees no inherited name", () => {
    expect(at({ "a.b": 1, a: { b: 2 } }, "a.b")).toBe(1);
    expect(at({ a: '{"b":[{"c":3}]}' }, "a.b[0].c")).toBe(3);
    expect(at({ a: "{broken" }, "a.b")).toBeUndefined();
    expect(at({}, "constructor.name")).toBeUndefined();
  });
});

describe("text", () => {
  it("has nothing for the texts that stand for nothing", () => {
    expect(["-", "", " ", "null", null, undefined, {}, true].map(text)).toEqual(Array(8).fill(undefined));
    expect(text(0)).toBe("0");
  });
});

const names = [
  "EventID",
  "winlog",
  "event_data",
  "EventData",
  "EventTime",
  "@timestamp",
  "userIdentity",
  "eventName",
  "eventSource",
  "protoPayload",
  "actor",
  "action",
  "data",
  "type",
  "event",
  "id",
  "target",
  "parameters",
  "events",
  "ts",
  "user",
  "url",
  "to",
  "date",
  "pc",
  "AuditData",
  "ExtendedProperties",
  "identity",
  "claims",
  "resourceId",
  "operationName",
  "client",
] as const;
const odd = fc.letrec((tie) => ({
  row: fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("value"), { maxKeys: 6 }),
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom(null, undefined, Number.NaN, true, "{", '{"a":1}', "[]", "[null]", "2031-02-03 04:05:06"),
    fc.double(),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("row"),
  ),
})).row as fc.Arbitrary<Record<string, unknown>>;

describe("every vendor", () => {
  it("never throws on odd input, and says a confidence from 0 to 1", () => {
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 3 }), (records) => {
        const sample = { name: "odd", columns: Object.keys(records[0] ?? {}), records };
        for (const vendor of vendors) {
          const confidence = vendor.recognise(sample);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          vendor.mapping(sample);
          for (const record of records) vendor.derive?.(record);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives derived columns names that start with an underscore", () => {
    for (const vendor of vendors) {
      expect(
        Object.keys(vendor.derive?.({}) ?? {}).filter((name) => !name.startsWith("_")),
        vendor.id,
      ).toEqual([]);
    }
  });

  it("has an id of its own and roots without repeats", () => {
    expect(new Set(vendors.map((vendor) => vendor.id)).size).toBe(vendors.length);
    for (const vendor of vendors) {
      const roots = vendor.mapping({ name: "x", columns: [], records: [] }).roots ?? [];
      expect(new Set(roots).size, vendor.id).toBe(roots.length);
    }
  });
});

describe("recogniseVendor", () => {
  it("claims no table that is no vendor's", () => {
    const tables: readonly Record<string, unknown>[] = [
      { number: "INC1", incident_state: "New", sys_updated_by: "Updated by 1", sys_updated_at: "1/2/2031 01:02" },
      { time: "2031-02-03T04:05:06Z", user: "ana", action: "open", file: "a" },
      { timestamp: "2031-02-03", level: "info", message: "x", host: "h" },
      { id: 1, type: "a", name: "b" },
      {},
    ];
    for (const row of tables) {
      expect(recogniseVendor({ name: "t", columns: Object.keys(row), records: [row] })?.id ?? null).toBeNull();
    }
    expect(recogniseVendor({ name: "t", columns: [], records: [] })).toBeNull();
  });

  it("knows a table that has only its header", () => {
    const known = (columns: readonly string[]): string | undefined =>
      recogniseVendor({ name: "t", columns, records: [] })?.id;
    expect(known(["CreationDate", "UserIds", "Operations", "AuditData"])).toBe("m365-audit");
    expect(known(["id", "date", "user", "pc", "activity"])).toBe("cert-insider");
    expect(known(["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h"])).toBe("zeek");
  });
});
