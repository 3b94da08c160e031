import { decodeUtf8, lineEnd } from "./bytes.ts";
import type { Recognised } from "./format.ts";
import { keyText } from "./json-documents.ts";
import { skipSpace, stringEnd, valueEnd } from "./json-scan.ts";
import { isObject, parseExactJson } from "./json-text.ts";

/** Members that hold the records whatever stands beside them. */
const surelyRecords = ["Records", "records", "value", "entries", "items", "logs", "results", "rows", "Events"];

/** A wrapping has few members of its own; an event that happens to have `items` has many. */
const mostBeside = 8;

interface Member {
  readonly key: string;
  readonly kind: "list of objects" | "empty list" | "list" | "object" | "scalar";
  /** For a list: whether it has a second element, or goes on past the bytes. */
  readonly several: boolean;
  readonly at: number;
}

/** How the records lie in a JSON text by its first bytes; null where it is no JSON. */
export function detectJsonLayout(
  head: Uint8Array,
  { whole, named }: { whole: boolean; named: boolean },
): { layout: NonNullable<Recognised["layout"]>; notes: string[] } | null {
  const at = skipSpace(head, 0);
  if (head[at] === 0x5b) return startsList(head, at, named) ? { layout: "array", notes: [] } : null;
  const lines = sampleLines(head, whole);
  if (head[at] !== 0x7b) {
    if (lines.objects < 2 || lines.objects < lines.total / 2) return null;
    return { layout: "lines", notes: ["The first lines are not JSON, most of the others are."] };
  }
  const several = lines.objects > 1;
  if (several && lines.objects >= lines.total / 2) {
    const records = recordsMember(head, at, { several });
    return { layout: records === null ? "lines" : { records }, notes: records === null ? [] : [wrapped(records)] };
  }
  const end = valueEnd(head, at, { last: true });
  const text = end > 0 ? tryParse(head.subarray(at, end)) : undefined;
  const inner = skipSpace(head, at + 1);
  if (!isObject(text) && head[inner] !== 0x22 && head[inner] !== 0x7d && !named) return null;
  const records = recordsMember(head, at, { several: end > 0 && head[skipSpace(head, end)] === 0x7b });
  return { layout: records === null ? "object" : { records }, notes: records === null ? [] : [wrapped(records)] };
}

const wrapped = (records: string): string =>
  `The records are the members of “${records}”; what stands beside it is left out.`;

function tryParse(bytes: Uint8Array): unknown {
  try {
    return parseExactJson(decodeUtf8(bytes));
  } catch {
    return undefined;
  }
}

function startsList(head: Uint8Array, at: number, named: boolean): boolean {
  const first = skipSpace(head, at + 1);
  if (head[first] === 0x7b) return true;
  if (head[first] === 0x5d) return skipSpace(head, first + 1) === head.length || named;
  const end = valueEnd(head, first, { last: false });
  return (
    end > 0 && tryParse(head.subarray(first, end)) !== undefined && [0x2c, 0x5d].includes(head[skipSpace(head, end)]!)
  );
}

/** Whole lines among the first 200 that are not blank, and how many of them are JSON objects. */
function sampleLines(head: Uint8Array, whole: boolean): { total: number; objects: number } {
  let total = 0;
  let objects = 0;
  for (let at = 0; at < head.length && total < 200; ) {
    const end = lineEnd(head, at, head.length);
    const start = skipSpace(head, at);
    if (start < end && (whole || end < head.length)) {
      total++;
      if (head[start] === 0x7b && isObject(tryParse(head.subarray(start, end)))) objects++;
    }
    at = end;
  }
  return { total, objects };
}

/** The member of the first object that holds the records, if the object is but their wrapping. */
function recordsMember(head: Uint8Array, at: number, { several }: { several: boolean }): string | null {
  const members = outline(head, at);
  const isList = (member: Member): boolean => member.kind === "list of objects" || member.kind === "empty list";
  const lists = members.filter(isList);
  const others = members.filter((member) => !lists.includes(member));
  const plainOthers = others.every(({ kind }) => kind === "scalar");
  const sure = lists.find(({ key }) => surelyRecords.includes(key));
  if (several) {
    const only = lists.length === 1 ? lists[0]! : undefined;
    return only !== undefined && (only.key === "Records" || members.length === 1) ? only.key : null;
  }
  const hits = members.find(({ key, kind }) => key === "hits" && kind === "object");
  if (hits !== undefined && outline(head, hits.at).some((member) => member.key === "hits" && isList(member)))
    return "hits.hits";
  if (sure !== undefined && others.length <= mostBeside) return sure.key;
  if (lists.length !== 1) return null;
  const list = lists[0]!;
  return (plainOthers && list.several) ||
    (members.length === 1 && list.kind !== "empty list") ||
    (list.key === "data" && list.several)
    ? list.key
    : null;
}

/** The members of the object at `from`, as far as the bytes go. */
function outline(head: Uint8Array, from: number): Member[] {
  const members: Member[] = [];
  let at = skipSpace(head, from + 1);
  while (head[at] === 0x22) {
    const keyEnd = stringEnd(head, at);
    if (keyEnd < 0) break;
    const colon = skipSpace(head, keyEnd);
    if (head[colon] !== 0x3a) break;
    const value = skipSpace(head, colon + 1);
    if (value >= head.length) break;
    const key = keyText(head, at, keyEnd);
    const c = head[value]!;
    members.push({
      key,
      ...(c === 0x5b ? listKind(head, value) : { kind: c === 0x7b ? "object" : "scalar", several: false }),
      at: value,
    });
    const end = valueEnd(head, value, { last: true });
    if (end < 0) break;
    at = skipSpace(head, end);
    if (head[at] !== 0x2c) break;
    at = skipSpace(head, at + 1);
  }
  return members;
}

function listKind(head: Uint8Array, at: number): Pick<Member, "kind" | "several"> {
  const first = skipSpace(head, at + 1);
  if (head[first] === 0x5d) return { kind: "empty list", several: false };
  if (head[first] !== 0x7b) return { kind: "list", several: false };
  const end = valueEnd(head, first, { last: true });
  return { kind: "list of objects", several: end < 0 || head[skipSpace(head, end)] === 0x2c };
}
