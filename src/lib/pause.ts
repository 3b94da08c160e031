/** A switch that a long piece of work looks at between its steps. */
export interface Pause {
  readonly isPaused: boolean;
  pause(): void;
  resume(): void;
  /** Resolves at once, or when the work may go on. */
  passed(): Promise<void>;
}

/** A switch that is open. */
export function createPause(): Pause {
  let waiting: (() => void)[] = [];
  let isPaused = false;
  return {
    get isPaused() {
      return isPaused;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      for (const go of waiting) go();
      waiting = [];
    },
    passed: () => (isPaused ? new Promise((go) => waiting.push(go)) : Promise.resolve()),
  };
}
