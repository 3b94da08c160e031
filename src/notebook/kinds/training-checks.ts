import { type Check, number } from "../settings.ts";

/** The settings of a trained embedding. */
export const trainingChecks: Readonly<Record<string, Check>> = {
  steps: number({ least: 1, most: 100_000, whole: true }),
  seconds: number({ least: 1, most: 86_400 }),
  mutated: number({ least: 0, most: 0.9 }),
  phi: number({ least: 0, most: 0.99 }),
  margin: number({ least: 0.05, most: 2 }),
  delta: number({ least: 0.001, most: 10 }),
  rounds: number({ least: 1, most: 4, whole: true }),
  heads: number({ least: 1, most: 8, whole: true }),
  width: number({ least: 4, most: 64, whole: true }),
  rate: number({ least: 0.00001, most: 0.5 }),
};
