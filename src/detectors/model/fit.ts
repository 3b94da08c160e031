import { actionDays, dayEnds } from "../../features/action-days.ts";
import type { DayCells, TenantFeatures } from "../../features/cells.ts";
import type { Job } from "../../lib/job.ts";
import type { ActionGraph, GraphParts } from "../graph/graph.ts";
import { indexParts } from "../graph/read.ts";
import type { GraphOptions } from "../graph/run.ts";
import { scoreGraph } from "../graph/score.ts";
import type { IdentityBackends } from "../profile/identity-run.ts";
import { scoreProfile } from "../profile/profile.ts";
import type { NullScores } from "../scores.ts";
import type { SubspaceRun } from "../subspace/blocks.ts";
import { scoreSubspace } from "../subspace/score.ts";
import { modelAxis } from "./axis.ts";
import type { ModelSettings, Reduced, TenantModel } from "./tenant-model.ts";

/** Where a fit and a scoring do their heavy work. */
export interface ModelRun {
  readonly job: Job;
  readonly profile: IdentityBackends;
  readonly subspace: Omit<SubspaceRun, "job">;
  readonly graph: (graph: ActionGraph) => Pick<GraphOptions, "sample" | "train" | "parallel" | "nets" | "trained">;
}

const nullOf = ({ null: values, nullActor, nullDay, drawn }: NullScores): NullScores => ({
  null: values,
  nullActor,
  nullDay,
  drawn,
});

/** The rows of the days [from, to). */
function daysOf(cells: DayCells, from: number, to: number): DayCells {
  const rowStart = new Int32Array(cells.rowStart.length);
  const kept = Int32Array.from(cells.day.keys()).filter((row) => cells.day[row]! >= from && cells.day[row]! < to);
  for (let actor = 0, at = 0; actor + 1 < rowStart.length; actor++) {
    while (at < kept.length && kept[at]! < cells.rowStart[actor + 1]!) at++;
    rowStart[actor + 1] = at;
  }
  return {
    rowStart,
    day: kept.map((row) => cells.day[row]!),
    key: kept.map((row) => cells.key[row]!),
    n: Float32Array.from(kept, (row) => cells.n[row]!),
  };
}

/** The features without what comes after the calendar's last scored day, with cells of as many days as are given. */
export function throughLastScored(features: TenantFeatures, kept: number): TenantFeatures {
  const { calendar, firstSeen } = features;
  const last = calendar.scored.to;
  const days = calendar.days.slice(0, last + 1);
  const silent = days[last]! - days[0]! + 1 - days.length;
  return {
    ...features,
    calendar: { ...calendar, days, silent },
    firstSeen: firstSeen.map((day) => (day > last ? -1 : day)),
    channels: features.channels.map((channel) => ({
      ...channel,
      cells: daysOf(channel.cells, last + 1 - kept, last + 1),
    })),
  };
}

/** The actions that start before a time (µs, UTC), with their references. */
export function actionsBefore(parts: GraphParts, time: number): GraphParts {
  const found = parts.start.findIndex((start) => start >= time);
  if (found < 0) return parts;
  const refs = parts.refAction.findIndex((action) => action >= found);
  const kept = refs < 0 ? parts.refAction.length : refs;
  return {
    ...parts,
    actor: parts.actor.slice(0, found),
    type: parts.type.slice(0, found),
    start: parts.start.slice(0, found),
    end: parts.end.slice(0, found),
    n: parts.n.slice(0, found),
    refAction: parts.refAction.slice(0, kept),
    refEntity: parts.refEntity.slice(0, kept),
    refRelationship: parts.refRelationship.slice(0, kept),
  };
}

/**
 * Fits all three detectors to be asked about the day after the features' last scored day: the nulls, the classifiers and the embedding that a
 * run on that day would work out from the days before it.
 * @param interesting actions that roots are compared with, kept for the days to come
 * @param reduced features whose last scored day is the last of the history; later days and actions are left out
 * @throws Cancelled
 */
export async function fitModel(
  reduced: Reduced,
  settings: ModelSettings,
  run: ModelRun,
  interesting: Int32Array = new Int32Array(),
): Promise<TenantModel> {
  const history = Math.max(settings.profile.history, settings.subspace.history);
  const features = throughLastScored(reduced.features, 2 * history);
  const { days, zone } = features.calendar;
  const [end] = dayEnds(days.slice(-1), zone);
  const parts = actionsBefore(reduced.parts, end!);
  const next = days.length;
  const ahead: TenantFeatures = {
    ...features,
    calendar: {
      ...features.calendar,
      days: Int32Array.from([...days, days[next - 1]! + 1]),
      scored: { from: next, to: next },
    },
  };
  const { nulls } = await scoreProfile(ahead, settings.profile, { ...run.profile, job: run.job });
  const hashed = reduced.axis && daysOf(reduced.axis, next - history, next);
  const axis = modelAxis({ ...reduced, features: ahead, parts, axis: hashed }, settings.subspace);
  const errors = await scoreSubspace(axis.features, settings.subspace, { ...run.subspace, job: run.job });
  const graph = await indexParts(parts, run.job);
  const { fit } = await scoreGraph(
    {
      graph,
      day: actionDays(graph.start, zone, days),
      scored: ahead.calendar.scored,
      dayEnds: dayEnds(days, zone),
      settings: settings.graph,
      interesting: new Int32Array(),
    },
    { job: run.job, fitOnly: true, ...run.graph(graph) },
  );
  return {
    settings,
    history: { features, parts, entityNames: reduced.entityNames, axis: hashed },
    profile: nulls,
    subspace: { scale: errors.scale, alarms: errors.alarms, null: nullOf(errors.scores) },
    graph: fit,
    interesting: interesting.filter((action) => action < parts.start.length),
  };
}
