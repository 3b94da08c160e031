import { expect, test } from "vitest";
import { type Field, readFields, writeField } from "../../src/notebook/fields.ts";
import { forms } from "../../src/notebook/kinds/forms.ts";
import type { CellContext } from "../../src/notebook/kinds/kind.ts";
import { kinds } from "../../src/notebook/kinds/registry.ts";

/** What a cell hands to the engine. */
async function settingsOf(type: string, body: string): Promise<unknown> {
  let given: unknown;
  const engine = new Proxy(
    {},
    {
      get:
        () =>
        (...all: readonly unknown[]) => {
          given = all.find((one) => typeof one === "object" && one !== null);
          return Promise.resolve({ rows: [] });
        },
    },
  ) as CellContext["engine"];
  await kinds.get(type)!.run({ engine, onProgress: () => {}, cell: () => ({}) as never } as never, type, body);
  return given;
}

/** A value that the form can give. */
function sample(field: Field): unknown {
  switch (field.control) {
    case "number":
      return field.word ?? field.least ?? 1;
    case "choice":
      return field.choices.at(-1);
    case "list":
      return field.word ?? ["profile"];
    case "day":
      return "2026-01-31";
    case "weights":
      return Object.fromEntries(field.names.map(({ name }) => [name, 0.5]));
  }
}

test.each([...forms.keys()])(
  "the form of %s has every setting that a new cell shows, and the cell takes whatever it gives",
  async (type) => {
    const fields = forms.get(type)!;
    const { template } = kinds.get(type)!;
    const keys = fields.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(Object.keys(readFields(template)!)));
    for (const field of fields) {
      const given = await settingsOf(type, writeField(template, field.key, sample(field)));
      expect(given).toHaveProperty(field.key);
    }
  },
);
