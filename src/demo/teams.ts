/** What a team does on a usual day, in events, and what it owns. */
export interface Team {
  readonly name: string;
  /** Part of the staff. */
  readonly share: number;
  readonly mail: number;
  readonly files: number;
  readonly drive: number;
  /** Part of the mail that goes to, or comes from, outside. */
  readonly external: number;
  /** Part of the outgoing mail that has an attachment. */
  readonly attached: number;
  /** Exports and external shares a day. */
  readonly exports: number;
  readonly folders: number;
  readonly documents: number;
}

/** The teams of the demo company; the support desk works in shifts, the others in office hours. */
export const teams: readonly Team[] = [
  {
    name: "support",
    share: 0.36,
    mail: 7,
    files: 4,
    drive: 4,
    external: 0.2,
    attached: 0.1,
    exports: 0.05,
    folders: 30,
    documents: 200,
  },
  {
    name: "engineering",
    share: 0.2,
    mail: 14,
    files: 44,
    drive: 16,
    external: 0.1,
    attached: 0.1,
    exports: 0.2,
    folders: 140,
    documents: 600,
  },
  {
    name: "sales",
    share: 0.14,
    mail: 38,
    files: 16,
    drive: 24,
    external: 0.6,
    attached: 0.3,
    exports: 1.1,
    folders: 80,
    documents: 700,
  },
  {
    name: "finance",
    share: 0.08,
    mail: 24,
    files: 46,
    drive: 18,
    external: 0.35,
    attached: 0.35,
    exports: 0.8,
    folders: 90,
    documents: 400,
  },
  {
    name: "marketing",
    share: 0.07,
    mail: 28,
    files: 30,
    drive: 26,
    external: 0.45,
    attached: 0.3,
    exports: 0.9,
    folders: 70,
    documents: 500,
  },
  {
    name: "people",
    share: 0.04,
    mail: 26,
    files: 26,
    drive: 14,
    external: 0.3,
    attached: 0.3,
    exports: 0.3,
    folders: 50,
    documents: 250,
  },
  {
    name: "legal",
    share: 0.03,
    mail: 26,
    files: 30,
    drive: 14,
    external: 0.45,
    attached: 0.4,
    exports: 0.5,
    folders: 60,
    documents: 250,
  },
  {
    name: "management",
    share: 0.03,
    mail: 44,
    files: 12,
    drive: 18,
    external: 0.4,
    attached: 0.2,
    exports: 0.3,
    folders: 30,
    documents: 200,
  },
  {
    name: "it",
    share: 0.05,
    mail: 14,
    files: 24,
    drive: 10,
    external: 0.15,
    attached: 0.1,
    exports: 0.1,
    folders: 60,
    documents: 200,
  },
];

/** The index of a team by its name. */
export const teamNamed = (name: string): number => teams.findIndex((team) => team.name === name);
