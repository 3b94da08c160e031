import { html, type TemplateResult } from "lit";
import { plural } from "../format.ts";
import { icon } from "../icons.ts";
import type { ProofState } from "../services.ts";
import type { SessionState } from "../state.ts";
import { View } from "../view.ts";

/** The proof that nothing leaves: the policy, what tried to get out, and every request the page ever made. */
class ProofElement extends View {
  protected override watched({ proof }: SessionState): readonly unknown[] {
    return [proof];
  }

  show(): void {
    void this.session.refreshProof().catch(() => {});
    void this.updateComplete.then(() => this.querySelector("dialog")?.showModal());
  }

  protected override render(): TemplateResult {
    const { proof } = this.state;
    return html`<dialog class="panel sheet proof" aria-labelledby="proof-title">
      <header>
        <h2 id="proof-title">What has left this machine</h2>
        <form method="dialog"><button class="tool" aria-label="Close">${icon("close")}</button></form>
      </header>
      <div class="panel-body">${proof ? proofBody(proof) : html`<p>The proof is not ready yet.</p>`}</div>
    </dialog>`;
  }
}

function proofBody(proof: ProofState): TemplateResult {
  const quiet = proof.requestsSinceFirstFile === 0;
  return html`
    <p class="verdict-line ${quiet ? "good" : "bad"}">${
      quiet
        ? proof.sealed
          ? "Nothing. The page is sealed: since the first file it has made no request, and its policy lets it make none."
          : "Nothing. The page seals itself before it opens the first file."
        : `The page made ${plural(proof.requestsSinceFirstFile, "request")} since the first file.`
    }</p>
    <section>
      <h3>Ways out that were tried at start</h3>
      <p class="k">Each of these must be refused, by the part of the policy that is named; no file is opened if one gets through. The page’s own server is tried behind the seal.</p>
      ${canaryTable(proof.canaries)}
    </section>
    <section>
      <h3>What the host adds</h3>
      ${hostWords(proof.host).map((words) => html`<p class="k">${words}</p>`)}
    </section>
    <section>
      <h3>The policy in force</h3>
      ${proof.policy.map(
        (policy) =>
          html`<ul class="policy">${policy
            .split(";")
            .map((part) => part.trim())
            .filter((part) => part !== "")
            .map((part) => {
              const [name = "", ...values] = part.split(/\s+/);
              return html`<li><b>${name}</b> ${values.join(" ")}</li>`;
            })}</ul>`,
      )}
    </section>
    <section>
      <h3>This build</h3>
      <p class="m build">${document.querySelector<HTMLMetaElement>("meta[name=build]")?.content ?? ""}</p>
      <p class="k">SHA-256 of its files’ SHA-256. Two builds of one commit have the same.</p>
    </section>
    <section>
      <h3>${plural(proof.requests.length, "request")} since the page was opened</h3>
      <ol class="requests">${proof.requests.map(({ url, when }) => html`<li><span class="m">${url}</span> <span class="k">${when}</span></li>`)}</ol>
    </section>
  `;
}

/** A row for each way out, a column for each address that it was to reach. */
function canaryTable(canaries: ProofState["canaries"]): TemplateResult {
  const addresses = [...new Set(canaries.map(({ to }) => to))];
  const names = [...new Set(canaries.map(({ name }) => name))];
  const place = ({ origin, host }: URL) => (origin === location.origin ? "its own server" : host);
  const result = (name: string, to: string) => {
    const canary = canaries.find((one) => one.name === name && one.to === to);
    return canary ? (canary.refusedBy ?? canary.outcome) : "";
  };
  return html`<table class="plain">
    <thead><tr><th scope="col">way out</th>${addresses.map((to) => html`<th scope="col">to ${place(new URL(to))}</th>`)}</tr></thead>
    <tbody>${names.map((name) => html`<tr><td>${name}</td>${addresses.map((to) => html`<td>${result(name, to)}</td>`)}</tr>`)}</tbody>
  </table>`;
}

/** What the host's headers close, and what a script of the page could still do where they are not sent. */
function hostWords(host: ProofState["host"]): string[] {
  if (!host) return ["The host did not say."];
  const { hasAllowlist, hasSandbox } = host;
  const closed = [
    hasSandbox ? "Its sandbox lets the page open no other window." : "",
    hasAllowlist
      ? "Its Connection-Allowlist closes peer connections and look-ups of names in Chrome and Edge; other browsers don’t know it."
      : "",
  ];
  const open = [
    hasAllowlist
      ? ""
      : "No Connection-Allowlist: a script of the page could look up a name, or ask for a peer connection.",
    hasSandbox ? "" : "No sandbox: a script of the page could open another window.",
    hasAllowlist && hasSandbox
      ? ""
      : "No log and no notebook runs as a script of the page. From the second visit on the page’s own copy adds what is missing.",
  ];
  return [...closed, ...open].filter((words) => words !== "");
}

customElements.define("sg-proof", ProofElement);
