import type { Channel } from "../../features/cells.ts";
import type { Classifier } from "../../gpu/classifier.plan.ts";
import type { Container, Section } from "../../tenant/container.ts";
import type { Directions } from "../graph/directions.ts";
import type { GraphFit } from "../graph/run.ts";
import type { ProfileNulls } from "../profile/nulls.ts";
import type { Drawn, NullScores } from "../scores.ts";
import type { SubspaceCalibration } from "../subspace/score.ts";
import type { ModelSettings, TenantModel } from "./tenant-model.ts";

/** The part of a model that is no array. */
interface ModelHeader {
  readonly settings: ModelSettings;
  readonly calendar: { readonly zone: string; readonly silent: number };
  readonly channels: readonly Pick<Channel, "name" | "kind">[];
  readonly classes: readonly string[];
  readonly own: readonly string[];
  readonly usual: readonly string[];
  readonly subspace: Omit<SubspaceCalibration, "null">;
  readonly graph: {
    readonly dim: number;
    readonly problem: string;
    readonly directions: Omit<Directions, "weights"> | null;
    readonly smr: SmrHeader | null;
  } | null;
}

interface SmrHeader {
  readonly folds: number;
  readonly members: number;
  readonly backend: string;
  readonly classifiers: readonly Pick<Classifier, "dim" | "hidden">[];
}

const numbers = {
  parts: [
    "rootType",
    "entityType",
    "subjectRelationship",
    "actor",
    "type",
    "start",
    "end",
    "n",
    "refAction",
    "refEntity",
    "refRelationship",
  ],
  contexts: ["rowStart", "cell", "n", "first", "last", "closest", "size"],
  cells: ["rowStart", "day", "key", "n"],
} as const;

/** A model as a container: its arrays as they are, and the rest as JSON. */
export function packModel(model: TenantModel): Container {
  const sections = new Map<string, Section>();
  const { features, parts, entityNames } = model.history;
  sections.set("days", features.calendar.days);
  sections.set("actors", features.actors);
  sections.set("ignored", features.ignored);
  sections.set("firstSeen", features.firstSeen);
  features.channels.forEach(({ cells, labels }, i) => {
    sections.set(`channel ${i} labels`, labels);
    for (const column of numbers.cells) sections.set(`channel ${i} ${column}`, cells[column]);
  });
  for (const column of numbers.parts) sections.set(column, parts[column]);
  sections.set("types", parts.types);
  sections.set("entityTypes", parts.entityTypes);
  sections.set("relationships", parts.relationships);
  sections.set("entityNames", entityNames);
  packNulls(model.profile, sections);
  sections.set("interesting", model.interesting);
  packNull("subspace", model.subspace.null, sections);
  if (model.graph) packFit(model.graph, sections);
  const smr = model.graph?.smr ?? null;
  const header: ModelHeader = {
    settings: model.settings,
    calendar: { zone: features.calendar.zone, silent: features.calendar.silent },
    channels: features.channels.map(({ name, kind }) => ({ name, kind })),
    classes: [...model.profile.classes.keys()],
    own: [...model.profile.own.keys()],
    usual: [...model.profile.usual.keys()],
    subspace: { scale: model.subspace.scale, alarms: model.subspace.alarms },
    graph: model.graph && {
      dim: model.graph.shape.dim,
      problem: model.graph.problem,
      directions: model.graph.directions && { count: model.graph.directions.count, dim: model.graph.directions.dim },
      smr: smr && {
        folds: smr.folds,
        members: smr.members,
        backend: smr.backend,
        classifiers: smr.classifiers.map(({ dim, hidden }) => ({ dim, hidden })),
      },
    },
  };
  return { header, sections };
}

function packNulls(nulls: ProfileNulls, sections: Map<string, Section>): void {
  for (const [name, classes] of nulls.classes)
    classes.forEach((values, c) => {
      sections.set(`null ${name} ${c}`, values);
    });
  for (const [name, byActor] of nulls.own) {
    const ends: number[] = [];
    let end = 0;
    for (const values of byActor.values()) {
      end += values.length;
      ends.push(end);
    }
    const all = new Float64Array(end);
    [...byActor.values()].forEach((values, i) => {
      all.set(values, ends[i]! - values.length);
    });
    sections.set(`own ${name} actor`, Int32Array.from(byActor.keys()));
    sections.set(`own ${name} end`, Int32Array.from(ends));
    sections.set(`own ${name}`, all);
  }
  sections.set("usual", Float64Array.from(nulls.usual.values()));
  packNull("profile", nulls.statistic, sections);
}

function packNull(name: string, given: NullScores, sections: Map<string, Section>): void {
  sections.set(`${name} null`, given.null);
  sections.set(`${name} null actor`, given.nullActor);
  sections.set(`${name} null day`, given.nullDay);
  sections.set(`${name} drawn`, Float64Array.of(given.drawn.users, given.drawn.days));
}

function packFit({ history, drawn, contexts, shape, directions, smr }: GraphFit, sections: Map<string, Section>): void {
  sections.set("roots", history);
  sections.set("roots drawn", Float64Array.of(drawn.users, drawn.days));
  for (const column of numbers.contexts) sections.set(`contexts ${column}`, contexts[column]);
  sections.set("embedding cells", shape.cells);
  sections.set("embedding scale", shape.columnScale);
  if (directions) sections.set("directions", directions.weights);
  if (!smr) return;
  sections.set("fold actor", Int32Array.from(smr.foldOf.keys()));
  sections.set("fold", Int32Array.from(smr.foldOf.values()));
  sections.set("fold types", smr.types);
  smr.classifiers.forEach((classifier, i) => {
    for (const column of ["mean", "scale", "weights"] as const)
      sections.set(`classifier ${i} ${column}`, classifier[column]);
  });
}

/** The model of a container that `packModel` made. @throws Error where a section is missing, or is not what it should be */
export function unpackModel({ header, sections }: Container): TenantModel {
  const head = header as ModelHeader;
  const section = <T extends Section>(name: string, isKind: (value: Section) => value is T): T => {
    const found = sections.get(name);
    if (found === undefined || !isKind(found)) throw new Error(`The model has no section ${name}.`);
    return found;
  };
  const i32 = (name: string) => section(name, (value) => value instanceof Int32Array);
  const f32 = (name: string) => section(name, (value) => value instanceof Float32Array);
  const f64 = (name: string) => section(name, (value) => value instanceof Float64Array);
  const u8 = (name: string) => section(name, (value) => value instanceof Uint8Array);
  const texts = (name: string) => section(name, (value): value is readonly string[] => Array.isArray(value));
  const actors = texts("actors");
  const read: Readers = { i32, f32, f64 };
  return {
    settings: head.settings,
    history: {
      features: {
        calendar: { ...head.calendar, days: i32("days"), scored: lastDay(i32("days")) },
        actors,
        ignored: u8("ignored"),
        firstSeen: i32("firstSeen"),
        channels: head.channels.map((channel, i) => ({
          ...channel,
          labels: texts(`channel ${i} labels`),
          cells: {
            rowStart: i32(`channel ${i} rowStart`),
            day: i32(`channel ${i} day`),
            key: i32(`channel ${i} key`),
            n: f32(`channel ${i} n`),
          },
        })),
      },
      parts: {
        actorCount: actors.length,
        types: texts("types"),
        rootType: u8("rootType"),
        entityTypes: texts("entityTypes"),
        entityType: i32("entityType"),
        relationships: texts("relationships"),
        subjectRelationship: u8("subjectRelationship"),
        ignored: u8("ignored"),
        actor: i32("actor"),
        type: i32("type"),
        start: f64("start"),
        end: f64("end"),
        n: i32("n"),
        refAction: i32("refAction"),
        refEntity: i32("refEntity"),
        refRelationship: i32("refRelationship"),
      },
      entityNames: texts("entityNames"),
    },
    profile: unpackNulls(head, read),
    subspace: { ...head.subspace, null: unpackNull("subspace", read) },
    graph: head.graph && unpackFit(head.graph, read),
    interesting: i32("interesting"),
  };
}

interface Readers {
  i32(name: string): Int32Array;
  f32(name: string): Float32Array;
  f64(name: string): Float64Array;
}

const lastDay = (days: Int32Array) => ({ from: days.length - 1, to: days.length - 1 });

function unpackNulls({ classes, own, usual }: ModelHeader, { i32, f64 }: Readers): ProfileNulls {
  const values = f64("usual");
  return {
    classes: new Map(classes.map((name) => [name, [f64(`null ${name} 0`), f64(`null ${name} 1`)] as const])),
    own: new Map(
      own.map((name) => {
        const ends = i32(`own ${name} end`);
        const all = f64(`own ${name}`);
        return [
          name,
          new Map(Array.from(i32(`own ${name} actor`), (actor, i) => [actor, all.subarray(ends[i - 1] ?? 0, ends[i])])),
        ];
      }),
    ),
    usual: new Map(usual.map((name, i) => [name, values[i]!])),
    statistic: unpackNull("profile", { i32, f64 }),
  };
}

const unpackDrawn = (values: Float64Array): Drawn => ({ users: values[0]!, days: values[1]! });

const unpackNull = (name: string, { i32, f64 }: Pick<Readers, "i32" | "f64">): NullScores => ({
  null: f64(`${name} null`),
  nullActor: i32(`${name} null actor`),
  nullDay: i32(`${name} null day`),
  drawn: unpackDrawn(f64(`${name} drawn`)),
});

function unpackFit(head: NonNullable<ModelHeader["graph"]>, { i32, f32, f64 }: Readers): GraphFit {
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
