import type { ProfileFeature } from "../../detectors/profile/user-profile.ts";

/** A user's profile: what the days before the scored window were like. */
export interface UserProfile {
  readonly actor: string;
  /** What his peers do, or the value that they share; null where he has none. */
  readonly group: string | null;
  readonly peers: number;
  /** The peers who do most alike in the history: cosine of what users are grouped by, 0 to 1, best first. */
  readonly nearest: readonly { readonly actor: string; readonly likeness: number }[];
  /** Every feature with its statistics over the history days; days are ISO, null where there is none. */
  readonly features: readonly (Omit<ProfileFeature, "first" | "last"> & {
    readonly first: string | null;
    readonly last: string | null;
  })[];
}

/** One user on the map of users: near are those who do alike. */
export interface UserPlace {
  readonly actor: string;
  readonly x: number;
  readonly y: number;
  readonly group: string | null;
}

/** Entities of one type on the map of users: each stands among those who touch it, the most shared first. */
export interface PlacedEntities {
  readonly type: string;
  readonly places: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    /** Users who touch it. */
    readonly users: number;
  }[];
}

/** One user, and all users side by side. */
export interface UserCalls {
  /** An actor's scored window in a paragraph, built from the facts. */
  userSummary(actor: string): Promise<string>;
  /** A user's profile, as the profile cell that ran last has it. */
  profileOf(actor: string): Promise<UserProfile>;
  /** Names of all users, those that no score counts too. */
  userNames(): Promise<readonly string[]>;
  /** All users on a plane, for the profile cell that ran last. */
  userMap(): Promise<readonly UserPlace[]>;
  /** The entities that several users touch, on the same plane, by type. */
  entityMap(): Promise<readonly PlacedEntities[]>;
}
