import { netSlots } from "../../gpu/gatNet.plan.ts";
import { UserError } from "../../lib/errors.ts";
import type { Section } from "../../tenant/container.ts";
import type { KeptNet } from "../graph/embedder.ts";
import type { TrainingSettings } from "../graph/gnn/settings.ts";
import { type GraphParts, graphNames } from "../graph/graph.ts";
import type { Readers } from "./readers.ts";

/** The part of a trained net that is no array; what its inputs are codes of the model's graph says. */
export interface NetHeader {
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly backend: string;
  readonly isCutShort: boolean;
  readonly width: number;
  readonly heads: number;
  readonly rounds: number;
}

const names = { weights: "net weights", roots: "net roots", points: "net points" };

/** Puts a trained net among a model's sections: its weights, the history's embedded roots, and its learning curve. @returns what is no array */
export function packNet({ training, embedded }: KeptNet, sections: Map<string, Section>): NetHeader {
  const { net, points, settings, seed, backend, isCutShort } = training;
  const { width, heads, rounds } = net.shape;
  sections.set(names.weights, net.weights);
  sections.set(names.roots, embedded.values);
  sections.set(names.points, Float64Array.from(points.flatMap(({ step, loss, objective }) => [step, loss, objective])));
  return { settings, seed, backend, isCutShort, width, heads, rounds };
}

/**
 * A trained net out of a model's sections.
 * @param model its graph, and how many roots of the history it has
 * @throws UserError where the weights are not as many as the net needs, or no numbers, or the roots are not as many as the model's
 */
export function unpackNet(
  { width, heads, rounds, ...header }: NetHeader,
  { parts, roots }: { readonly parts: GraphParts; readonly roots: number },
  { f32, f64 }: Pick<Readers, "f32" | "f64">,
): KeptNet {
  if (![width, heads, rounds].every((n) => Number.isInteger(n) && n > 0 && n <= 4096) || width % heads !== 0)
    throw unfit(`a net of width ${width}, ${heads} heads and ${rounds} rounds`);
  const shape = { ...graphNames(parts), width, heads, rounds };
  const weights = f32(names.weights);
  const { size } = netSlots(shape);
  if (weights.length !== size) throw unfit(`${weights.length} weights of a net that has ${size}`);
  const values = f32(names.roots);
  if (values.length !== roots * width) throw unfit(`${values.length / width} embedded roots of ${roots}`);
  if (!weights.every(Number.isFinite) || !values.every(Number.isFinite)) throw unfit("a net that is no numbers");
  const curve = f64(names.points);
  const points = Array.from({ length: Math.floor(curve.length / 3) }, (_, i) => ({
    step: curve[3 * i]!,
    loss: curve[3 * i + 1]!,
    objective: curve[3 * i + 2]!,
  }));
  return { training: { ...header, net: { shape, weights }, points }, embedded: { count: roots, dim: width, values } };
}

const unfit = (what: string): UserError => new UserError(`The model holds ${what}.`, { next: "Fit it again." });
