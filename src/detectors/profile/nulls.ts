import type { NullScores } from "../scores.ts";

/** One statistic's ascending null values: of users who are not established, and of those who are. */
export type NullClasses = readonly [Float64Array, Float64Array];

/** All that calibrates a profile run, so that a stored model can score new days without the history's own days being judged again. */
export interface ProfileNulls {
  readonly classes: ReadonlyMap<string, NullClasses>;
  /** By reading, each actor's own null values, ascending. */
  readonly own: ReadonlyMap<string, ReadonlyMap<number, Float64Array>>;
  /** By reading, the middle of its null values before anything is taken out. */
  readonly usual: ReadonlyMap<string, number>;
  /** The detector's statistic on the null's days. */
  readonly statistic: NullScores;
}

/** Nulls by name: those of a stored model where it is given one, else what the run works out, kept for a model. */
export class NullBook {
  readonly isGiven: boolean;
  readonly #classes: Map<string, NullClasses>;
  readonly #own: Map<string, ReadonlyMap<number, Float64Array>>;
  readonly #usual: Map<string, number>;
  readonly #statistic: NullScores | null;

  constructor(given: ProfileNulls | null = null) {
    this.isGiven = given !== null;
    this.#classes = new Map(given?.classes);
    this.#own = new Map(given?.own);
    this.#usual = new Map(given?.usual);
    this.#statistic = given?.statistic ?? null;
  }

  classes(name: string, make: () => NullClasses): NullClasses {
    return remembered(this.#classes, name, this.isGiven ? () => [new Float64Array(), new Float64Array()] : make);
  }

  own(name: string, make: () => ReadonlyMap<number, Float64Array>): ReadonlyMap<number, Float64Array> {
    return remembered(this.#own, name, this.isGiven ? () => new Map() : make);
  }

  usual(name: string, make: () => number): number {
    return remembered(this.#usual, name, make);
  }

  /** What a model keeps; `made` is the statistic of this run's own null. */
  all(made: NullScores): ProfileNulls {
    return { classes: this.#classes, own: this.#own, usual: this.#usual, statistic: this.#statistic ?? made };
  }
}

/** What is kept under a name, made where there is nothing yet. */
export function remembered<K, T>(
  kept: { get(name: K): T | undefined; set(name: K, value: T): unknown },
  name: K,
  make: () => T,
): T {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = make();
  kept.set(name, made);
  return made;
}
