import { describe, expect, test } from "vitest";
import { scriptReads } from "../../../src/notebook/js/reads.ts";

const names = ["days", "Users", "profile", "chart", "threshold"];

describe("what a script reads", () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ["a cell's name in a call", `return await cell("days")`, ["days"]],
    ["either kind of quotes, and a template", "cell('days'); model(`profile`)", ["days", "profile"]],
    ["a chart's data", `({ data: "days", marks: [] })`, ["days"]],
    [
      "a query's tables, however written",
      'await sql("select * from DAYS join \\"Users\\" using (x)")',
      ["days", "Users"],
    ],
    [
      "a query over lines, with values put in",
      `sql(\`\n  select * from days\n  where n > \${await cell('threshold')}\`)`,
      ["threshold", "days"],
    ],
    ["a query kept in a variable", 'const q = "select 1 from days"; return sql(q)', ["days"]],
    ["a query in parts", 'sql("select * " + "from " + (1 ? "days" : "Users"))', ["days", "Users"]],
    ["nothing in a comment", '// cell("days")\n/* sql("from Users") */ return 1', []],
    ["nothing in a text of its own", 'return "days"', []],
    ["nothing in a query's texts", "sql(\"select 'days' -- Users\")", []],
    ["nothing in a pattern", "return /cell\\(\"days\"\\)/.test('x') || 1 / 2", []],
    ["what follows a pattern with a quote", `const p = /["']/; return cell("days")`, ["days"]],
    ["what follows a division", `const p = 4 / 2; const q = 1 / cell("days")`, ["days"]],
    ["a name that is put together at run time can't be known", 'cell("da" + "ys")', []],
    ["a template within a template", `return \`a \${\`b \${await cell('days')} }\`} c\``, ["days"]],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(scriptReads(body, names).sort()).toEqual([...expected].sort());
  });

  test("a body that is cut off anywhere is read without a hang or an error", () => {
    const body = `const a = \`x \${cell('days')} \${\`y \${1}\`}\` + "z\\"" + /[/]'/.source // end`;
    for (let end = 0; end <= body.length; end++) scriptReads(body.slice(0, end), names);
  });
});
