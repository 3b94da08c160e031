import type { EntityMapping, Reference } from "../mapping.ts";

/** Where the event's actor was: an address's network, derived as `_network`. */
export const network = { name: "network", column: "_network" } as const;

/** The program that the actor used, without versions, derived as `_agent`. */
export const agent = { name: "agent", column: "_agent" } as const;

/** An entity that the event acts on. */
export const acts = (column: Reference, type: string, relationship = "acts on"): EntityMapping => ({
  column,
  type,
  relationship,
  role: "subject",
});

/** An entity that the event happens in or at: a host, an account, a project, an application. */
export const within = (column: Reference, type: string, relationship = "in"): EntityMapping => ({
  column,
  type,
  relationship,
  role: "context",
});

/** A time's columns, and last the column that log pipelines add (Panther's `p_event_time`). */
export const times = (...columns: readonly string[]): readonly string[] => [...columns, "p_event_time"];
