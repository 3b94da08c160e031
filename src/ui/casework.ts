import type { Remote } from "comlink";
import {
  type EvidenceLog,
  type Finding,
  moveEvidence,
  withEvidence,
  withNote,
  withoutEvidence,
} from "../casework/evidence.ts";
import type { CaseSummary } from "../engine/api/cases.ts";
import type { GivenVerdict, Judged } from "../engine/api/queue.ts";
import type { Engine } from "../engine/api.ts";
import { isCancelled, UserError } from "../lib/errors.ts";
import type { OnProgress } from "../lib/job.ts";
import { KeptTenant } from "./kept-tenant.ts";
import { movesBetween, movesWords } from "./moves.ts";
import { problemOf } from "./problem.ts";
import type { DeskAct } from "./state.ts";

const ranking = "Ranking the queue again";

/** What the analyst does to cases, each act of which can be taken back: verdicts, stars, likeness, evidence. */
export abstract class Casework extends KeptTenant {
  /** The case that is open, also where the queue no longer has it. */
  get openCase(): CaseSummary | null {
    const { detail, cases, selected } = this.state;
    return detail ?? cases?.find(({ id }) => id === selected) ?? null;
  }

  /** Gives a verdict on cases; a root that is worth auditing ranks the queue anew. */
  judge(ids: readonly string[], given: GivenVerdict): Promise<void> {
    return this.#did({ kind: "verdict" }, (engine) =>
      this.#judged((watch) => engine.verdict([...ids], { ...given }, watch)),
    );
  }

  /** Takes the last verdict back. */
  undoVerdict(): Promise<void> {
    return this.#try((engine) => this.#judged((watch) => engine.undoVerdict(watch)));
  }

  /** Stars or unstars a case; the queue that comes back is ranked anew. */
  star(id: string): Promise<void> {
    return this.#did({ kind: "star", id }, () => this.#reranked(() => this.#star(id)));
  }

  /** Ranks the queue anew by likeness to a case, or no longer. */
  moreLike(id: string): Promise<void> {
    return this.#did({ kind: "like", id }, () => this.#reranked(() => this.#like(id)));
  }

  /** Puts a finding into the evidence of the open case. */
  async collect(finding: Finding | Promise<Finding>): Promise<void> {
    try {
      const to = this.openCase;
      if (!to)
        throw new UserError("No case is open that this could be evidence of.", {
          next: "Open one in the queue first.",
        });
      const found = await finding;
      const after = withEvidence(this.state.evidence, to, found, new Date().toISOString());
      if (after === this.state.evidence) this.update({ said: `The evidence of ${to.actor} has it already.` });
      else this.#changeEvidence(after, `Into the evidence of ${to.actor}, ${to.day}: “${found.title}”`);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  /** Takes a piece out of the evidence. */
  dropEvidence(id: string): void {
    this.#changeEvidence(withoutEvidence(this.state.evidence, id), "Taken out of the evidence.");
  }

  /** Notes something on a piece of evidence. */
  noteEvidence(id: string, note: string): void {
    this.#changeEvidence(withNote(this.state.evidence, id, note), null);
  }

  /** Moves a piece among those of its case. */
  moveEvidence(id: string, by: number): void {
    this.#changeEvidence(moveEvidence(this.state.evidence, id, by), null);
  }

  /** Takes the last act back: a verdict, a star, a likeness or a change of the evidence. */
  async undo(): Promise<void> {
    const last = this.state.acts.at(-1);
    if (!last) return this.undoVerdict();
    this.update({ acts: this.state.acts.slice(0, -1) });
    if (last.kind === "evidence") {
      this.setEvidence(last.before);
      this.update({ said: "The evidence is as it was before." });
    } else if (last.kind === "verdict") await this.undoVerdict();
    else if (last.kind === "star") await this.#try(() => this.#reranked(() => this.#star(last.id)));
    else await this.#try(() => this.#reranked(() => this.#like(last.id)));
  }

  #changeEvidence(after: EvidenceLog, said: string | null): void {
    const before = this.state.evidence;
    if (after === before) return;
    this.setEvidence(after);
    this.update({ acts: [...this.state.acts, { kind: "evidence", before }], said });
  }

  /** Lays out evidence in place of what there was; a tenant that is kept on this machine keeps it too. */
  protected setEvidence(evidence: EvidenceLog): void {
    this.update({ evidence });
    void this.engine?.keepEvidence(evidence).catch(() => {});
  }

  /** Does something that can be taken back; where it fails it was not done. */
  #did(act: DeskAct, job: (engine: Remote<Engine>) => Promise<void>): Promise<void> {
    this.update({ acts: [...this.state.acts, act] });
    return this.#try(job, () => this.update({ acts: this.state.acts.filter((one) => one !== act) }));
  }

  async #try(job: (engine: Remote<Engine>) => Promise<void>, undone = (): void => {}): Promise<void> {
    if (!this.engine) return;
    try {
      await job(this.engine);
    } catch (error) {
      undone();
      if (isCancelled(error)) this.update({ cancelled: ranking });
      else this.update({ problem: problemOf(error) });
    }
  }

  async #judged(judge: (watch: OnProgress) => Promise<Judged>): Promise<void> {
    const { cases, verdicts } = await this.brief(ranking, judge);
    this.update({ verdicts });
    if (this.state.cases) this.#ranked(cases);
  }

  async #star(id: string): Promise<void> {
    const flip = (): boolean => {
      const starred = new Set(this.state.starred);
      const isOn = !starred.delete(id);
      if (isOn) starred.add(id);
      this.update({ starred });
      return isOn;
    };
    const isOn = flip();
    try {
      this.#ranked(await this.brief(ranking, (watch) => this.tenantEngine().star(id, isOn, watch)));
    } catch (error) {
      flip();
      throw error;
    }
  }

  /** Ranks the queue again and says what moved. */
  async #reranked(rank: () => Promise<void>): Promise<void> {
    await rank();
    const { moves } = this.state;
    this.update({ said: `Ranked again: ${moves ? movesWords(moves) : "nothing moved"}.` });
  }

  async #like(id: string): Promise<void> {
    const { liked } = this.state;
    const isOn = !liked.some((one) => one.id === id);
    const { cases, by } = await this.brief(ranking, (watch) => this.tenantEngine().moreLike(id, isOn, watch));
    const others = liked.filter((one) => one.id !== id);
    this.update({ liked: isOn ? [...others, { id, by }] : others });
    this.#ranked(cases);
  }

  /** Shows the queue as it was ranked anew, and which of its cases moved. */
  #ranked(cases: readonly CaseSummary[]): void {
    this.update({ cases, moves: movesBetween(this.state.cases ?? [], cases) });
  }
}
