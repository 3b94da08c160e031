import fc from "fast-check";
import { expect, test } from "vitest";
import { sqlTokens } from "../../src/db/sql-tokens.ts";

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      "'",
      '"',
      "$",
      "$$",
      "$t$",
      "--",
      "/*",
      "*/",
      "\n",
      "\r",
      ";",
      "E'",
      "\\",
      "(",
      "select",
      "é",
      "\u00a0",
      "1.5e3",
    ),
    fc.string({ maxLength: 4, unit: "grapheme" }),
  ),
);

test("tokens together are the whole text, whatever it is", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const sql = parts.join("");
      expect(
        sqlTokens(sql)
          .map(({ from, to }) => sql.slice(from, to))
          .join(""),
      ).toBe(sql);
    }),
  );
});

test("semicolons and parentheses of texts, identifiers and comments are no marks", () => {
  const marks = (sql: string) => sqlTokens(sql).flatMap(({ kind, name }) => (kind === "mark" ? [name] : []));
  expect(marks("'a;''(' \"b;\"\"(\" $$c;($$ $t$ $$ ; $t$ E'd\\';(' e'f'';' -- ;(\n/* ; /* ( */ ; */;")).toEqual([";"]);
  expect(marks("-- a\r; 'a\\' ;")).toEqual([";", ";"]);
  expect(marks("'never ends ;")).toEqual([]);
});

test("names are as DuckDB compares them", () => {
  const names = (sql: string) => sqlTokens(sql).flatMap(({ kind, name }) => (kind === "name" ? [name] : []));
  expect(names('Select "A ""b""" été$1\u00a0_x 1e5 a$b$c')).toEqual(["select", 'a "b"', "été$1", "_x", "a$b$c"]);
});
