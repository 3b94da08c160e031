import { type ColumnProfile, profileColumns } from "./column-profile.ts";
import { defaultNulls, type EntityMapping, type Mapping } from "./mapping.ts";
import { chooseActor, chooseTime, chooseType, type TimeChoice } from "./suggest-columns.ts";
import { suggestAttributes, suggestEntities, suggestId } from "./suggest-references.ts";
import type { Sample } from "./vendors/vendor.ts";

/** Why a part of a mapping was suggested. */
export interface MappingReason {
  readonly part: string;
  readonly text: string;
}

/** A mapping for a table that no vendor claims; null with a problem where time or actor can't be found. */
export interface MappingSuggestion {
  readonly mapping: Mapping | null;
  readonly reasons: readonly MappingReason[];
  readonly problem: { readonly what: string; readonly next: string } | null;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const times = (n: number, what: string): string => `${n} distinct ${what}${n === 1 ? "" : "s"}`;

function missing(part: string, columns: readonly string[], hint: string): MappingSuggestion["problem"] {
  const shown = columns
    .slice(0, 12)
    .map((name) => `“${name}”`)
    .join(", ");
  const more = columns.length > 12 ? ` and ${columns.length - 12} more` : "";
  return {
    what: `No column looks like ${hint}. The columns are ${shown}${more}.`,
    next: `Give a mapping (--mapping, or in the import view) that names the column for “${part}”.`,
  };
}

/**
 * Suggests a mapping for any table from its column names and sampled values, with the reason for each part.
 * A table without a type column gets its own name as the one type.
 */
export function suggestMapping({ name, columns, records }: Sample): MappingSuggestion {
  const profiles = profileColumns(columns, records, defaultNulls);
  const reasons: MappingReason[] = [];
  const say = (part: string, text: string): void => {
    reasons.push({ part, text });
  };
  const { choice: time, timed } = chooseTime(profiles);
  if (!time) return { mapping: null, reasons, problem: missing("time", columns, "the time of an event") };
  const others = [...timed].filter((other) => other !== time.column.name);
  const rather =
    others.length > 0
      ? `; it varies more, or is named more like an event's own time, than ${others.slice(0, 3).join(", ")}`
      : "";
  say("time", `“${time.column.name}”: ${time.format.reason}${rather}.`);
  if (time.format.alternative)
    say("timeFormat", `The values read as ${time.format.alternative} too: check the first rows.`);
  const untimed = profiles.filter((column) => !timed.has(column.name));
  const actor = chooseActor(untimed, time.column.leaf);
  if (!actor) return { mapping: null, reasons, problem: missing("actor", columns, "who did it") };
  const { column: who } = actor;
  say(
    "actor",
    `“${who.name}”: named like who did it, filled in ${percent(who.filled)} of the rows, ${times(who.distinct, "name")} in the sample.`,
  );
  const rest = untimed.filter((column) => column !== who);
  const type = chooseType(rest);
  const stemOfFile = name.replace(/^.*\//, "").replace(/\..*$/, "") || "event";
  if (type)
    say(
      "type",
      `“${type.column.name}”: named like what happened, ${times(type.column.distinct, "value")} in the sample.`,
    );
  else say("type", `No column says what happened: every row is a “${stemOfFile}”.`);
  const left = rest.filter((column) => column !== type?.column);
  const id = suggestId(left);
  if (id)
    say(
      "id",
      `“${id.name}”: no value repeats in the sample; a row whose id was seen before will count as a duplicate.`,
    );
  const attributes = suggestAttributes(left.filter((column) => column !== id));
  const used = new Set<ColumnProfile | null>([id, ...attributes]);
  const entities = suggestEntities(left.filter((column) => !used.has(column)));
  for (const { column, mapping } of entities) {
    say(
      `entity ${mapping.type}`,
      `“${column.name}”: ${times(column.distinct, "value")} among ${column.values.length}, named like a thing that is acted on.`,
    );
  }
  for (const column of attributes) {
    say(
      `attribute ${column.name}`,
      `“${column.name}”: ${times(column.distinct, "value")}, of a kind that is usually constant for a person.`,
    );
  }
  return {
    mapping: assemble({
      time,
      actor: who.name,
      type: type?.column.name ?? `=${stemOfFile}`,
      id,
      attributes,
      entities: entities.map(({ mapping }) => mapping),
    }),
    reasons,
    problem: null,
  };
}

function assemble(parts: {
  time: TimeChoice;
  actor: string;
  type: string;
  id: ColumnProfile | null;
  attributes: readonly ColumnProfile[];
  entities: readonly EntityMapping[];
}): Mapping {
  const { formats } = parts.time.format;
  return {
    time: parts.time.column.name,
    timeFormat: formats.length === 1 ? formats[0]! : formats,
    actor: parts.actor,
    type: [parts.type],
    ...(parts.id && { id: parts.id.name }),
    entities: parts.entities,
    attributes: parts.attributes.map((column) => column.name),
  };
}
