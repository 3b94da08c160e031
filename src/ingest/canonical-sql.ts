import { quoteText } from "../db/database.ts";
import codeSql from "./code.sql?raw";
import codedSql from "./coded.sql?raw";
import contentsSql from "./contents.sql?raw";
import eventsSql from "./events.sql?raw";
import { fill } from "./fill.ts";
import rejectSql from "./reject.sql?raw";
import stageSql from "./stage.sql?raw";
import type { StagingPlan } from "./staging-plan.ts";
import { timeSql } from "./time-sql.ts";

/** One dictionary of the tenant, the columns of `kept` that hold its values, and what is known of them already. */
interface Dictionary {
  readonly name: string;
  readonly columns: readonly { readonly kind: string; readonly column: string }[];
  readonly known: string;
  /** What is entered of a new value, its id aside. */
  readonly entered: string;
}

/** The dictionaries that a plan's slices fill, in the order in which they are filled. */
export function dictionaries(plan: StagingPlan): readonly Dictionary[] {
  return [
    {
      name: "actors",
      columns: [{ kind: "", column: "actor" }],
      known: "select id, '' as kind, name as value from actors",
      entered: "value, false",
    },
    {
      name: "types",
      columns: [{ kind: "", column: "type" }],
      known: "select id, '' as kind, name as value from types",
      entered: "value, false",
    },
    {
      name: "entities",
      columns: plan.entities.map(({ type }, i) => ({ kind: type, column: `e${i}` })),
      known: "select id, type as kind, name as value from entities",
      entered: "kind, value",
    },
    {
      name: "attribute_values",
      columns: plan.attributeNames.map((kind, i) => ({ kind, column: `a${i}` })),
      known: "select id, name as kind, value from attribute_values",
      entered: "kind, value",
    },
  ].filter(({ columns }) => columns.length > 0);
}

/** Reads one slice into `staged`. `source` selects the plan's text columns; `line` is an expression, `lines` a join for it. */
export function stage(plan: StagingPlan, source: { select: string; line: string; lines: string }): string {
  const { columns, ts } = timeSql("t", plan.timeFormats, plan.zone);
  return fill(stageSql, {
    source: source.select,
    line: source.line,
    lines: source.lines,
    time_columns: columns.join(", "),
    ts,
    too_large: plan.volumeNames.map((_, i) => isTooLarge(i)).join(" or ") || "false",
  });
}

/** The most that a volume may be: days of such still add up to a number that has single precision. */
const largestVolume = "1e30";

const isTooLarge = (i: number): string =>
  `coalesce(isfinite(try_cast(v${i} as double)) and abs(try_cast(v${i} as double)) > ${largestVolume}, false)`;

/** Writes `contents`: a hash of the id, time, actor, type and references of every row that has an id. */
export const contents = (plan: StagingPlan): string =>
  fill(contentsSql, {
    content: `(hash(id, ts, actor, type${plan.entities.map((_, i) => `, e${i}`).join("")}) >> 1)::bigint`,
  });

/** What is said of the volume of that name and number where it is too large. */
const tooLarge = (name: string, i: number): string =>
  `case when ${isTooLarge(i)} then ${quoteText(`The volume “${name}” is “`)} || left(v${i}, 80) || ${quoteText(`”: no more than ${largestVolume} adds up.`)} end`;

/** Keeps the reason of every row that has no place among the events. */
export function reject(plan: StagingPlan, file: number): string {
  const named = (name: string): string => {
    const references = plan.columns.find((column) => column.name === name)?.references ?? [];
    const more = references.length > 3 ? ` or ${references.length - 3} others` : "";
    return (
      references
        .slice(0, 3)
        .map((reference) => `“${reference}”`)
        .join(", ") + more
    );
  };
  return fill(rejectSql, {
    file,
    no_time: quoteText(`No time in ${named("t")}.`),
    no_actor: quoteText(`No actor in ${named("actor")}.`),
    no_type: quoteText(`No event type in ${named("type")}.`),
    formats: quoteText(plan.timeFormats.join(" or ")),
    too_large: `coalesce(${[...plan.volumeNames.map(tooLarge), "null"].join(", ")})`,
  });
}

/** Codes the distinct values that `kept` (a relation) has for a dictionary, numbering new ones from `next`. */
export function code(dictionary: Dictionary, kept: string, next: number): string {
  const width = dictionary.columns.length;
  const kinds = [...new Set(dictionary.columns.map(({ kind }) => kind))];
  const seen = kinds.map((kind) => {
    const parts = dictionary.columns.flatMap((part, i) =>
      part.kind === kind
        ? [
            `select ${part.column} as value, event::bigint * ${width} + ${i} as place from ${kept} where ${part.column} is not null`,
          ]
        : [],
    );
    return `select ${quoteText(kind)} as kind, value, min(place) as place from (${parts.join(" union all ")}) group by value`;
  });
  return fill(codeSql, { dictionary: dictionary.name, next, seen: seen.join(" union all "), known: dictionary.known });
}

/** Enters the new values that `code` found, numbered from `next` by first appearance. */
export const enter = ({ name, entered }: Dictionary, next: number): string =>
  `insert into ${name} select (${next} + row_number() over (order by place) - 1)::integer, ${entered} from seen_${name} where id is null`;

/** Writes `coded`: the slice's rows with codes in the place of texts. A reference that a row holds twice counts once. */
export function coded(plan: StagingPlan, kept: string, relationships: readonly number[]): string {
  const joins: string[] = [];
  const codes: string[] = [];
  const join = (column: string, dictionary: string, kind: string): void => {
    const matches = `(select value, code from coded_${dictionary} where kind = ${quoteText(kind)})`;
    joins.push(`left join ${matches} ${column}_code on ${column}_code.value = kept.${column}`);
  };
  plan.entities.forEach(({ type }, i) => {
    join(`e${i}`, "entities", type);
    const same = plan.entities.flatMap((other, j) =>
      j < i && other.type === type && relationships[j] === relationships[i] ? [`e${j}_code.code`] : [],
    );
    const own = same.reduce((sql, earlier) => `nullif(${sql}, ${earlier})`, `e${i}_code.code`);
    codes.push(`, ${own} as e${i}`);
  });
  plan.attributeNames.forEach((name, i) => {
    join(`a${i}`, "attribute_values", name);
    codes.push(`, a${i}_code.code as a${i}`);
  });
  plan.volumeNames.forEach((_, i) => {
    codes.push(`, try_cast(kept.v${i} as double) as v${i}`);
  });
  return fill(codedSql, { kept, codes: codes.join(" "), joins: joins.join("\n") });
}

/** Appends `coded` to events; refs_key is a hash of the set of references, in whatever order they stand. */
export function insertEvents(relationships: readonly number[], file: number): string {
  const hashes = relationships.map((relationship, i) => `coalesce((hash(e${i}, ${relationship}) >> 1)::bigint, 0)`);
  const key = hashes.map((_, i) => `case when e${i} is null then 0 else ${hashes[i]} end`);
  return fill(eventsSql, { file, refs_key: key.length === 0 ? "0" : key.reduce((a, b) => `xor(${a}, ${b})`) });
}

/** Appends the references of `coded`. */
export function insertRefs(relationships: readonly number[]): string {
  const parts = relationships.map(
    (relationship, i) => `select event, e${i}, ${relationship} from coded where e${i} is not null`,
  );
  return `insert into refs ${parts.join(" union all ")}`;
}

/** Appends the volumes of `coded`: whatever is a number. */
export function insertVolumes(names: readonly string[]): string {
  const parts = names.map((name, i) => `select event, ${quoteText(name)}, v${i} from coded where isfinite(v${i})`);
  return `insert into volumes ${parts.join(" union all ")}`;
}

/** Appends the attribute values of `coded`. */
export function insertAttributes(attributes: number): string {
  const parts = Array.from({ length: attributes }, (_, i) => `select event, a${i} from coded where a${i} is not null`);
  return `insert into attributes ${parts.join(" union all ")}`;
}
