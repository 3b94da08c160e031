import { type Edit, joinEdits } from "./splices.ts";

/** One thing that was done, in words (`delete days`), and the edit that did it. */
export interface Step {
  readonly edit: Edit;
  /** The title before and after, where the step gave the notebook another one. */
  readonly titles?: readonly [before: string, after: string];
  readonly what: string;
  /** Steps of one group that follow each other without a pause are one: typing in one cell. */
  readonly group: string;
  /** When it was done, in milliseconds. */
  readonly at: number;
}

/** What was done, oldest first, and what was taken back, last first. */
export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export const emptyHistory: History = { past: [], future: [] };

const pause = 1000;
const mostSteps = 1000;

/** The history with a step more; what had been taken back is gone. */
export function withStep({ past }: History, step: Step): History {
  const last = past.at(-1);
  const joined =
    last && step.group !== "" && last.group === step.group && step.at - last.at < pause
      ? joinEdits(last.edit, step.edit)
      : null;
  if (joined) return { past: past.with(-1, { ...step, edit: joined }), future: [] };
  return { past: [...past.slice(-(mostSteps - 1)), step], future: [] };
}

/** The step to take back and the history after that; null where there is none. */
export function stepBack({ past, future }: History): { readonly step: Step; readonly history: History } | null {
  const step = past.at(-1);
  return step ? { step, history: { past: past.slice(0, -1), future: [...future, step] } } : null;
}

/** The step to do again and the history after that; null where there is none. What is typed next starts a new step. */
export function stepForward({ past, future }: History): { readonly step: Step; readonly history: History } | null {
  const step = future.at(-1);
  if (!step) return null;
  return { step, history: { past: [...past, { ...step, group: "" }], future: future.slice(0, -1) } };
}
