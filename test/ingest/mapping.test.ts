import { describe, expect, test } from "vitest";
import { checkMapping, nearColumns } from "../../src/ingest/check-mapping.ts";
import { defaultNulls, type Mapping } from "../../src/ingest/mapping.ts";
import { parseMapping } from "../../src/ingest/parse-mapping.ts";
import { pick } from "../../src/ingest/pick.ts";
import { UserError } from "../../src/lib/errors.ts";

const least = { time: "when", actor: "who", type: ["what"] };

describe("a mapping that a person wrote", () => {
  test("is read as it is", () => {
    const whole = {
      ...least,
      timeFormat: ["iso", "%d/%m/%Y"],
      zone: "Europe/Berlin",
      id: ["id", "uuid"],
      entities: [{ column: "n", type: "ticket", relationship: "updates", role: "subject" }],
      attributes: ["country", { name: "ip", column: ["src", "dst"] }],
      volumes: ["bytes", { name: "pages", column: "n_pages" }],
      roots: ["Resolved"],
      ignoreActors: ["svc"],
      nulls: ["?"],
    };
    expect(parseMapping(whole)).toEqual(whole);
    expect(parseMapping({ ...least, type: "what" }).type).toEqual(["what"]);
  });

  test.each([
    [null, "top level"],
    [{ ...least, time: undefined }, "time"],
    [{ ...least, time: 3 }, "time"],
    [{ ...least, actor: "" }, "actor"],
    [{ ...least, type: [] }, "type"],
    [{ ...least, zone: "Mars" }, "zone"],
    [{ ...least, timeFormat: "dd.mm.yyyy" }, "timeFormat"],
    [{ ...least, entities: [{ column: "n" }] }, "entities[0].type"],
    [{ ...least, entities: [{ column: "n", type: "t", relationship: "r", role: "boss" }] }, "entities[0].role"],
    [{ ...least, entities: {} }, "entities"],
    [{ ...least, attributes: [{ name: "ip" }] }, "attributes[0].column"],
    [{ ...least, roots: "Resolved" }, "roots"],
    [{ ...least, root: ["Resolved"] }, "root"],
  ])("%j is refused by the name of what is wrong", (json, member) => {
    const refuse = () => parseMapping(json);
    expect(refuse).toThrow(UserError);
    expect(refuse).toThrow(member);
  });
});

describe("a mapping against an export's columns", () => {
  const mapping: Mapping = {
    ...least,
    id: "event_id",
    entities: [{ column: "tickte", type: "ticket", relationship: "on" }],
  };

  test("cannot do without time, actor and type, and names what is near", () => {
    const { errors } = checkMapping(
      { ...mapping, time: "sys_updated" },
      { columns: ["sys_updated_at", "who", "what"], complete: true },
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("sys_updated_at?");
  });

  test("can do without the rest, and says so", () => {
    const {
      errors,
      warnings,
      mapping: kept,
    } = checkMapping(mapping, { columns: ["when", "who", "what", "ticket"], complete: true });
    expect(errors).toEqual([]);
    expect(warnings.join("\n")).toMatch(/id: .*“event_id”[\s\S]*“tickte”.*Did you mean ticket\?/);
    expect(kept.id).toBeUndefined();
    expect(kept.entities).toEqual([]);
  });

  test("keeps what only records that were not sampled may have", () => {
    const { warnings, mapping: kept } = checkMapping(mapping, {
      columns: ["when", "who.name", "what"],
      complete: false,
    });
    expect(warnings).toEqual([]);
    expect(kept).toEqual(mapping);
  });

  test("near names are the nearest first", () => {
    expect(nearColumns("user", ["country", "username", "uesr", "zip"])).toContain("username");
  });
});

describe("a reference", () => {
  const record = {
    "a.b": "literal",
    a: { b: "path", c: [{ d: 7n }, { d: null }] },
    text: '{"x": {"y": [1, "two"]}}',
    broken: "{nope",
    empty: "",
    dash: "-",
    flag: false,
    __proto__: null,
  };
  const of = (reference: string | string[]) => pick(record, reference, defaultNulls);

  test.each([
    ["a.b", "literal"],
    ["a.c[0].d", "7"],
    ["a.c[1].d", null],
    ["a.c[5].d", null],
    ["text.x.y[1]", "two"],
    ["text.x", '{"y":[1,"two"]}'],
    ["broken.x", null],
    ["empty", null],
    ["dash", null],
    ["flag", "false"],
    ["=logon", "logon"],
    ["toString", null],
    ["constructor.name", null],
    ["missing", null],
  ])("%s", (reference, expected) => expect(of(reference)).toBe(expected));

  test("a list is the first that has a value", () => {
    expect(of(["missing", "dash", "a.c[0].d", "flag"])).toBe("7");
    expect(of(["missing", "=none"])).toBe("none");
  });

  test("a key called __proto__ is a key like another", () => {
    const odd = JSON.parse('{"__proto__": {"user": "eve"}}') as Record<string, unknown>;
    expect(pick(odd, "__proto__.user", [])).toBe("eve");
    expect(pick({}, "__proto__.constructor", [])).toBeNull();
  });
});
