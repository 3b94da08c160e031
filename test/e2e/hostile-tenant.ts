import { smallTenant } from "./small-tenant.ts";

/** Names that try to be more than names: markup, links, prototypes, formulas, escapes, disguises, and one of 100,000 characters. */
export const hostileNames: readonly string[] = [
  '<img src=x onerror="window.hit=1">',
  '"><script>window.hit=2</script>',
  "javascript:window.hit=3",
  "[click](javascript:window.hit=4)",
  "</title><svg onload=window.hit=5>",
  "$" + "{window.hit=6}{{7*7}}",
  "__proto__",
  "constructor",
  "toString",
  '=HYPERLINK("http://leak.invalid";"x")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1)",
  "＝1+1",
  "\u202eadmin\u202c",
  "ad\u200bmin\u2066\u00ad",
  "\u0430dmin",
  "\u001b[31mred\u001b[0m\u0007",
  "a\u0000b",
  "a\ud800b",
  "line\nnext\ttab\rback",
  "'; drop table events; --",
  "https://leak.invalid/?q=x",
  `long ${"x".repeat(100_000)}`,
  "W".repeat(300),
  "\u0627\u0644\u0645\u062f\u064a\u0631",
  `e${"\u0301".repeat(200)}`,
  " ",
];

/** A small support desk's log as lines of JSON, in which users, types and references have hostile names. */
export function hostileLog(): string {
  const name = (i: number): string => hostileNames[i % hostileNames.length]!.slice(0, 2000);
  const rows = smallTenant({ users: hostileNames.length, days: 22 }).map(({ line, user }, i) => {
    const [id, when = "", , action, ticket, customer, country] = line.split(",");
    const number = Number(user.slice(5));
    const [date = "", clock] = when.split(" ");
    return {
      id: `${id}${i % 97 === 0 ? name(i) : ""}`.slice(0, 200),
      time: `${date.split("/").reverse().join("-")}T${clock}Z`,
      user: hostileNames[number],
      action: i % 40 === 0 ? name(number + i) : action,
      ticket: i % 30 === 0 ? name(i) : ticket,
      customer: i % 20 === 0 ? name(i + 3) : customer,
      country: i % 50 === 0 ? name(i) : country,
      "<b>note</b>\u202e": name(i),
      __proto__x: "x",
    };
  });
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

/** The mapping that is dropped beside it. */
export const hostileMapping = {
  time: "time",
  actor: "user",
  type: ["action"],
  id: "id",
  entities: [
    { column: "ticket", type: "<i>ticket</i>", relationship: "updates", role: "context" },
    { column: "customer", type: "customer\u202e", relationship: "<b>concerns</b>", role: "subject" },
  ],
  attributes: ["country", { name: "=note", column: "<b>note</b>\u202e" }],
  roots: ["Refund"],
};

/** A notebook whose prose, names and bodies try the same. */
export const hostileNotebook = [
  "---",
  "shadowgraph: 1",
  'title: "<img src=x onerror=window.hit=11> \\u202egnp"',
  "---",
  "",
  "# <script>window.hit=12</script> heading \u202e",
  '<img src=x onerror="window.hit=13"><iframe src="https://leak.invalid"></iframe><style>body{display:none}</style>',
  "[click](javascript:window.hit=14) ![x](https://leak.invalid/x.png) <https://leak.invalid/> <a href=https://leak.invalid ping=https://leak.invalid>x</a>",
  "",
  "```sql rows",
  'select name as "<img src=x onerror=window.hit=15>", name as "__proto__", \'=1+1\' as "=cmd()" from actors',
  "```",
  "",
  "```js made",
  'return [{ "<b>x</b>": "<img src=x onerror=window.hit=16>", "__proto__x": "\\u202ex", constructor: "=1+1" }];',
  "```",
  "",
  "```js spoken",
  'return "<img src=x onerror=window.hit=17> \\u202e \\u001b[31m";',
  "```",
  "",
  "```input pick",
  "label: <img src=x onerror=window.hit=18>",
  "choose: &a [*a, *a]",
  "```",
  "",
  "```plot chart",
  "from: made",
  'mark: "<img src=x onerror=window.hit=19>"',
  "```",
  "",
  "```nokind \u0000",
  "```",
  "",
].join("\n");
