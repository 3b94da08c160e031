import type { RawRow } from "./cases.ts";

/** An entity as the logs name it. */
export interface EntityName {
  readonly type: string;
  readonly name: string;
}

/** Which events to show: those that meet every given condition. */
export interface RowQuery {
  readonly actor?: string;
  readonly entity?: EntityName;
  /** ISO local day. */
  readonly day?: string;
  readonly type?: string;
  /** Local hour, 0 to 23. */
  readonly hour?: number;
  /** Local day of the week, Monday 0 to Sunday 6. */
  readonly weekday?: number;
  readonly attribute?: { readonly name: string; readonly value: string };
}

/** A part of the events that meet a query, the latest first, and how many meet it. */
export interface RowPage {
  readonly rows: readonly RawRow[];
  readonly total: number;
}

/** Counts by row and day, row-major; days are ISO local days, all that the tenant has events on. */
export interface DayCounts {
  readonly days: readonly string[];
  readonly names: readonly string[];
  /** names × days. */
  readonly counts: Int32Array;
}

/** A value that somebody or something has, how often, and when first and last (ISO 8601, UTC). */
export interface Seen {
  readonly value: string;
  readonly events: number;
  readonly first: string;
  readonly last: string;
}

/** The values of one attribute, or the entities of one type, that a user has: the most frequent of `distinct`. */
export interface Trait {
  readonly kind: "attribute" | "entity";
  readonly name: string;
  readonly distinct: number;
  readonly values: readonly Seen[];
}

/** An entity that a user touched for the first time in the scored days. */
export interface FreshEntity extends EntityName {
  readonly events: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  /** Whether nobody had touched it before. */
  readonly toTenant: boolean;
}

/** All that a user's page shows, the profile apart. */
export interface UserPage {
  readonly actor: string;
  readonly events: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
  /** Events by type and day, most frequent type first. */
  readonly types: DayCounts;
  /** The scored days on which detectors had a say, with their fused p. */
  readonly scored: readonly { readonly day: string; readonly p: number }[];
  /** First and last scored day of the tenant; null before a queue was made. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** Events by weekday (Monday first) and local hour, 7 × 24: before the scored days, and on them. */
  readonly week: { readonly before: Int32Array; readonly scored: Int32Array };
  readonly traits: readonly Trait[];
  /** The most touched of `freshTotal`. */
  readonly fresh: readonly FreshEntity[];
  readonly freshTotal: number;
  /** Who has the most similar mix of events before the scored days: cosine, 0 to 1. */
  readonly nearest: readonly { readonly actor: string; readonly likeness: number }[];
}

/** Where a user-day's statistic lies among the history's: one for each detector that scored it. */
export interface Standing {
  readonly detector: string;
  /** Borders of the bins, ascending; one more than `history`. */
  readonly edges: readonly number[];
  /** Items of the history by bin. */
  readonly history: readonly number[];
  /** `user-days`, or `root actions` of which the day's most unusual counts. */
  readonly items: string;
  readonly value: number;
  /** Items of the history whose statistic is no less, of `total`. */
  readonly beyond: number;
  readonly total: number;
}

/** User-days of the history, the most unusual first: `days` are the first of `total`. */
export interface HistoryDays {
  readonly total: number;
  /** Day: ISO local; value: the detector's statistic, of roots the largest of the day. */
  readonly days: readonly { readonly actor: string; readonly day: string; readonly value: number }[];
}

/** Everybody in the logs, in parallel columns. */
export interface UserColumns {
  readonly actor: readonly string[];
  readonly events: Int32Array;
  readonly activeDays: Int32Array;
  /** Index into `groups`; −1 for one in none. */
  readonly group: Int32Array;
  readonly groups: readonly string[];
  /** Smallest fused p of a scored day, and which, days since 1970-01-01; NaN and −1 where none was scored. */
  readonly p: Float64Array;
  readonly worst: Int32Array;
}

/** All that an entity's page shows. */
export interface EntityPage extends EntityName {
  readonly events: number;
  readonly first: string;
  readonly last: string;
  /** How many users touch it, and those who do most often. */
  readonly users: number;
  readonly actors: readonly Seen[];
  /** Events by user (those of `actors` that come first) and day, and of everybody by day. */
  readonly touched: DayCounts;
  readonly byDay: Int32Array;
  readonly relationships: readonly {
    readonly name: string;
    readonly role: string;
    readonly events: number;
    readonly users: number;
  }[];
  readonly types: readonly { readonly name: string; readonly events: number }[];
  /** Entities that events name beside it, the most frequent first. */
  readonly beside: readonly (EntityName & { readonly events: number })[];
  /** Ids of the queue's cases whose day has an event that names it. */
  readonly cases: readonly string[];
}

/** Users of one peer group and how well each lies in it. */
export interface GroupFit {
  readonly label: string;
  readonly size: number;
  /** Of a sample of users: silhouette by cosine distance, −1 to 1, best first. */
  readonly members: readonly { readonly actor: string; readonly silhouette: number }[];
}

/** All that the tenant's page shows. */
export interface TenantPage {
  readonly types: DayCounts;
  /** Users active by day. */
  readonly users: Int32Array;
  readonly groups: readonly GroupFit[];
  /** Mean silhouette of the sample; null where there are no groups. */
  readonly silhouette: number | null;
  /** By scored day: user-days that were scored, and those whose fused p is at most 0.01 and 0.001. */
  readonly alarms: readonly {
    readonly day: string;
    readonly scored: number;
    readonly hundredth: number;
    readonly thousandth: number;
  }[];
  /** Users by their number of active days before the scored ones: index 0 is none. */
  readonly history: readonly number[];
  /** What the data is too thin for, in sentences. */
  readonly sufficiency: readonly string[];
}

/** What the pages of a user, an entity and the tenant ask of an engine. */
export interface PageCalls {
  users(): Promise<UserColumns>;
  /** @throws UserError where nobody has that name */
  userPage(actor: string): Promise<UserPage>;
  /** Where a scored user-day lies among the history's. */
  standings(actor: string, day: string): Promise<readonly Standing[]>;
  /** The history's user-days whose statistic by a detector lies from `from` to before `to`, or at `to` where that is the largest. */
  historyDays(detector: string, from: number, to: number): Promise<HistoryDays>;
  /** Users with so many active days before the scored ones, by name. */
  usersWithHistory(days: number): Promise<readonly string[]>;
  /** @throws UserError where the logs name no such entity */
  entityPage(entity: EntityName): Promise<EntityPage>;
  tenantPage(): Promise<TenantPage>;
  /** The events that meet a query, with file, line and record. */
  rowsWhere(query: RowQuery, offset: number, limit: number): Promise<RowPage>;
}
