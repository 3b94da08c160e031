const longDigits = /\d{16}/;
/** A long integer behind a key. What stands before the key's last quote tells that this quote closes a text, so that none is open. */
const longMember = /([^\\\s:,[{]":\s*)(-?\d{16,})(?=[\s,}\]])/g;
/** A long integer that may be a number or part of a text. */
const longPerhaps = /\d{16}(?=[\s,}\]])/;
const stringsAndNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * Parses JSON without losing digits: an integer beyond ±2^53 becomes its text.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text);
  const members = text.replace(longMember, (_, before: string, digits: string) => before + quoteLongInteger(digits));
  const parsed: unknown = JSON.parse(members);
  // Only in JSON that is whole does every text end, which the search for them relies on.
  return longPerhaps.test(members) ? JSON.parse(members.replace(stringsAndNumbers, quoteLongInteger)) : parsed;
}

function quoteLongInteger(token: string): string {
  if (token.length < 16 || token.startsWith('"') || !/^-?\d+$/.test(token)) return token;
  return Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
}

/** Whether a parsed value can be a record. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
