/**
 * Sparse counts by actor, day and key (event type, attribute value, hour of the day, entity type …), CSR by actor,
 * each actor's cells sorted by day, then key.
 */
export interface DayCells {
  /** actors + 1 offsets into `day`, `key`, `n`. */
  readonly rowStart: Int32Array;
  /** Index into `Calendar.days`. */
  readonly day: Int32Array;
  readonly key: Int32Array;
  readonly n: Float32Array;
}

/**
 * One view of what actors do. `labels[key]` names a key. `name` is `type` (events by type), `hour` (by local hour),
 * `attribute:country` (by value), `entity` (distinct entities by entity type), `entity-value:customer` (by entity, where they are few enough), `volume` (sums of numbers such as bytes),
 * `new` (for each entity type, entities new to the actor that day, and entities new to the whole tenant).
 */
export interface Channel {
  readonly name: string;
  readonly kind: "type" | "hour" | "attribute" | "entity" | "value" | "new" | "volume";
  readonly cells: DayCells;
  readonly labels: readonly string[];
}

/** The tenant's days. Days in which the whole tenant logged nothing are left out. */
export interface Calendar {
  /** IANA zone of the calendar days. */
  readonly zone: string;
  /** Local days since 1970-01-01 that have any event, ascending. */
  readonly days: Int32Array;
  /** Days left out between the first and the last, because nothing at all was logged. */
  readonly silent: number;
  /** Events of each of `days`, where they were counted. */
  readonly events?: Float64Array;
  /** First and last index into `days` that is scored (inclusive). */
  readonly scored: { readonly from: number; readonly to: number };
}

/** All that the user-day detectors read. Actors are dense codes; an ignored actor has empty rows everywhere. */
export interface TenantFeatures {
  readonly calendar: Calendar;
  readonly actors: readonly string[];
  readonly ignored: Uint8Array;
  /** Index into `calendar.days` of each actor's first seen day; −1 if never. */
  readonly firstSeen: Int32Array;
  readonly channels: readonly Channel[];
}
