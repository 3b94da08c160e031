import type { ColumnProfile } from "./column-profile.ts";
import { suggestTimeFormat, type TimeFormatSuggestion } from "./time-format.ts";

/** Patterns of a column's last name and what they are worth, first match counts. */
type Weights = readonly (readonly [RegExp, number])[];

const timeNames: Weights = [
  [
    /^(@?timestamp|event_?time|event_?date|time_?generated|time_?created|activity_?date(_time)?|_?time|ts|date_?time|occurred(_at|_on)?|published|when|logged_at|event_timestamp)$/,
    4,
  ],
  [/(updat|modif|chang|event|activity|audit|log).*(_at|_on|time|date|stamp|_ts)$/, 3.5],
  [/(creat|insert|receiv|record|access|request|sent|start).*(_at|_on|time|date|stamp|_ts)$/, 2.5],
  [/(open|clos|resolv|end|due|expir|birth|hire|deliver|finish|last).*(_at|_on|time|date|stamp|_ts)?$/, 0.5],
  [/(time|date|stamp|_at$|_ts$)/, 2],
];

const actorNames: Weights = [
  [
    /^(user|username|user_name|user_?id|uid|actor|actor_(name|email|id|login)|login|login_name|account|account_?name|principal|principal_?(name|id|email)|user_principal_name|who|employee(_id)?|email|email_address|operator|agent|initiated_by|performed_by|performer|subject_user_name|sam_account_name)$/,
    4,
  ],
  [/(updated|modified|changed|performed|initiated|executed|requested)_by(_\w+)?$/, 3.5],
  [/(user|actor|login|principal|account|employee|author|committer|operator)(_\w+)?$/, 3],
  [/(_by|_by_id)$/, 2],
  [/^(sender|from|owner|name|display_name|assignee|assigned_to|mail|upn|email)$|_email$/, 1.5],
];

const typeNames: Weights = [
  [
    /^(action|event|event_?type|event_?name|operation|operation_?name|activity|activity_?type|verb|event_?id|event_?action|command|action_?(name|type))$/,
    4,
  ],
  [/(action|operation|activity|event_type|event_name|verb)$/, 3.5],
  [/(state|status)$/, 3],
  [/^(method|type|kind|op|request_?method|category|message_?type|log_?type|task)$/, 2.5],
  [/(_type|_kind|_category|_method)$/, 1.5],
  [/^(result|outcome|code|channel|source|severity|level)$/, 1],
];

const weigh = (leaf: string, weights: Weights): number => weights.find(([pattern]) => pattern.test(leaf))?.[1] ?? 0;

/** A column and how well it suits. */
export interface Choice {
  readonly column: ColumnProfile;
  readonly score: number;
}

function bestOf(columns: readonly ColumnProfile[], score: (column: ColumnProfile) => number): Choice | null {
  let best: Choice | null = null;
  for (const column of columns) {
    const value = score(column);
    if (value > (best?.score ?? 0)) best = { column, score: value };
  }
  return best;
}

/** A time column and the format that reads it. */
export interface TimeChoice extends Choice {
  readonly format: TimeFormatSuggestion;
}

/** The column whose values read as times, whose name sounds like the event's own time, and which varies most from row to row. */
export function chooseTime(columns: readonly ColumnProfile[]): { choice: TimeChoice | null; timed: Set<string> } {
  const timed = new Set<string>();
  let best: TimeChoice | null = null;
  for (const column of columns) {
    const weight = weigh(column.leaf, timeNames);
    if (column.filled < 0.3 || (column.numeric > 0.5 && weight === 0)) continue;
    const format = suggestTimeFormat(column.values);
    if (format === null || format.share < 0.8) continue;
    timed.add(column.name);
    const depth = column.name.split(".").length - 1;
    const score = 1 + weight + 2 * column.variety + 2 * column.filled + format.share - 0.3 * depth;
    if (score > (best?.score ?? 0)) best = { column, score, format };
  }
  return { choice: best, timed };
}

/** What two names share in front: `sys_updated_at` and `sys_updated_by` share `sys_updated`. */
const stem = (leaf: string): string => leaf.replace(/_(at|on|by|time|date|ts|timestamp|id|name)$/, "");

/** The column named like who did it, rather one that belongs to the time column (`sys_updated_by` to `sys_updated_at`). */
export function chooseActor(columns: readonly ColumnProfile[], time: string): Choice | null {
  return bestOf(columns, (column) => {
    const weight = weigh(column.leaf, actorNames);
    const inActor = /(^|\.)(actor|user|initiatedBy|principal|subject|userIdentity)\b/i.test(column.name) ? 1 : 0;
    if (weight + inActor === 0 || column.filled < 0.3 || column.prose > 0.5) return 0;
    const together = stem(column.leaf) === stem(time) && stem(time).length > 2 ? 3 : 0;
    const repeats = column.values.length > 20 && column.variety > 0.95 ? -1 : 0;
    const varies = column.distinct > 1 ? 1 : 0;
    return weight + inActor + together + repeats + varies + 2 * column.filled;
  });
}

/** The column named like what happened that has few values. */
export function chooseType(columns: readonly ColumnProfile[]): Choice | null {
  return bestOf(columns, (column) => {
    const weight = weigh(column.leaf, typeNames);
    const many = column.values.length > 20 && column.distinct > Math.max(40, column.values.length * 0.4);
    if (weight === 0 || column.filled < 0.5 || many || column.prose > 0.5) return 0;
    return weight + column.filled + (column.distinct > 1 ? 1 : 0) - (column.numeric > 0.9 ? 0.7 : 0);
  });
}
