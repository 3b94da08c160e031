/** A noun as it follows a number: `folder` → `19 folders`. A log's own word that is no plain one (`c_id`) stays as it is. */
export function nounFor(n: number, noun: string): string {
  if (n === 1 || !/^[a-z]{3,}$/.test(noun)) return noun;
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A type of events as it follows a number: its name; `events 4624` where the name begins as a number does. */
export const typeFor = (n: number, type: string): string =>
  /^\d/.test(type) ? `${n === 1 ? "event" : "events"} ${type}` : type;
