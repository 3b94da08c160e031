import { UserError } from "../../../lib/errors.ts";
import { mutateSample } from "../mutate-sample.ts";
import { defaultMutationWeights } from "../mutations.ts";
import { fewestRoots, findRoots } from "../pool.ts";
import { joinRoots, naturalRoots, type RootSet } from "../roots.ts";
import type { GraphInput } from "../run.ts";
import { createBatches, groupRoots, type MutantRows, type RootGroups } from "./pairs.ts";

/** What a net learns from. */
export interface Lessons {
  readonly groups: RootGroups;
  readonly mutants: MutantRows;
  /** All of them: natural roots in the order of `groups`, then the mutated ones. */
  readonly roots: RootSet;
}

/**
 * Draws roots of the history in groups, and mutates each that can be. Where the history has under twenty, the window's own take their place, and none is mutated:
 * a net that was told that a root is natural must not rank it.
 * @throws UserError where no actor has two roots on one day
 */
export function drawLessons({ graph, day, scored, settings }: Omit<GraphInput, "interesting" | "dayEnds">): Lessons {
  const { history, roots: types, mutations, seed } = settings;
  const { before, inWindow } = findRoots(graph, day, { scored, history, roots: types });
  const hasHistory = before.length >= fewestRoots;
  const groups = groupRoots({ actor: graph.actor, day }, hasHistory ? before : inWindow, { seed });
  const { problem } = createBatches(groups, { phi: 0, mutated: 0, seed, size: 1 });
  if (problem) {
    throw new UserError(`There is nothing to train on: ${problem}.`, {
      where: "training",
      next: "Set embedding: handcrafted, name more types as roots, or score later days.",
    });
  }
  const natural = naturalRoots(graph, groups.action);
  const firstScored = day.findIndex((at) => at >= scored.from);
  const { roots, ...mutants } = mutateSample(
    graph,
    hasHistory ? groups.action : new Int32Array(),
    { ...defaultMutationWeights, ...mutations },
    { seed: seed + 101, until: firstScored < 0 ? graph.actionCount : firstScored },
  );
  return { groups, mutants, roots: joinRoots(natural, roots) };
}
