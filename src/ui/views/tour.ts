import { html, nothing, type TemplateResult } from "lit";
import { go, type Place } from "../route.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

interface Step {
  readonly place: Place;
  /** What is pointed at. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

const steps: readonly Step[] = [
  {
    place: "queue",
    target: ".rows li",
    title: "The queue",
    text: "User-days and sensitive actions, the least explained by history first. J and K move through it.",
  },
  {
    place: "queue",
    target: "sg-case sg-chart",
    title: "Why",
    text: "Each reason with its part of the evidence: the bars add up to the case. A press on one leads to its rows.",
  },
  {
    place: "queue",
    target: "sg-case-rows",
    title: "The raw rows",
    text: "What the log says, with file and line. Nothing in a case is more than a press away from it.",
  },
  {
    place: "queue",
    target: "sg-verdict",
    title: "Your verdict",
    text: "Y is worth auditing, N is not. A confirmed root ranks the others anew, and precision follows with its interval.",
  },
  {
    place: "notebook",
    target: "sg-notebook",
    title: "All of it is a notebook",
    text: "Read, change and rerun every step, or write your own. Who was planted in this tenant is told under Import, when you ask.",
  },
];

const key = "shadowgraph-tour";

/** Whether somebody went through the tour, or skipped it, in this browser. */
function isOver(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/** The demo tenant in five steps, on a line above the place that each is about. */
class TourElement extends View {
  static override properties = { step: { state: true }, isOver: { state: true } };
  declare step: number;
  declare isOver: boolean;

  constructor() {
    super();
    this.step = 0;
    this.isOver = isOver();
  }

  protected override watched({ demo, cases, work }: SessionState): readonly unknown[] {
    return [demo, cases === null, work === null];
  }

  get #isOn(): boolean {
    const { demo, cases, work } = this.state;
    return !this.isOver && demo && cases !== null && work === null;
  }

  #to(step: number): void {
    this.step = step;
    go(steps[step]!.place);
  }

  #end(): void {
    this.isOver = true;
    try {
      localStorage.setItem(key, "over");
    } catch {
      return;
    }
  }

  /** Marks what the step is about; a place that is only now being opened has it a moment later. */
  protected override updated(): void {
    for (const marked of document.querySelectorAll("[data-toured]")) marked.removeAttribute("data-toured");
    if (!this.#isOn) return;
    const { target } = steps[this.step]!;
    const mark = (left: number): void => {
      if (!this.#isOn || steps[this.step]!.target !== target) return;
      const found = document.querySelector(target);
      if (found) {
        found.setAttribute("data-toured", "");
        if (this.step > 0) found.scrollIntoView({ block: "nearest" });
      } else if (left > 0) setTimeout(() => mark(left - 1), 100);
    };
    mark(30);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#isOn) return nothing;
    const { title, text } = steps[this.step]!;
    const isLast = this.step === steps.length - 1;
    return html`<aside class="tour" aria-label="Tour of the demo tenant">
      <p aria-live="polite"><span class="k">${this.step + 1} of ${steps.length}</span> <b>${title}.</b> ${text}</p>
      ${this.step > 0 ? html`<button class="btn small" type="button" @click=${() => this.#to(this.step - 1)}>Back</button>` : nothing}
      <button class="btn small" type="button" @click=${() => (isLast ? this.#end() : this.#to(this.step + 1))}>${isLast ? "Done" : "Next"}</button>
      ${isLast ? nothing : html`<button class="link" type="button" @click=${() => this.#end()}>Skip the tour</button>`}
    </aside>`;
  }
}

customElements.define("sg-tour", TourElement);
