import { parse } from "yaml";

/** The longest YAML that is read, in characters: the time that it takes grows with the square of its settings. */
export const longestYaml = 65_536;

/** Reads YAML, without references. @throws Error for what is none, or is too long */
export function parseYaml(text: string): unknown {
  if (text.length > longestYaml)
    throw new Error(`it has ${text.length} characters, and up to ${longestYaml} are read as settings`);
  return parse(text, { maxAliasCount: 0, logLevel: "error" });
}
