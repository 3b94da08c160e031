import { actionDays, dayEnds } from "../../features/action-days.ts";
import { isoDay } from "../../features/calendar.ts";
import type { TenantFeatures } from "../../features/cells.ts";
import { packCells } from "../../features/day-cells.ts";
import { UserError } from "../../lib/errors.ts";
import { indexParts } from "../graph/read.ts";
import type { GraphResult } from "../graph/run.ts";
import { scoreGraph } from "../graph/score.ts";
import { type ProfileResult, scoreProfile } from "../profile/profile.ts";
import type { Scores } from "../scores.ts";
import type { SubspaceResult } from "../subspace/result.ts";
import { scoreSubspace } from "../subspace/score.ts";
import { modelAxis } from "./axis.ts";
import { type Codes, matchCodes } from "./codes.ts";
import { extendAxis, extendFeatures, placeDays } from "./extend-features.ts";
import { extendGraph } from "./extend-graph.ts";
import type { ModelRun } from "./fit.ts";
import { countNew } from "./newness.ts";
import type { Reduced, TenantModel } from "./tenant-model.ts";

/** A model's history with an export's later days at its end, in the model's codes; the last are scored. */
export interface Extended {
  readonly features: TenantFeatures;
  readonly reduced: Reduced;
  readonly codes: Codes;
  /** Of each action of the export its number here; −1 where it is left out. */
  readonly action: Int32Array;
  /** What of the export the model can't judge, in words. */
  readonly notes: readonly string[];
}

const plural = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/**
 * Puts an export's days after the model's. Names tell who is who; users, types and entities that the model never saw follow those it knows.
 * @param fresh the export's own features, with cells of all its days
 * @throws UserError for another zone, for an export without a later day, and where none of its users is known
 */
export function extendModel(model: TenantModel, fresh: Reduced): Extended {
  const { history, settings } = model;
  const known = history.features;
  const { zone, days: past } = known.calendar;
  const { calendar } = fresh.features;
  if (calendar.zone !== zone)
    throw new UserError(`The model's days are those of ${zone}, the export's those of ${calendar.zone}.`, {
      next: `Set zone: ${zone} in the export's mapping and import it again.`,
    });
  const places = placeDays(past, calendar.days);
  if (places.days.length === past.length)
    throw new UserError(`The model knows the days up to ${isoDay(past.at(-1)!)}, and the export has no later one.`, {
      next: "Import the export of a later day, or fit a model that ends earlier.",
    });
  const { codes, all } = matchCodes(history, fresh);
  const isScored = (actor: number) => !fresh.features.ignored[actor];
  const users = Int32Array.from(codes.actor.keys()).filter(isScored);
  const strangers = users.filter((actor) => (known.firstSeen[codes.actor[actor]!] ?? -1) < 0).length;
  if (strangers === users.length)
    throw new UserError("The model knows none of the export's users.", {
      next: "Use a model of this tenant, or map the same column as the actor that the model was fitted with.",
    });
  const ignored = new Uint8Array(all.actors.length);
  ignored.set(known.ignored);
  fresh.features.ignored.forEach((is, i) => {
    if (is) ignored[codes.actor[i]!] = 1;
  });
  const [from] = dayEnds(Int32Array.of(places.days[past.length]! - 1), zone);
  const gap = settings.graph.gap * 1e6;
  const { parts, action } = extendGraph(history.parts, fresh.parts, { codes, all, ignored, from: from!, gap });
  const dayOf = actionDays(parts.start, zone, places.days);
  const newness = packCells(
    all.actors.length,
    places.days,
    countNew(parts, (one) => places.days[dayOf[one]!]!),
  );
  const axis = history.axis && extendAxis(history.axis, fresh.axis, { codes, all, place: places.place });
  const { features, unknown } = extendFeatures(known, fresh.features, { codes, all, places, newness });
  const earlier = calendar.days.length - (places.days.length - past.length);
  return {
    features,
    reduced: { features, parts, entityNames: all.entityNames, axis },
    codes,
    action,
    notes: [
      ...(strangers > 0
        ? [`${plural(strangers, "user is", "users are")} new since the model was fitted: the tenant judges them.`]
        : []),
      ...(earlier > 0
        ? [
            `${plural(earlier, "day", "days")} up to ${isoDay(past.at(-1)!)} are left out: the model was fitted on them.`,
          ]
        : []),
      ...(unknown.length > 0 ? [`The model has no ${unknown.join(", ")}: fit a new one to judge it.`] : []),
    ],
  };
}

export interface ModelScores {
  readonly profile: ProfileResult;
  readonly subspace: SubspaceResult;
  readonly graph: GraphResult;
}

/**
 * Judges the scored days of an extended model by all three detectors, without learning anything: the same scores, in the model's codes, as a run
 * on one export with the history and these days. `interesting` are actions of the extended graph, the model's own among them.
 * @throws Cancelled
 */
export async function scoreExtended(
  model: TenantModel,
  { features, reduced }: Extended,
  run: ModelRun,
  interesting: Int32Array = model.interesting,
): Promise<ModelScores> {
  const { settings } = model;
  const profile = await scoreProfile(features, settings.profile, {
    ...run.profile,
    job: run.job,
    nulls: model.profile,
  });
  const subspace = await scoreSubspace(
    modelAxis({ ...reduced, features }, settings.subspace).features,
    settings.subspace,
    { ...run.subspace, job: run.job },
    model.subspace,
  );
  const graph = await indexParts(reduced.parts, run.job);
  const { zone, days, scored } = features.calendar;
  const result = await scoreGraph(
    {
      graph,
      day: actionDays(graph.start, zone, days),
      scored,
      dayEnds: dayEnds(days, zone),
      settings: settings.graph,
      interesting,
    },
    { job: run.job, ...run.graph(graph), fit: model.graph ?? noFit },
  );
  return { profile, subspace, graph: result };
}

const none = new Int32Array();
const noFit = {
  history: none,
  drawn: { users: 1, days: 1 },
  contexts: {
    count: 0,
    rowStart: new Int32Array(1),
    cell: none,
    n: none,
    first: new Float32Array(),
    last: new Float32Array(),
    closest: new Float32Array(),
    size: none,
  },
  shape: { cells: none, dim: 0, columnScale: new Float32Array() },
  net: null,
  directions: null,
  smr: null,
  problem: "the model was fitted on too few roots to learn from: fit one on more days, or with other roots",
};

/** Scores in the export's own codes; their null keeps the model's, by which it was drawn, and which only detectors of one model share. */
export function inOwnCodes(scores: Scores, { codes, action }: Pick<Extended, "codes" | "action">): Scores {
  const back = (code: Int32Array): Map<number, number> => new Map(Array.from(code, (one, i) => [one, i]));
  const actorOf = back(codes.actor);
  const actionOf = back(action);
  return {
    ...scores,
    actor: scores.actor.map((actor) => actorOf.get(actor)!),
    action: scores.action.map((one) => (one < 0 ? one : actionOf.get(one)!)),
  };
}
