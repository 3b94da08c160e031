import type { Classifier } from "../../gpu/classifier.plan.ts";
import type { Section } from "../../tenant/container.ts";
import type { Directions } from "../graph/directions.ts";
import type { GraphParts } from "../graph/graph.ts";
import type { GraphFit } from "../graph/run.ts";
import type { Drawn } from "../scores.ts";
import { type NetHeader, packNet, unpackNet } from "./net-sections.ts";
import type { Readers } from "./readers.ts";

/** The part of a graph's fit that is no array. */
export interface FitHeader {
  readonly dim: number;
  readonly problem: string;
  readonly directions: Omit<Directions, "weights"> | null;
  readonly smr: SmrHeader | null;
  /** Missing in files of before there were nets in models. */
  readonly net?: NetHeader | null;
}

interface SmrHeader {
  readonly folds: number;
  readonly members: number;
  readonly backend: string;
  readonly classifiers: readonly Pick<Classifier, "dim" | "hidden">[];
}

const contextColumns = ["rowStart", "cell", "n", "first", "last", "closest", "size"] as const;

/** Puts a graph's fit among a model's sections. @returns what is no array */
export function packFit(
  { history, drawn, contexts, shape, net, directions, smr, problem }: GraphFit,
  sections: Map<string, Section>,
): FitHeader {
  sections.set("roots", history);
  sections.set("roots drawn", Float64Array.of(drawn.users, drawn.days));
  for (const column of contextColumns) sections.set(`contexts ${column}`, contexts[column]);
  sections.set("embedding cells", shape.cells);
  sections.set("embedding scale", shape.columnScale);
  if (directions) sections.set("directions", directions.weights);
  if (smr) {
    sections.set("fold actor", Int32Array.from(smr.foldOf.keys()));
    sections.set("fold", Int32Array.from(smr.foldOf.values()));
    sections.set("fold types", smr.types);
    smr.classifiers.forEach((classifier, i) => {
      for (const column of ["mean", "scale", "weights"] as const)
        sections.set(`classifier ${i} ${column}`, classifier[column]);
    });
  }
  return {
    dim: shape.dim,
    problem,
    directions: directions && { count: directions.count, dim: directions.dim },
    smr: smr && {
      folds: smr.folds,
      members: smr.members,
      backend: smr.backend,
      classifiers: smr.classifiers.map(({ dim, hidden }) => ({ dim, hidden })),
    },
    net: net && packNet(net, sections),
  };
}

/** A graph's fit out of a model's sections. @param parts of the model @throws UserError where a section is not what it should be */
export function unpackFit(head: FitHeader, parts: GraphParts, read: Readers): GraphFit {
  const { i32, f32, f64 } = read;
  const history = i32("roots");
  const foldOf = () => {
    const fold = i32("fold");
    return new Map(Array.from(i32("fold actor"), (actor, i) => [actor, fold[i]!]));
  };
  return {
    history,
    drawn: unpackDrawn(f64("roots drawn")),
    contexts: {
      count: history.length,
      rowStart: i32("contexts rowStart"),
      cell: i32("contexts cell"),
      n: i32("contexts n"),
      first: f32("contexts first"),
      last: f32("contexts last"),
      closest: f32("contexts closest"),
      size: i32("contexts size"),
    },
    shape: { cells: i32("embedding cells"), dim: head.dim, columnScale: f32("embedding scale") },
    net: head.net ? unpackNet(head.net, { parts, roots: history.length }, read) : null,
    directions: head.directions && { ...head.directions, weights: f32("directions") },
    problem: head.problem,
    smr: head.smr && {
      folds: head.smr.folds,
      members: head.smr.members,
      backend: head.smr.backend,
      foldOf: foldOf(),
      types: i32("fold types"),
      classifiers: head.smr.classifiers.map((classifier, i) => ({
        ...classifier,
        mean: f32(`classifier ${i} mean`),
        scale: f32(`classifier ${i} scale`),
        weights: f32(`classifier ${i} weights`),
      })),
    },
  };
}

/** The shares of a draw. */
export const unpackDrawn = (values: Float64Array): Drawn => ({ users: values[0]!, days: values[1]! });
