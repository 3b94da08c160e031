import type { CaseDetail, CaseSummary, RawRow, SubgraphPicture } from "../../src/engine/api/cases.ts";
import { seededRandom } from "../../src/lib/random.ts";

const stories: readonly [string, string, string, readonly number[]][] = [
  [
    "Looked up 41 customers between 02:10 and 03:02, none of whom had a ticket open with anyone.",
    "agent-12393",
    "2025-09-30",
    [4e-5, 2e-4, 6.3e-5],
  ],
  ["First logon from a new network in 214 days, then 3 exports", "agent-10871", "2025-10-01", [1e-4, 0.2, 0.4]],
  [
    "Opened a ticket, queried its customer, closed it in 40 s, 9 times",
    "agent-11660",
    "2025-09-29",
    [0.04, 0.01, 5e-5],
  ],
  [
    "Works another team’s queue: 88 % unlike any own day",
    "a-very-long-service-account-name-that-nobody-should-ever-have.production@meridian-support.example.com",
    "2025-10-02",
    [0.3, 8e-5, 0.6],
  ],
  ["Queried a customer of agent-10329’s ticket <b>with markup</b>", "agent-12002", "2025-10-03", [0.2, 0.4, 2e-4]],
  ["Twice the usual refunds, all after 18:00", "agent-10455", "2025-09-30", [6e-4, 9e-4, 0.01]],
  ["Read 212 notes on tickets closed months ago", "agent-11999", "2025-10-01", [8e-4, 9e-4, 7e-4]],
  ["Privileged merge, never used by this role", "agent-10007", "2025-10-04", [9e-4, 0.3, 8e-4]],
];

/** Made-up cases, the most unusual first. */
export const caseSummaries = (n: number): CaseSummary[] =>
  Array.from({ length: n }, (_, i) => {
    const [headline, actor, day, ps] = stories[i % stories.length] as (typeof stories)[number];
    const later = Math.floor(i / stories.length);
    const p = Math.min(0.5, 2.4e-6 * 1.22 ** i);
    return {
      id: `case-${i + 1}`,
      rank: i + 1,
      actor: later === 0 ? actor : `agent-${10_000 + ((i * 137) % 3100)}`,
      day: later === 0 ? day : `2025-10-0${(i % 5) + 1}`,
      actionId: null,
      p,
      headline,
      types: [["DataTool.Query", "Ticket.View", "Ticket.Close"][i % 3]!],
      opinions: ["profile", "subspace", "graph"].map((detector, k) => ({
        detector,
        p: i % 7 === 5 && k === 2 ? null : Math.min(1, (ps[k] ?? 1) * (1 + later)),
        rank: i % 7 === 5 && k === 2 ? null : 1 + i + k * 3,
        of: k === 2 ? 4812 : 21_700,
        ...(i % 7 === 5 && k === 2 ? { reason: "no root action on this day" } : {}),
      })),
    };
  });

const types = [
  "Ticket.View",
  "Ticket.Reply",
  "Ticket.Close",
  "DataTool.Query",
  "KnowledgeBase.Search",
  "Phone.Call",
  "Directory.Logon",
];

/** The raw rows of the made-up cases. */
export function rawRows(): RawRow[] {
  const random = seededRandom(5);
  return Array.from({ length: 140 }, (_, i) => {
    const hit = i < 41;
    const minute = hit ? 10 + i : (i * 7) % 60;
    const hour = hit ? (minute >= 60 ? 1 : 0) : 6 + (i % 9);
    const type = hit ? "DataTool.Query" : (types[Math.floor(random() * types.length)] ?? "Phone.Call");
    const time = `2025-09-30T${String(hour).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:${String((i * 37) % 60).padStart(2, "0")}.000Z`;
    const customer = i === 1 ? "<img src=x onerror=alert(1)>" : `C${1_084_847 + i * 31}`;
    return {
      file: "actions.csv",
      line: 3_120_441 + i * 6,
      time,
      actor: "agent-12393",
      type,
      entities: [{ type: "customer", name: customer }, ...(hit ? [] : [{ type: "ticket", name: `T${88_004 + i}` }])],
      attributes: [{ name: "network", value: hit ? "198.51.100.0/24" : "192.0.2.0/24" }],
      hit,
      raw:
        i % 5 === 4
          ? null
          : `E${88_000 + i};30/09/2025 02:${minute};agent-12393;${type};${customer};;198.51.100.0/24;"<b>note</b>"`,
    };
  });
}

function picture(rows: readonly RawRow[]): SubgraphPicture {
  const around: [string, number, number][] = [
    ["Ticket.View", -26.2, 2],
    ["Ticket.Reply", -3.4, 2],
    ["KnowledgeBase.Search", -0.9, 0],
    ["DataTool.Query", -0.2, 2],
    ["DataTool.Query", -0.02, 2],
    ["DataTool.Query", 0.012, 2],
    ["DataTool.Query", 0.11, 2],
    ["Ticket.View", 7.1, 3],
    ["Ticket.Close", 9.4, 3],
  ];
  const entity = (label: string, entityType: string) => ({
    kind: "entity" as const,
    label,
    offset: null,
    entityType,
    events: 0,
    rows: [],
  });
  return {
    title: "The lookup at 02:31, and what should be around it",
    nodes: [
      { kind: "root", label: "DataTool.Query", offset: 0, entityType: null, events: 1, rows: rows.slice(0, 1) },
      { kind: "actor", label: "agent-12393", offset: null, entityType: "actor", events: 0, rows: [] },
      entity("C1084847", "customer"),
      entity("T88120", "ticket"),
      ...around.map(([label, offset, n]) => ({
        kind: "action" as const,
        label,
        offset,
        entityType: null,
        events: n + 1,
        rows: rows.slice(n, n + 3),
      })),
    ],
    edges: [
      { from: 0, to: 1, relationship: "by" },
      { from: 0, to: 2, relationship: "concerns" },
      ...around.map((_, i) => ({ from: 4 + i, to: 1, relationship: "by" })),
      { from: 11, to: 3, relationship: "updates" },
      { from: 12, to: 3, relationship: "updates" },
      { from: 4, to: 3, relationship: "updates" },
    ],
    missing: ["No Ticket.View of the same customer within 2 h; 98 % of DataTool.Query roots have one."],
    omitted: 31,
  };
}

/** A made-up case in full. */
export function caseDetail(summary: CaseSummary): CaseDetail {
  const random = seededRandom(summary.rank + 3);
  const days = Array.from({ length: 35 }, (_, i) => new Date(Date.UTC(2025, 8, 1 + i)).toISOString().slice(0, 10));
  const marked = Math.max(0, days.indexOf(summary.day));
  const counts = types.flatMap((_, row) =>
    days.map((_day, i) => {
      if (row === 3 && i === marked) return 41;
      if (i % 7 > 4) return 0;
      return Math.floor(random() * random() * (24 - row * 3));
    }),
  );
  const rows = rawRows();
  return {
    ...summary,
    facts: ["Tier 2 billing", "1 in 210,000 user-days look like this"],
    reasons: [
      {
        label: "lookups without a ticket",
        value: 2.9,
        detector: "graph",
        sentence: "No ticket of these customers was open; 98 % of lookups have one.",
        where: { type: "DataTool.Query" },
      },
      {
        label: "9 like it within the hour",
        value: 1.6,
        detector: "graph",
        sentence: "Nine more such lookups lie within an hour.",
      },
      {
        label: "actor was on shift",
        value: -0.3,
        detector: "graph",
        sentence: "The shift plan had the actor at work.",
      },
      {
        label: "41 DataTool.Query; usual 3 (0–9)",
        value: 2.4,
        detector: "profile",
        sentence: "Looked up 41 customers; usual 3.",
        where: { type: "DataTool.Query" },
      },
      {
        label: "02:10–03:02; usual 08–17",
        value: 1.3,
        detector: "profile",
        sentence: "Worked at night, as on none of 30 days.",
        where: { hour: 2 },
      },
      {
        label: "network new to the user, not to the tenant",
        value: 0.9,
        detector: "profile",
        sentence: "198.51.100.0/24 is new to this user.",
        where: { attribute: "network" },
      },
      {
        label: "whole team busy that day",
        value: -0.2,
        detector: "profile",
        sentence: "The whole team had a busy day.",
      },
      {
        label: "DataTool.Query: 41, explained 3",
        value: 3.1,
        detector: "subspace",
        sentence: "38 more lookups than the month explains.",
      },
      {
        label: "Ticket.View: 0, explained 9",
        value: 0.6,
        detector: "subspace",
        sentence: "Nine fewer ticket views than the month explains.",
      },
    ],
    heat: { days, types, counts, marked, hits: ["DataTool.Query"] },
    hours: {
      usual: Array.from({ length: 24 }, (_, h) => (h > 7 && h < 18 ? 3 + 2.5 * Math.sin((h - 7) / 3.2) : 0)),
      day: Array.from({ length: 24 }, (_, h) => (h === 2 ? 36 : h === 3 ? 5 : h > 8 && h < 13 ? 3 : 0)),
    },
    residuals: [
      { type: "DataTool.Query", observed: 41, explained: 3.1, where: { type: "DataTool.Query" } },
      { type: "Ticket.View", observed: 0, explained: 9.2 },
      { type: "KnowledgeBase.Search", observed: 7, explained: 3.8 },
      { type: "Phone.Call", observed: 0, explained: 1.9 },
    ],
    subgraph: summary.rank % 4 === 2 ? null : picture(rows),
    resembles: [
      { actor: "agent-10329", gain: 1.84 },
      { actor: "agent-11999", gain: 0.92 },
      { actor: "agent-12002", gain: 0.31 },
    ],
    peers: { group: "Tier 2 billing", median: 4, own: 41, type: "DataTool.Query" },
    nearest: [
      {
        kind: "day",
        whose: "own",
        actor: summary.actor,
        when: "2025-09-23",
        likeness: "91 % alike",
        differences: [
          { label: "DataTool.Query", here: "41", there: "3" },
          { label: "Ticket.View", here: "none", there: "9" },
        ],
      },
      {
        kind: "day",
        whose: "other",
        actor: "agent-10329",
        when: "2025-09-19",
        likeness: "94 % alike",
        differences: [{ label: "DataTool.Query", here: "41", there: "6" }],
      },
      {
        kind: "root",
        whose: "own",
        actor: summary.actor,
        when: "2025-09-22T09:14:00.000Z",
        likeness: "0.93 apart",
        differences: [{ label: "Ticket.View of this customer within 2 h", here: "no", there: "yes" }],
      },
    ],
    missing: ["No Ticket.View, which is there on 27 of 28 active days (usual 9)."],
    agreement: "Profile and subspace agree that it is unusual; graph saw nothing: rank 812 of 4,812.",
    control: summary.rank === 7,
    rows,
    dayError: { transform: "anscombe", error: 41.2, median: 9.8, days: 27, threshold: 23.5, rank: 3, energy: 0.52 },
    totalRows: 164,
  };
}

/** A made-up case at the edge of what the page must bear: long names, many types, a large subgraph, many reasons. */
export function awkwardDetail(summary: CaseSummary): CaseDetail {
  const random = seededRandom(9);
  const plain = caseDetail(summary);
  const long = (i: number): string =>
    `4624 An account was successfully logged on (Microsoft-Windows-Security-Auditing, variant ${i})`;
  const days = Array.from({ length: 90 }, (_, i) => new Date(Date.UTC(2025, 6, 3 + i)).toISOString().slice(0, 10));
  const names = Array.from({ length: 48 }, (_, i) => (i % 3 === 0 ? long(i) : `T${i}`));
  const nodes = Array.from({ length: 420 }, (_, i) => ({
    kind:
      i === 0
        ? ("root" as const)
        : i === 1
          ? ("actor" as const)
          : i % 9 === 0
            ? ("entity" as const)
            : ("action" as const),
    label: i % 5 === 0 ? long(i) : `T${i}`,
    offset: i === 0 ? 0 : i === 1 || i % 9 === 0 ? null : (random() - 0.7) ** 3 * 2000,
    entityType: i % 9 === 0 ? "computer" : null,
    events: 3,
    rows: [],
  }));
  return {
    ...plain,
    headline: `Logged on to 212 computers as ${"x".repeat(140)} between 00:00 and 23:59; usual 2 (0–3), and none of them ever before`,
    facts: ["a peer group with a name that goes on and on, because somebody typed a sentence into it", ...plain.facts],
    reasons: Array.from({ length: 24 }, (_, i) => ({
      label: `${i}: ${long(i)}; usual 3 (0–9)`,
      value: i % 6 === 5 ? -0.4 : 12 / (1 + i),
      detector: ["profile", "graph-smr", "graph-nn"][i % 3] ?? "profile",
      sentence: long(i),
    })),
    heat: {
      days,
      types: names,
      counts: names.flatMap(() => days.map(() => Math.floor(random() ** 6 * 5000))),
      marked: 89,
      hits: names.slice(0, 9),
    },
    hours: { usual: Array.from({ length: 24 }, () => 2), day: Array.from({ length: 24 }, (_, h) => h * 400) },
    residuals: names.map((type, i) => ({ type, observed: 4000 / (1 + i), explained: i - 3.2 })),
    subgraph: {
      title: long(1),
      nodes,
      edges: nodes.slice(1).map((_, i) => ({
        from: i + 1,
        to: i % 4 === 0 ? 1 : Math.max(0, Math.floor((i + 1) / 9) * 9),
        relationship: "by",
      })),
      missing: [long(2), long(3), long(4)],
      omitted: 12_000,
    },
    resembles: [],
    peers: null,
    nearest: [
      {
        kind: "day",
        whose: "other",
        actor: `${"x".repeat(90)}@example.com`,
        when: "2025-09-19",
        likeness: "12 % alike",
        differences: names.slice(0, 4).map((label) => ({ label, here: "1,204,118", there: "none" })),
      },
    ],
    missing: [long(7), long(8)],
    agreement: long(9),
    control: false,
    rows: plain.rows.map((row) => ({
      ...row,
      type: long(1),
      file: `exports/2025/09/30/domain-controller-with-a-long-name-${row.line}.evtx.json.gz`,
      entities: Array.from({ length: 7 }, (_, i) => ({ type: `entity type ${i}`, name: `${"n".repeat(60)}${i}` })),
      attributes: Array.from({ length: 7 }, (_, i) => ({ name: `attribute ${i}`, value: "v".repeat(60) })),
    })),
  };
}
