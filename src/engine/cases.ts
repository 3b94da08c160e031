import { agreementOf } from "../casework/agreement.ts";
import { describeMissing, missingOf } from "../casework/expected.ts";
import { headlineOf, oneIn } from "../casework/headline.ts";
import { peersOf } from "../casework/nearest-days.ts";
import { heatOf, hoursOf } from "../casework/timeline.ts";
import { texts } from "../db/columns.ts";
import { explainRoot } from "../detectors/graph/explain.ts";
import { subgraphOf } from "../detectors/graph/picture.ts";
import { dayError } from "../detectors/subspace/day-error.ts";
import { explainSubspace } from "../detectors/subspace/explain.ts";
import { isoDay } from "../features/calendar.ts";
import { breathe, type Job } from "../lib/job.ts";
import { drawControl, weaveControl } from "../ranking/control.ts";
import { casesOf, type RankedCase } from "../ranking/queue.ts";
import type { CaseDetail, CaseSummary, DetectorOpinion, SubgraphPicture } from "./api/cases.ts";
import type { Detection } from "./detection.ts";
import { fusedDays } from "./fused-days.ts";
import { namesOf } from "./names.ts";
import { nearestNormalDays, nearestNormalRoots, peerLine } from "./nearest.ts";
import { reasonsOf } from "./reasons.ts";
import { rowsOfActions, rowsOfDay, withRaw } from "./rows.ts";
import type { Tenant } from "./tenant.ts";

/** A case as the window knows it, with the codes that the engine needs to say more of it. */
export interface Case {
  readonly summary: CaseSummary;
  readonly ranked: RankedCase;
  /** Which arms of the queue it is in. */
  readonly arms: { readonly ranked: boolean; readonly control: boolean };
}

/** A queue: what is shown, chance's own cases among it, and the ranking alone. */
export interface Cases {
  readonly shown: readonly Case[];
  readonly ranked: readonly CaseSummary[];
}

/** Nodes of a pictured subgraph at the most. */
const mostPictured = 200;

/** Ranks what the detections found and puts each case into words. @throws Cancelled */
export async function makeCases(
  tenant: Tenant,
  detections: readonly Detection[],
  {
    budget,
    control,
    seed,
    job,
  }: { readonly budget: number; readonly control: number; readonly seed: number; readonly job: Job },
): Promise<Cases> {
  const first = detections[0];
  if (!first) return { shown: [], ranked: [] };
  job.report({ stage: "Ranking user-days", done: 0, total: 0, unit: "steps" });
  await breathe(job);
  const detectors = detections.flatMap((detection) => detection.ranked);
  const drawn = drawControl(detectors, { count: Math.round(budget * control), seed });
  const all = casesOf(fusedDays(detections), { budget, also: drawn });
  const ids = await actionIds(tenant, all, job);
  const { calendar, actors } = first.features;
  const summaries = new Map<RankedCase, CaseSummary>();
  for (const one of all) {
    job.report({ stage: "Putting cases into words", done: summaries.size, total: all.length, unit: "steps" });
    await breathe(job);
    const isDrawnOnly = one.rank > budget;
    const reasons = reasonsOf(detections, one);
    summaries.set(one, {
      id: `${one.actor}:${calendar.days[one.day]}`,
      rank: one.rank,
      actor: actors[one.actor] ?? String(one.actor),
      day: isoDay(calendar.days[one.day]!),
      actionId: one.action < 0 ? null : (ids.get(one.action) ?? String(one.action)),
      p: one.p,
      opinions: opinionsOf(detections, one),
      headline: headlineOf(reasons, isDrawnOnly ? 0 : one.p),
      types: [...new Set(reasons.flatMap(({ where }) => where?.type ?? []))].sort(),
    });
  }
  return {
    shown: weaveControl(all, drawn, { budget, seed }).map(({ one, ...arms }, i) => ({
      ranked: one,
      summary: { ...summaries.get(one)!, rank: i + 1 },
      arms,
    })),
    ranked: all.slice(0, budget).map((one) => summaries.get(one)!),
  };
}

/** The log's own ids of the cases' root actions, where the mapping has an id. */
async function actionIds(tenant: Tenant, ranked: readonly RankedCase[], { signal }: Job): Promise<Map<number, string>> {
  const actions = ranked.flatMap(({ action }) => (action < 0 ? [] : [action]));
  if (actions.length === 0) return new Map();
  const table = await tenant.db.query(
    `select cast(a.action as varchar) as action, i.id from actions a join event_ids i on i.event = a.event where a.action in (${actions.join(",")})`,
    signal,
  );
  const ids = texts(table, "id");
  return new Map(texts(table, "action").map((action, i) => [Number(action), ids[i]!]));
}

function opinionsOf(detections: readonly Detection[], { opinions }: RankedCase): DetectorOpinion[] {
  const unscored = new Map(
    detections.flatMap(({ ranked }) => ranked.map(({ name, scores }) => [name, scores.unscored[0]?.reason])),
  );
  return opinions.map(({ detector, p, rank, of }) => {
    const isRoot = detector.startsWith("graph");
    const reason =
      p === null
        ? (unscored.get(detector) ?? (isRoot ? "no root action that day" : "the day was not scored"))
        : undefined;
    return { detector, p, rank, of, ...(reason === undefined ? {} : { reason }) };
  });
}

/** Everything that the case view shows of one case. */
export async function describeCase(
  tenant: Tenant,
  detections: readonly Detection[],
  { ranked, summary, arms }: Case,
): Promise<CaseDetail> {
  const { actor, day } = ranked;
  const features = detections[0]!.features;
  const reasons = reasonsOf(detections, ranked);
  const profile = detections.find((detection) => detection.profile)?.profile;
  const subspace = detections.find((detection) => detection.subspace)?.subspace;
  const graph = detections.find((detection) => detection.graph);
  const local = tenant.local("e.ts");
  const shown = await rowsOfDay(tenant.db, reasons, { actor, day: summary.day, local });
  const heat = heatOf(features, actor, day);
  const hits = reasons.flatMap(({ where, value }) => (where?.type !== undefined && value > 0 ? [where.type] : []));
  const peers = peersOf(features, actor);
  const explained = subspace && explainSubspace(subspace.features, subspace.settings, { actor, day, logP: 1 });
  return {
    ...summary,
    facts: [
      `${oneIn(summary.p)} user-days look like this`,
      `${shown.total.toLocaleString("en-US")} ${shown.total === 1 ? "event" : "events"} that day`,
    ],
    reasons,
    heat: { ...heat, hits: [...new Set(hits)].filter((type) => heat.types.includes(type)) },
    hours: hoursOf(features, actor, day),
    residuals: explained
      ? explained.residuals.slice(0, 12).map(({ type, observed, explained: usual, words: { where } }) => ({
          type,
          observed,
          explained: usual,
          ...(where ? { where } : {}),
        }))
      : [],
    dayError: subspace ? dayError(subspace.features, subspace.settings, { actor, day }) : null,
    subgraph: graph && ranked.action >= 0 ? await pictureOf(tenant, graph, ranked) : null,
    resembles: profile?.resembles(actor, day) ?? [],
    peers: peerLine(features, peers, { actor, day }, [...hits, ...heat.types]),
    nearest: [
      ...nearestNormalDays(features, { actor, day }, peers),
      ...(graph && ranked.action >= 0 ? await nearestNormalRoots(tenant, graph, ranked.action) : []),
    ],
    missing: missingOf(features, { actor, day }).map(describeMissing),
    agreement: agreementOf(summary.opinions),
    control: arms.control,
    rows: await withRaw(shown.rows, (places) => tenant.raw.rawRecords(places)),
    totalRows: shown.total,
  };
}

async function pictureOf(
  tenant: Tenant,
  { graph: state, codes }: Detection,
  { action: own, opinions }: RankedCase,
): Promise<SubgraphPicture | null> {
  if (!state) return null;
  const { graph, sampling } = state;
  const action = codes?.actionOfModel(own) ?? own;
  const { nodes, edges, omitted } = subgraphOf(graph, action, sampling, { most: mostPictured });
  const entities = nodes.flatMap(({ node }) => (node >= graph.actorCount ? [node - graph.actorCount] : []));
  const actors = nodes.flatMap(({ node }) => (node >= 0 && node < graph.actorCount ? [node] : []));
  const known = (names: readonly string[], of: readonly number[]) => new Map(of.map((code) => [code, names[code]!]));
  const entityNames = codes ? known(codes.entities, entities) : await namesOf(tenant, "entities", entities);
  const actorNames = codes ? known(codes.actors, actors) : await namesOf(tenant, "actors", actors);
  const ownAction = (of: number) => codes?.actionOfTenant(of) ?? of;
  const opinion = opinions.find(({ detector, p }) => detector.startsWith("graph-smr") && p !== null);
  const actions = nodes.map(({ action: of }) => ownAction(of)).filter((of) => of >= 0);
  const rowsBy = await rowsOfActions(tenant.db, { actions });
  const pictured = [];
  for (const { kind, action: of, node, offset, events } of nodes) {
    const isEntity = node >= graph.actorCount;
    const label =
      node < 0
        ? graph.types[graph.type[of]!]!
        : isEntity
          ? entityNames.get(node - graph.actorCount)
          : actorNames.get(node);
    const rows = await withRaw(rowsBy.get(ownAction(of)) ?? [], async (places) => places.map(() => null));
    pictured.push({
      kind,
      label: label ?? "",
      offset,
      entityType: node < 0 ? null : graph.entityTypes[graph.nodeType[node]!]!,
      events,
      rows,
    });
  }
  return {
    title: `${graph.types[graph.type[action]!]} and what is around it`,
    nodes: pictured,
    edges,
    missing: explainRoot(state, action, { p: opinion?.p ?? 0.5 }).missing,
    omitted,
  };
}
