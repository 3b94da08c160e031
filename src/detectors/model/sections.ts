import type { Channel, DayCells } from "../../features/cells.ts";
import { UserError } from "../../lib/errors.ts";
import type { Container, Section } from "../../tenant/container.ts";
import type { GraphParts } from "../graph/graph.ts";
import type { ProfileNulls } from "../profile/nulls.ts";
import type { NullScores } from "../scores.ts";
import type { SubspaceCalibration } from "../subspace/result.ts";
import { type FitHeader, packFit, unpackDrawn, unpackFit } from "./fit-sections.ts";
import type { Readers } from "./readers.ts";
import type { ModelSettings, TenantModel } from "./tenant-model.ts";

/** The part of a model that is no array. */
interface ModelHeader {
  readonly settings: ModelSettings;
  /** Whether the subspace's axis has hashed cells of its own. */
  readonly isAxisHashed?: boolean;
  readonly calendar: { readonly zone: string; readonly silent: number };
  readonly channels: readonly Pick<Channel, "name" | "kind">[];
  readonly classes: readonly string[];
  readonly own: readonly string[];
  readonly usual: readonly string[];
  readonly subspace: Omit<SubspaceCalibration, "null">;
  readonly graph: FitHeader | null;
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
  cells: ["rowStart", "day", "key", "n"],
} as const;

/** A model as a container: its arrays as they are, and the rest as JSON. */
export function packModel(model: TenantModel): Container {
  const sections = new Map<string, Section>();
  const { features, parts, entityNames, axis } = model.history;
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
  if (axis) for (const column of numbers.cells) sections.set(`axis ${column}`, axis[column]);
  packNulls(model.profile, sections);
  sections.set("interesting", model.interesting);
  packNull("subspace", model.subspace.null, sections);
  const header: ModelHeader = {
    settings: model.settings,
    isAxisHashed: axis !== null,
    calendar: { zone: features.calendar.zone, silent: features.calendar.silent },
    channels: features.channels.map(({ name, kind }) => ({ name, kind })),
    classes: [...model.profile.classes.keys()],
    own: [...model.profile.own.keys()],
    usual: [...model.profile.usual.keys()],
    subspace: { scale: model.subspace.scale, alarms: model.subspace.alarms },
    graph: model.graph && packFit(model.graph, sections),
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

/** The model of a container that `packModel` made. @throws UserError where a section is missing, or is not what it should be */
export function unpackModel({ header, sections }: Container): TenantModel {
  const head = header as ModelHeader;
  const section = <T extends Section>(name: string, isKind: (value: Section) => value is T): T => {
    const found = sections.get(name);
    if (found === undefined || !isKind(found))
      throw new UserError(`The model has no section ${name}.`, { next: "Fit it again." });
    return found;
  };
  const i32 = (name: string) => section(name, (value) => value instanceof Int32Array);
  const f32 = (name: string) => section(name, (value) => value instanceof Float32Array);
  const f64 = (name: string) => section(name, (value) => value instanceof Float64Array);
  const u8 = (name: string) => section(name, (value) => value instanceof Uint8Array);
  const texts = (name: string) => section(name, (value): value is readonly string[] => Array.isArray(value));
  const cells = (name: string): DayCells => ({
    rowStart: i32(`${name} rowStart`),
    day: i32(`${name} day`),
    key: i32(`${name} key`),
    n: f32(`${name} n`),
  });
  const actors = texts("actors");
  const read: Readers = { i32, f32, f64 };
  const parts: GraphParts = {
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
  };
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
          cells: cells(`channel ${i}`),
        })),
      },
      parts,
      entityNames: texts("entityNames"),
      axis: head.isAxisHashed ? cells("axis") : null,
    },
    profile: unpackNulls(head, read),
    subspace: { ...head.subspace, null: unpackNull("subspace", read) },
    graph: head.graph && unpackFit(head.graph, parts, read),
    interesting: i32("interesting"),
  };
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

const unpackNull = (name: string, { i32, f64 }: Pick<Readers, "i32" | "f64">): NullScores => ({
  null: f64(`${name} null`),
  nullActor: i32(`${name} null actor`),
  nullDay: i32(`${name} null day`),
  drawn: unpackDrawn(f64(`${name} drawn`)),
});
