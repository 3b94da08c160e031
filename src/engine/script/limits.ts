/** How far a script may go. */
export interface ScriptLimits {
  /** Time of its own, without the time that queries take. */
  readonly milliseconds: number;
  /** Memory of everything it holds. */
  readonly bytes: number;
  readonly stack: number;
  /** How often it may call sql, cell and model. */
  readonly questions: number;
  /** Rows and values of a table that it is given or gives. */
  readonly rows: number;
  readonly values: number;
  readonly columns: number;
  /** Characters of a text that it gives. */
  readonly text: number;
}

/** The limits of every script in a notebook. */
export const scriptLimits: ScriptLimits = {
  milliseconds: 10_000,
  bytes: 128 * 2 ** 20,
  stack: 256 * 1024,
  questions: 1000,
  rows: 100_000,
  values: 2_000_000,
  columns: 500,
  text: 200_000,
};
