import { UserError } from "../lib/errors.ts";
import { requireZone } from "../lib/zone.ts";
import type { EntityMapping, Mapping, NamedColumn, Reference } from "./mapping.ts";
import { requireTimeFormat } from "./time-format.ts";

const members = [
  ..."time timeFormat zone actor type id entities attributes volumes roots ignoreActors nulls".split(" "),
] as readonly string[];

function wrong(member: string, what: string, next = ""): UserError {
  return new UserError(what, { where: `mapping, ${member}`, next });
}

function text(value: unknown, member: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrong(member, `expected a text, found ${JSON.stringify(value) ?? "nothing"}.`);
}

function list(value: unknown, member: string): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw wrong(member, "the list is empty.", "Name a column.");
  return values.map((item, i) => text(item, values.length === 1 ? member : `${member}[${i}]`));
}

function reference(value: unknown, member: string): Reference {
  if (value === undefined) throw wrong(member, "is missing.", `Say which column holds the ${member}.`);
  return typeof value === "string" ? text(value, member) : list(value, member);
}

function object(value: unknown, member: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(member, `expected an object in braces, found ${JSON.stringify(value) ?? "nothing"}.`);
}

function array(value: unknown, member: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(member, `expected a list in brackets, found ${JSON.stringify(value) ?? "nothing"}.`);
}

function texts(value: unknown, member: string): readonly string[] {
  return array(value, member).map((item, i) => {
    if (typeof item !== "string") throw wrong(`${member}[${i}]`, `expected a text, found ${JSON.stringify(item)}.`);
    return item;
  });
}

function entity(value: unknown, member: string): EntityMapping {
  const { column, type, relationship, role, ...rest } = object(value, member);
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) {
    throw wrong(`${member}.${unknown}`, "is not a member.", "Members: column, type, relationship, role.");
  }
  if (role !== undefined && role !== "context" && role !== "subject") {
    throw wrong(`${member}.role`, `${JSON.stringify(role)} is not a role.`, "Use context or subject.");
  }
  const parsed = { column: reference(column, `${member}.column`), type: text(type, `${member}.type`) };
  return { ...parsed, relationship: text(relationship ?? "concerns", `${member}.relationship`), ...(role && { role }) };
}

function namedColumn(value: unknown, member: string): NamedColumn {
  if (typeof value === "string") return text(value, member);
  const { name, column } = object(value, member);
  return { name: text(name, `${member}.name`), column: reference(column, `${member}.column`) };
}

/**
 * Reads a mapping that a person wrote.
 * @throws UserError that names the member that is wrong, and what was expected there
 */
export function parseMapping(json: unknown): Mapping {
  const given = object(json, "top level");
  for (const member of Object.keys(given)) {
    if (!members.includes(member)) throw wrong(member, "is not a member.", `Members: ${members.join(", ")}.`);
  }
  const formats = given.timeFormat === undefined ? undefined : list(given.timeFormat, "timeFormat");
  for (const format of formats ?? []) requireTimeFormat(format);
  const zone = given.zone === undefined ? undefined : text(given.zone, "zone");
  if (zone !== undefined) requireZone(zone);
  const each = <T>(member: string, parse: (value: unknown, member: string) => T): readonly T[] =>
    array(given[member], member).map((value, i) => parse(value, `${member}[${i}]`));
  if (given.type === undefined) throw wrong("type", "is missing.", "Name the columns that say what happened.");
  return {
    time: reference(given.time, "time"),
    ...(formats && { timeFormat: formats.length === 1 ? formats[0]! : formats }),
    ...(zone !== undefined && { zone }),
    actor: reference(given.actor, "actor"),
    type: list(given.type, "type"),
    ...(given.id !== undefined && { id: reference(given.id, "id") }),
    ...(given.entities !== undefined && { entities: each("entities", entity) }),
    ...(given.attributes !== undefined && { attributes: each("attributes", namedColumn) }),
    ...(given.volumes !== undefined && { volumes: each("volumes", namedColumn) }),
    ...(given.roots !== undefined && { roots: texts(given.roots, "roots") }),
    ...(given.ignoreActors !== undefined && { ignoreActors: texts(given.ignoreActors, "ignoreActors") }),
    ...(given.nulls !== undefined && { nulls: texts(given.nulls, "nulls") }),
  };
}
