import type { Reason } from "../../detectors/scores.ts";
import type { DayError } from "../../detectors/subspace/day-error.ts";

/** What one detector says of a case. */
export interface DetectorOpinion {
  readonly detector: string;
  /** Null: it had no say, and `reason` says why. */
  readonly p: number | null;
  readonly rank: number | null;
  readonly of: number;
  readonly reason?: string;
}

/** A case as the queue lists it. */
export interface CaseSummary {
  readonly id: string;
  readonly rank: number;
  readonly actor: string;
  /** ISO local day. */
  readonly day: string;
  readonly actionId: string | null;
  readonly p: number;
  readonly opinions: readonly DetectorOpinion[];
  readonly headline: string;
  /** Event types that its reasons speak of. */
  readonly types: readonly string[];
}

/** An event of a case, with the record that it was read from. */
export interface RawRow {
  readonly file: string;
  readonly line: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly actor: string;
  readonly type: string;
  readonly entities: readonly { readonly type: string; readonly name: string }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Whether a reason points at it. */
  readonly hit: boolean;
  /** The record as it stands in the file; null where the file is no longer at hand. */
  readonly raw: string | null;
}

/** The rooted subgraph, for a picture. Node 0 is the root. */
export interface SubgraphPicture {
  readonly title: string;
  readonly nodes: readonly {
    readonly kind: "root" | "action" | "actor" | "entity";
    readonly label: string;
    /** Hours from the root's start; null for entities. */
    readonly offset: number | null;
    readonly entityType: string | null;
    readonly events: number;
    readonly rows: readonly RawRow[];
  }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly relationship: string }[];
  /** What its peers have and it lacks, in words. */
  readonly missing: readonly string[];
  readonly omitted: number;
}

/** A normal day or root beside a case: whose, when, and what differs, in words and numbers. */
export interface NearestNormal {
  readonly kind: "day" | "root";
  /** `own`: the same user's; `other`: somebody else's. */
  readonly whose: "own" | "other";
  readonly actor: string;
  /** ISO local day, or the root's start as ISO 8601 in UTC. */
  readonly when: string;
  /** `91 % alike`, `0.42 apart`. */
  readonly likeness: string;
  readonly differences: readonly { readonly label: string; readonly here: string; readonly there: string }[];
}

/** The fewest events found without which a case would not be in the queue. */
export interface Clears {
  readonly sentence: string;
  /** Whether that is so; else the sentence says what comes nearest. */
  readonly clears: boolean;
  /** Fused p of the day without them. */
  readonly p: number;
  readonly groups: readonly { readonly words: string; readonly removed: number; readonly of: number }[];
}

/** A case in full: what was unusual, beside what is usual. */
export interface CaseDetail extends CaseSummary {
  /** Short facts beside the headline: `1 in 21,000 user-days look like this`. */
  readonly facts: readonly string[];
  readonly reasons: readonly Reason[];
  readonly heat: {
    readonly days: readonly string[];
    readonly types: readonly string[];
    /** types × days, row-major. */
    readonly counts: readonly number[];
    /** Index of the case's day in `days`. */
    readonly marked: number;
    /** Unusual types of that day. */
    readonly hits: readonly string[];
  };
  /** Events by local hour: the mean of a history day, and this day. */
  readonly hours: { readonly usual: readonly number[]; readonly day: readonly number[] };
  /** What the subspace leaves unexplained, signed, largest first. */
  readonly residuals: readonly {
    readonly type: string;
    readonly observed: number;
    readonly explained: number;
    /** Which of the day's events they are; none where that can't be said. */
    readonly where?: NonNullable<Reason["where"]>;
  }[];
  /** How large what it leaves is, beside what is usual; null where the day has no such score. */
  readonly dayError: DayError | null;
  readonly subgraph: SubgraphPicture | null;
  /** Whom the day resembles: nats a value more likely than under the user's own profile. */
  readonly resembles: readonly { readonly actor: string; readonly gain: number }[];
  readonly peers: {
    readonly group: string;
    readonly median: number;
    readonly own: number;
    readonly type: string;
  } | null;
  readonly nearest: readonly NearestNormal[];
  /** What was expected of the day and is missing, in sentences. */
  readonly missing: readonly string[];
  /** How far the detectors agree, in a sentence. */
  readonly agreement: string;
  /** Whether chance drew it, for the control arm. */
  readonly control: boolean;
  readonly rows: readonly RawRow[];
  readonly totalRows: number;
}

/** One case of the queue, told in full. */
export interface CaseCalls {
  case(id: string): Promise<CaseDetail>;
  /** The fewest events whose removal clears a case; null where it only just stands out. */
  clears(id: string): Promise<Clears | null>;
}
