import { beforeAll, describe, expect, test } from "vitest";
import { localNets } from "../../../src/detectors/graph/gnn/backend.ts";
import { readActionGraph } from "../../../src/detectors/graph/read.ts";
import type { GraphResult } from "../../../src/detectors/graph/run.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { fitModel, type ModelRun } from "../../../src/detectors/model/fit.ts";
import { readReduced } from "../../../src/detectors/model/read.ts";
import { extendModel, scoreExtended } from "../../../src/detectors/model/score.ts";
import { packModel, unpackModel } from "../../../src/detectors/model/sections.ts";
import type { ModelSettings, Reduced, TenantModel } from "../../../src/detectors/model/tenant-model.ts";
import type { Scores } from "../../../src/detectors/scores.ts";
import { subspaceDefaults } from "../../../src/detectors/subspace/input.ts";
import { actionDays, dayEnds } from "../../../src/features/action-days.ts";
import { quietJob } from "../../../src/lib/job.ts";
import type { Container, Section } from "../../../src/tenant/container.ts";
import { memoryFolder } from "../../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../../src/tenant/model-store.ts";
import { deskDay, deskLog, deskMapping } from "../../support/desk-log.ts";
import { importTexts } from "../../support/import-text.ts";

const job = quietJob();
const history = 10;
const zone = "Europe/Berlin";
/** Without the log that goes on, after midnight, with an action of the day before: what it adds to that action one run on everything knows earlier. */
const log = deskLog({ agents: 6, days: 12 }).map((day) => day.replace(/\n[^,]*T22:01:00.000Z,agent-1,.*/, ""));
const [head] = log[0]!.split("\n");
const open = (days: readonly string[]) =>
  importTexts(
    [["log.csv", `${head}\n${days.map((day) => day.slice(day.indexOf("\n") + 1)).join("")}`]],
    () => deskMapping,
  );

const settings: ModelSettings = {
  profile: { history, alpha: 5, peers: "auto" },
  subspace: { ...subspaceDefaults, history, axis: "type" },
  graph: {
    history,
    steps: 1,
    nearest: 3,
    roots: null,
    barred: ["actor"],
    mutations: {},
    seed: 7,
    gap: 300,
    embedding: "gnn",
    training: { steps: 12, width: 8, heads: 2, seconds: 60 },
  },
};
const run: ModelRun = { job, profile: { device: null }, subspace: { device: null }, graph: () => ({}) };
/** Embeds, and fails when it is asked to train. */
const embedsOnly: ModelRun = {
  ...run,
  graph: (graph) => ({
    nets: {
      ...localNets(graph, job),
      open: () => Promise.reject(new Error("a stored model is not trained")),
    },
  }),
};
const interesting = Int32Array.of(7);

/** As if the log's last type, which only its last day has, had not been seen yet. */
function withoutLastType({ parts, ...rest }: Reduced): Reduced {
  expect(parts.types.at(-1)).toBe("Mail.Export");
  return { ...rest, parts: { ...parts, types: parts.types.slice(0, -1), rootType: parts.rootType.slice(0, -1) } };
}

let model: TenantModel;
let day: Reduced;
let whole: GraphResult;

beforeAll(async () => {
  const all = await open(log);
  const reduced = await readReduced(all, { zone, to: deskDay(log.length - 2), history });
  model = await fitModel(withoutLastType(reduced), settings, run, interesting);
  const { features } = await readReduced(all, { zone, history });
  const { calendar } = features;
  const scored = { from: log.length - 1, to: log.length - 1 };
  const [settledUntil] = dayEnds(Int32Array.of(calendar.days[scored.from]! - 1), zone);
  const graph = await readActionGraph(all, job, { settledUntil: settledUntil! });
  whole = await scoreGraph({
    graph,
    day: actionDays(graph.start, zone, calendar.days),
    scored,
    dayEnds: dayEnds(calendar.days, zone),
    settings: settings.graph,
    interesting,
  });
  await all.close();
  const last = await open(log.slice(-1));
  day = await readReduced(last, { zone });
  await last.close();
}, 60_000);

const opened = (container: Container): TenantModel => unpackModel(container);
const store = (codec = { pack: packModel, unpack: opened }) =>
  new ModelStore<TenantModel, null>(memoryFolder(), { tenant: "ours", codec });

/** Ascending scores: the codes of the two runs differ. */
const sorted = ({ score, null: calm }: Scores) => ({ score: score.slice().sort(), null: calm.slice().sort() });

describe("a model with a trained net", () => {
  test("embeds a later day's roots by the net of its file, as one run on everything does, without training", async () => {
    const ours = store();
    const { id } = await ours.save(model, null, { name: "Ours", job });
    ours.unload(id);
    const kept = await ours.load(id, job);
    expect(kept.graph!.net).toEqual(model.graph!.net);
    expect(kept.graph!.net!.training.settings).toMatchObject({ steps: 12, width: 8 });
    const { graph } = await scoreExtended(kept, extendModel(kept, day), embedsOnly);
    expect(graph.state.embedder.kind).toBe("gnn");
    expect(graph.smr.score.length).toBeGreaterThan(0);
    for (const [mine, theirs] of [
      [graph.smr, whole.smr],
      [graph.nn!, whole.nn!],
    ] as const) {
      const [a, b] = [sorted(mine), sorted(theirs)];
      expect(a.score).toHaveLength(b.score.length);
      a.score.forEach((score, i) => {
        expect(score).toBeCloseTo(b.score[i]!, 6);
      });
      a.null.forEach((score, i) => {
        expect(score).toBeCloseTo(b.null[i]!, 6);
      });
    }
  }, 30_000);

  test("takes in types that its net never saw, as the seed draws them", () => {
    const { reduced } = extendModel(model, day);
    expect(reduced.parts.types.length).toBeGreaterThan(model.history.parts.types.length);
  });

  const changed = (name: string, change: (section: Float32Array) => Section): Container => {
    const { header, sections } = packModel(model);
    return { header, sections: new Map([...sections, [name, change(sections.get(name) as Float32Array)]]) };
  };
  const headed = (change: object): Container => {
    const { header, sections } = packModel(model);
    const { graph, ...rest } = header as { graph: { net: object } };
    return { header: { ...rest, graph: { ...graph, net: { ...graph.net, ...change } } }, sections };
  };

  test.each<[string, () => Container, RegExp]>([
    ["too few weights", () => changed("net weights", (weights) => weights.slice(1)), /weights of a net that has/],
    [
      "weights of another kind",
      () => changed("net weights", (weights) => Float64Array.from(weights)),
      /no section net weights/,
    ],
    [
      "weights that are no numbers",
      () => changed("net weights", (weights) => weights.map(() => Number.NaN)),
      /no numbers/,
    ],
    ["roots missing", () => changed("net roots", (roots) => roots.slice(8)), /embedded roots of/],
    ["another width", () => headed({ width: 16 }), /weights of a net that has/],
    ["heads that don't share the width", () => headed({ heads: 3 }), /net of width 8, 3 heads/],
    ["a width past all bounds", () => headed({ width: 1e9, heads: 1 }), /net of width 1000000000/],
    ["rounds that are no number", () => headed({ rounds: "one" }), /one rounds/],
  ])("is refused with %s, when it is imported and when it is opened", async (_, broken, why) => {
    expect(() => opened(broken())).toThrow(why);
    const theirs = store({ pack: broken, unpack: opened });
    const { id } = await theirs.save(model, null, { name: "Ours", job });
    const file = await theirs.export(id);
    theirs.unload(id);
    await expect(theirs.load(id, job)).rejects.toThrow(/Fit it again/);
    await expect(store().import(file, { name: "Ours", where: "net.sgmodel", job })).rejects.toThrow(/^net\.sgmodel: /);
  });

  test("is refused with a byte of its weights changed", async () => {
    const ours = store();
    const { id } = await ours.save(model, null, { name: "Ours", job });
    const bytes = new Uint8Array(await (await ours.export(id)).arrayBuffer());
    const { weights } = model.graph!.net!.training.net;
    const first = new Uint8Array(weights.buffer, weights.byteOffset, 16);
    const at = bytes.findIndex((_, i) => first.every((byte, k) => bytes[i + k] === byte));
    expect(at).toBeGreaterThan(0);
    bytes[at]! ^= 1;
    await expect(store().import(new Blob([bytes]), { name: "Ours", where: "net.sgmodel", job })).rejects.toThrow(
      /damaged/,
    );
  });
});
