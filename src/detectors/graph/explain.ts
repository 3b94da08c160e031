import type { Reason } from "../scores.ts";
import { subjectWord } from "./nearest-roots.ts";
import { describeCell, type Norms, nearHours, normsOf } from "./norms.ts";
import type { GraphState } from "./run.ts";

/** Why a root stands out: reasons that add up to its −log₁₀ p, and what it lacks, in sentences. */
export interface RootExplanation {
  readonly reasons: readonly Reason[];
  readonly missing: readonly string[];
}

interface Finding {
  readonly kind: "missing" | "rare" | "many";
  readonly cell: number;
  readonly label: string;
  /** −log₁₀ of the share of normal roots of which the same could be said. */
  readonly weight: number;
}

/**
 * Compares a root's subgraph with those of the normal roots of its type in the history: what nearly all of them have and it
 * lacks, what it has and nearly none of them do, and what it has far more of.
 *
 * @param action a root of the run
 * @param p its calibrated p, which the reasons share out by how rare each finding is
 */
export function explainRoot(
  state: GraphState,
  action: number,
  { p, detector = "graph-smr", most = 5 }: { p: number; detector?: string; most?: number },
): RootExplanation {
  const { graph, contexts } = state;
  const row = state.action.lastIndexOf(action);
  if (row < 0) return { reasons: [], missing: [] };
  const type = graph.type[action]!;
  const { peers, everybody } = peersOf(state, type);
  const own = peers.filter((peer) => graph.actor[state.action[peer]!] === graph.actor[action]);
  const self = own.length >= 10 ? normsOf(contexts, own) : null;

  const has = new Map<number, { n: number; closest: number }>();
  for (let i = contexts.rowStart[row]!; i < contexts.rowStart[row + 1]!; i++) {
    has.set(contexts.cell[i]!, { n: contexts.n[i]!, closest: contexts.closest[i]! });
  }
  const subject = subjectWord(graph, action);
  const words = { name: (cell: number) => describeCell(graph, cell, subject), root: graph.types[type]! };
  const findings = strongestByType([
    ...findMissing(everybody, self, has, words),
    ...findUnusual(everybody, has, words),
  ]).slice(0, most);

  const total = Math.max(0, -Math.log10(p));
  const sum = findings.reduce((weights, { weight }) => weights + weight, 0);
  const where = { type: words.root };
  const reasons = findings.map(
    ({ label, weight, kind, cell }): Reason => ({
      label,
      value: (total * weight) / sum,
      detector,
      where: kind === "missing" ? where : { type: graph.types[Math.floor(cell / 3)]! },
      sentence: sentenceOf(label, words.root),
    }),
  );
  if (reasons.length === 0) {
    const label = "its surroundings taken together; no single action stands out";
    reasons.push({ label, value: total, detector, where, sentence: `${words.root} stands out by ${label}.` });
  }
  const missing = findings
    .filter(({ kind }) => kind === "missing")
    .map(({ label }) => `${label[0]!.toUpperCase()}${label.slice(1)}.`);
  return { reasons, missing };
}

const sentenceOf = (label: string, root: string): string => `${root} with ${label}.`;

interface Peers {
  readonly peers: Int32Array;
  readonly everybody: Norms;
}
const knownPeers = new WeakMap<GraphState, Map<number, Peers>>();

/** Roots of the type in the history (where there are under twenty, the scored ones as well), read once for each run. */
function peersOf(state: GraphState, type: number): Peers {
  const byType = knownPeers.get(state) ?? new Map<number, Peers>();
  knownPeers.set(state, byType);
  const known = byType.get(type);
  if (known) return known;
  const { graph, action, pool, contexts } = state;
  const alike = Int32Array.from(action.keys()).filter((row) => graph.type[action[row]!] === type);
  const before = alike.filter((row) => row < pool.history.length);
  const peers = before.length < 20 ? alike : before;
  const fresh = { peers, everybody: normsOf(contexts, peers) };
  byType.set(type, fresh);
  return fresh;
}

type Held = ReadonlyMap<number, { readonly n: number; readonly closest: number }>;
interface Words {
  name(cell: number): string;
  readonly root: string;
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;
const rarity = (share: number, count: number): number => -Math.log10((share * count + 1) / (count + 1));

function findMissing(everybody: Norms, self: Norms | null, has: Held, { name, root }: Words): Finding[] {
  const findings: Finding[] = [];
  for (const cell of everybody.cells) {
    const held = has.get(cell);
    if (held && held.closest <= nearHours) continue;
    const near = everybody.near(cell);
    const ever = everybody.atLeast(cell, 1);
    const share = held ? near : Math.max(near, ever);
    if (share < 0.75) continue;
    const ownShare = self && (near === share ? self.near(cell) : self.atLeast(cell, 1));
    if (ownShare !== null && ownShare < 0.5) continue;
    const when = near === share || near >= 0.75 ? `within ${nearHours} h` : "at all";
    const shown = when === "at all" ? ever : near;
    const ofOwn = ownShare === null ? "" : `, and ${percent(ownShare)} of this actor's own`;
    findings.push({
      kind: "missing",
      cell,
      label: `no ${name(cell)} ${when}; ${percent(shown)} of ${root} roots have one${ofOwn}`,
      weight: rarity(1 - Math.min(share, ownShare ?? share), everybody.count),
    });
  }
  return findings;
}

function findUnusual(everybody: Norms, has: Held, { name, root }: Words): Finding[] {
  const findings: Finding[] = [];
  for (const [cell, { n, closest }] of has) {
    const near = everybody.near(cell);
    if (closest <= nearHours && near <= 0.05) {
      findings.push({
        kind: "rare",
        cell,
        label: `${name(cell)} within ${nearHours} h; ${near === 0 ? "none" : percent(near)} of ${root} roots have one`,
        weight: rarity(near, everybody.count),
      });
      continue;
    }
    const many = everybody.atLeast(cell, n);
    if (n < 3 || many > 0.05) continue;
    findings.push({
      kind: "many",
      cell,
      label: `${n} ${name(cell)}; ${many === 0 ? "none" : percent(many)} of ${root} roots have as many`,
      weight: rarity(many, everybody.count),
    });
  }
  return findings;
}

/** Of findings about the same action type and of the same kind only the strongest says something new. */
function strongestByType(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return [...findings]
    .sort((a, b) => b.weight - a.weight || b.cell - a.cell)
    .filter(({ kind, cell }) => {
      const key = `${kind === "missing"} ${Math.floor(cell / 3)}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
