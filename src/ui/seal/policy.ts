/** The policy that takes even the page's own origin away: see DESIGN, "What may leave the machine". */
export const sealedPolicy =
  "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; img-src data: blob:; style-src 'self'; form-action 'none'; base-uri 'none'";

/** The policies that stand in the page now, in the order in which they were added. */
export function policiesOf(document: Document): string[] {
  return [...document.head.querySelectorAll<HTMLMetaElement>("meta[http-equiv='Content-Security-Policy' i]")].map(
    (meta) => meta.content,
  );
}

/** Adds the sealed policy to the page; policies only ever add up, so nothing can take it away again. */
export function addSealedPolicy(document: Document): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = sealedPolicy;
  document.head.append(meta);
}
