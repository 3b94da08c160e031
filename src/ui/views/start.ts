import { html, nothing, svg, type TemplateResult } from "lit";
import { seededRandom } from "../../lib/random.ts";
import { pickedFiles } from "../files.ts";
import { count, dayRange } from "../format.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

/** The start: what this is, the demo, and the ways to open a tenant. */
class StartElement extends View {
  protected override watched({ work, summary, cases, newerBuild }: SessionState): readonly unknown[] {
    return [work === null, summary, cases, newerBuild];
  }

  #pick(event: Event): void {
    const input = event.target as HTMLInputElement;
    void this.session.inspect(pickedFiles(input.files));
    input.value = "";
  }

  #open(name: string): void {
    this.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.click();
  }

  protected override render(): TemplateResult {
    const busy = this.state.work !== null;
    return html`<div class="start">
      <section class="hero">
        <div class="hero-text">
          <h1>What did history not explain?</h1>
          <p class="lead">
            Drop a tenant’s exported logs. Shadowgraph ranks the user-days and actions that neither the user’s own past nor
            the tenant’s explains, each with its reasons and the raw rows behind it. Everything runs in this tab.
          </p>
          <div class="actions">
            <button class="btn primary large" type="button" ?disabled=${busy} @click=${() => this.session.openDemo()}>Open the demo tenant</button>
            <button class="btn large" type="button" ?disabled=${busy} @click=${() => this.#open("files")}>Choose files…</button>
            <button class="btn large" type="button" ?disabled=${busy} @click=${() => this.#open("folder")}>Choose a folder…</button>
          </div>
          <p class="k drop-hint">or drop them anywhere on this window</p>
          <input type="file" name="files" multiple hidden aria-label="Files" @change=${this.#pick} />
          <input type="file" name="folder" webkitdirectory hidden aria-label="Folder" @change=${this.#pick} />
          ${this.#resume()}
          ${this.#newer()}
        </div>
        <div class="hero-picture" aria-hidden="true">${field()}</div>
      </section>
      <sg-recent .session=${this.session}></sg-recent>
      <section class="notes" aria-label="About">
        <div>
          <h2>It opens what people export</h2>
          <p>
            CSV, JSON and Parquet, plain or compressed, in any of the usual encodings. Windows Security, Microsoft 365, Entra,
            Okta, Google Workspace, CloudTrail, GitHub, GCP, Slack, Zeek and CERT are recognised; any other table by its columns.
          </p>
        </div>
        <div>
          <h2>It asks three questions of each day</h2>
          <p>
            Is it like this user, like the tenant, or like somebody else? Does it lie in the directions of the user’s own month? Do
            the actions have around them what such actions always have?
          </p>
        </div>
        <div>
          <h2>It keeps what it is given</h2>
          <p>
            Before the first file is read the page gives up every way to reach a network, its own server included. Every row is
            accounted for: typed, rejected with a reason, or duplicate.
          </p>
        </div>
      </section>
    </div>`;
  }

  #newer(): TemplateResult | typeof nothing {
    const { newerBuild, work, summary } = this.state;
    if (!newerBuild || work || summary) return nothing;
    return html`<p class="k">A newer build is ready. <button class="link" type="button" @click=${newerBuild}>Load it</button></p>`;
  }

  #resume(): TemplateResult | typeof nothing {
    const { summary, cases } = this.state;
    if (!summary) return nothing;
    return html`<p class="resume">
      Open now: <a href=${cases ? "#/queue" : "#/import"}>${summary.name}</a>
      <span class="k">${count(summary.events)} events · ${dayRange(summary.firstDay, summary.lastDay)}</span>
    </p>`;
  }
}

/** Users down, days across, all quiet but one: the idea of the tool, drawn. */
function field(): TemplateResult {
  const random = seededRandom(11);
  const [columns, rows, step] = [28, 17, 19];
  const cells = Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const busy = 0.25 + 0.75 * Math.abs(Math.sin(row * 2.3 + 0.7));
    const rest = column % 7 > 4 && row % 6 !== 2;
    const level = rest ? 0.05 : Math.max(0.08, busy * (0.35 + 0.65 * random()));
    const found = column === 22 && row === 6;
    return svg`<rect x=${column * step} y=${row * step} width="16" height="16" rx="2"
      fill=${found ? "var(--signal)" : "var(--usual)"} opacity=${found ? 1 : Math.round(level * 62) / 100} />`;
  });
  return html`<svg viewBox="0 0 ${columns * step - 3} ${rows * step - 3}">${cells}</svg>`;
}

customElements.define("sg-start", StartElement);
