import { UserError } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import { type Detection, rerankNearest } from "./detection.ts";
import { toldApart } from "./told-apart.ts";

/** Whether the tenant's actions are still numbered as when a detector read them. */
export const isCurrent = ({ folding }: Detection, { folding: now }: { readonly folding: number }): boolean =>
  folding === undefined || folding === now;

/** What the detector cells of one tenant found last, by the cells' names. */
export class Detections {
  readonly #found = new Map<string, Detection>();
  /** The detections of each cell that a stored model scored. */
  readonly #groups = new Map<string, readonly string[]>();

  get all(): readonly Detection[] {
    return [...this.#found.values()];
  }

  keep(detection: Detection): void {
    this.#found.set(detection.name, detection);
  }

  /** Lets a queue name several detections, which are kept, by the one cell that gave them. */
  keepGroup(name: string, detections: readonly Detection[]): void {
    this.#groups.set(
      name,
      detections.map((detection) => detection.name),
    );
  }

  clear(): void {
    this.#found.clear();
    this.#groups.clear();
  }

  /** The named detections, or all, told apart by name. @throws UserError unless they judge the same days, and the tenant's actions as they are now */
  named(names: readonly string[], tenant: { readonly folding: number }): readonly Detection[] {
    const wanted = names.length > 0 ? names.flatMap((name) => this.#groups.get(name) ?? [name]) : this.#found.keys();
    const detections = [...wanted].map((name) => {
      const detection = this.#found.get(name);
      if (!detection)
        throw new UserError(`No detector cell named ${name} has run.`, {
          next: "Run it first, or take it out of the queue's list.",
        });
      if (!isCurrent(detection, tenant))
        throw new UserError(`The events were folded into other actions since ${name} ran.`, {
          next: "Give all graph cells the same gap, and run them again.",
        });
      return detection;
    });
    if (new Set(detections.map(windowOf)).size > 1)
      throw new UserError("These detectors score different days.", { next: "Give their cells the same from and to." });
    return toldApart(detections);
  }

  /** What the profile cell that ran last found. @throws UserError where none has */
  lastProfile(): Detection {
    const found = this.all.findLast(({ profile }) => profile);
    if (!found) throw new UserError("No profile cell has run.", { next: "Run one first." });
    return found;
  }

  /** Ranks the graphs' roots by the interesting ones as they are now. @throws Cancelled */
  async rerank(
    tenant: { readonly folding: number; readonly interesting: { actions(): Promise<Int32Array> } },
    job: Job,
  ): Promise<void> {
    const interesting = await tenant.interesting.actions();
    for (const detection of this.all) {
      if (detection.detector === "graph" && isCurrent(detection, tenant))
        this.keep(await rerankNearest(detection, interesting, job));
    }
  }
}

const windowOf = ({ features: { calendar } }: Detection): string =>
  `${calendar.days[calendar.scored.from]} ${calendar.days[calendar.scored.to]} ${calendar.zone}`;
