import type { ColumnProfile } from "./column-profile.ts";
import type { EntityMapping } from "./mapping.ts";

const idNames =
  /^(id|uuid|guid|event_?id|event_?uuid|record_?id|log_?id|audit_?id|activity_?id|_id|insert_id|unique_id|request_id)$/;
const attributeNames =
  /(country|city|region|(^|_)location|geo|network|asn|isp|(^|_)ip(_?v4|_?v6|_?addr(ess)?)?$|ip_address|client_ip|source_ip|tz_?offset|time_?zone|utc_?offset|user_?agent|browser|(^|_)os(_|$)|platform|(^|_)device(_type|_name|_os)?$|client_?app|department|business_unit)/;
const textNames = /(message|descr|comment|content|body|subject|summary|title|note|reason|text|symptom|raw|payload)/;
const strongNames =
  /^(number|ticket|case|incident|repo|repository|file|file_?name|filename|path|object|resource|target|host|host_?name|pc|computer|server|machine|workstation|url|domain|bucket|project|folder|directory|channel|document|doc|customer|caller|client|recipient|to|database|table|share|share_?name|printer|app|application|app_name|mailbox|site|asset|commit|branch|order|product|queue|service|dataset|device_id|patient)$/;
const likelyNames =
  /(_id|_key|_number|_no|_path|_file|_host|_resource|_object|_target|_name|_url|_repo|_ticket|_case|_customer|_group|_project|_ci|_bucket|_share|assigned_to)$/;
/** Words that name a thing wherever a name ends in them; `to` and `order` end other names too. */
const isNamedThing = (leaf: string): boolean => {
  const last = leaf.slice(leaf.lastIndexOf("_") + 1);
  return last !== "to" && last !== "order" && strongNames.test(last);
};
const subjectNames = /(customer|caller|client|patient|member|recipient|subscriber|account_holder|contact_id)/;

/** The column whose every sampled value is another, by a name that says it tells events apart. */
export function suggestId(columns: readonly ColumnProfile[]): ColumnProfile | null {
  const unique = (column: ColumnProfile): boolean =>
    idNames.test(column.leaf) && column.filled > 0.99 && column.variety === 1 && column.values.length > 1;
  return columns.filter(unique).sort((a, b) => a.name.length - b.name.length)[0] ?? null;
}

/** Columns whose constancy for a user matters: places, networks, offsets, devices. At most `most`. */
export function suggestAttributes(columns: readonly ColumnProfile[], { most = 6 } = {}): ColumnProfile[] {
  const suits = (column: ColumnProfile): boolean =>
    attributeNames.test(column.leaf) && column.filled > 0.1 && column.prose < 0.9 && column.length < 300;
  return columns.filter(suits).slice(0, most);
}

const kinds: Readonly<Record<string, string>> = { number: "ticket", pc: "host", computer: "host", to: "recipient" };

/** `caller_id` is a `caller`, `number` a `ticket`. */
function entityType(leaf: string): string {
  return kinds[leaf] ?? (leaf.replace(/_(id|key|number|no|name)$/, "") || leaf);
}

/** Columns that name things which are acted on: repeated ids, paths, hosts, tickets. At most `most`, the likeliest first. */
export function suggestEntities(
  columns: readonly ColumnProfile[],
  { most = 6 } = {},
): { column: ColumnProfile; mapping: EntityMapping }[] {
  const score = (column: ColumnProfile): number => {
    const { leaf, distinct, filled, variety, numeric, prose, length, values } = column;
    if (textNames.test(leaf) || prose > 0.3 || length > 200 || filled < 0.05 || distinct < 2) return 0;
    const named = strongNames.test(leaf) ? 3 : likelyNames.test(leaf) || isNamedThing(leaf) ? 2 : 0;
    if (/(^|_)by$/.test(leaf) || /(count|size|bytes|duration|amount|total)$/.test(leaf)) return 0;
    const many = distinct > 5 && variety > 0.02 && numeric < 0.9 && values.length > 20 ? 0.8 : 0;
    const subject = subjectNames.test(leaf) ? 1 : 0;
    if (named === 0 && many === 0) return 0;
    return named + many + subject + filled - (variety === 1 && values.length > 20 ? 0.5 : 0);
  };
  const ranked = columns.map((column) => ({ column, value: score(column) })).filter(({ value }) => value > 1.5);
  ranked.sort((a, b) => b.value - a.value);
  const kept = ranked.slice(0, most).map(({ column }) => column);
  return columns
    .filter((column) => kept.includes(column))
    .map((column) => ({
      column,
      mapping: {
        column: column.name,
        type: entityType(column.leaf),
        relationship: subjectNames.test(column.leaf) ? "concerns" : "touches",
        role: subjectNames.test(column.leaf) ? "subject" : "context",
      },
    }));
}
