const longDigits = /\d{16}/;
const stringsAndNumbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * Parses JSON without losing digits: an integer beyond ±2^53 becomes its text.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(longDigits.test(text) ? text.replace(stringsAndNumbers, quoteLongInteger) : text);
}

function quoteLongInteger(token: string): string {
  if (token.length < 16 || token.startsWith('"') || !/^-?\d+$/.test(token)) return token;
  return Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
}

/** Whether a parsed value can be a record. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
