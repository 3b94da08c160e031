/** An error that a person can cause and mend: what happened, where, and what to do next. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly what: string;
  readonly where: string;
  readonly next: string;

  constructor(what: string, { where = "", next = "" }: { where?: string; next?: string } = {}) {
    super([where ? `${where}: ${what}` : what, next].filter((part) => part !== "").join(" "));
    this.what = what;
    this.where = where;
    this.next = next;
  }
}

/** The error that a cancelled job ends with. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("Cancelled.");
  }
}

/** Whether a job ended because it was stopped: between threads the class is lost, its name is not. */
export const isCancelled = (error: unknown): boolean => error instanceof Error && error.name === "Cancelled";
