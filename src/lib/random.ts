/** A seeded generator of uniform numbers in [0, 1): sfc32, seeded by splitmix32. */
export type Random = () => number;

/** Seeds a generator; the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A uniform integer in [0, n). */
export const randomInt = (random: Random, n: number): number => Math.floor(random() * n);

/** A standard normal number (Box–Muller). */
export function randomNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A number in [0, 1) that depends on nothing but two whole numbers, evenly spread: who belongs to a draw, whoever else there is. */
export function unitHash(a: number, b = -1): number {
  let z = Math.imul(a ^ 0x9e3779b9, 0x21f0aaad) ^ Math.imul(b ^ 0x85ebca6b, 0x735a2d97);
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
}

/** Shuffles in place (Fisher–Yates). */
export function shuffle<T extends { length: number; [i: number]: unknown }>(items: T, random: Random): T {
  const array = items as { [i: number]: unknown };
  for (let i = items.length - 1; i > 0; i--) {
    const j = randomInt(random, i + 1);
    const kept = array[i];
    array[i] = array[j];
    array[j] = kept;
  }
  return items;
}
