import fc from "fast-check";

const marks = [
  "a",
  "é",
  "😀",
  "1",
  "?",
  "-",
  "'",
  '"',
  '""',
  ",",
  ";",
  "\t",
  "|",
  " ",
  "\\",
  "\n",
  "\r\n",
  "\r",
  "\0",
  "\u2028",
  "\ufeff",
];

/** Any text at all out of what readers of delimited text stumble over. */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: fc.constantFrom(...marks), maxLength: 60 });

/** A field of a log, as a text. */
const fieldText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("", "ann", "bob", "2024-01-02T03:04:05Z", "10", "-", "NULL") },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", "\r\n", " ", "=", "1"),
      maxLength: 5,
    }),
  },
);

/** Rows of fields, not all of one width. */
export const anyRows: fc.Arbitrary<string[][]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.array(fieldText, { minLength: 3, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(fieldText, { minLength: 1, maxLength: 5 }) },
  ),
  { minLength: 1, maxLength: 8 },
);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row of comma-separated text; a lone empty field is written in quotes, since a blank line is no row. */
export const csvRow = (fields: readonly string[]): string =>
  fields.length === 1 && fields[0] === "" ? '""' : fields.map(quoted).join(",");

/** Text of JSON, and text that nearly is. */
export const nearJson: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.json({ maxDepth: 2 }) },
      {
        weight: 3,
        arbitrary: fc
          .dictionary(fc.constantFrom("a", "__proto__", "é"), fc.integer(), { maxKeys: 2 })
          .map((o) => JSON.stringify(o)),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          ...'{ } [ ] , : " \\ null 1 {} [] {"a":1} {"a":{}} "a" \0 é 12345678901234567890'.split(" "),
          " ",
          "\n",
          "\r\n",
          "\r",
          "\t",
        ),
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
