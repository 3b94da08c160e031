/** A failure as the page shows it: what happened, where, and what to do next. */
export interface Problem {
  readonly what: string;
  readonly where: string;
  readonly next: string;
}

const text = (error: object, key: string): string => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : "";
};

/** Reads a thrown value; one without a remedy of its own gets the general one. */
export function problemOf(error: unknown): Problem {
  if (typeof error !== "object" || error === null) return { what: String(error), where: "", next: "" };
  const what = text(error, "what") || text(error, "message") || "Something failed without saying why.";
  const known = text(error, "name") === "UserError";
  const next = text(error, "next") || (known ? "" : "What was loaded before is still here; the step can be run again.");
  return { what, where: text(error, "where"), next };
}
