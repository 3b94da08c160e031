/** The policy that the page begins with, as `index.html` has it. */
export const bootPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self' blob:; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'none'; form-action 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default lit-html dompurify";

/** What only a header can say: nobody frames the page, and it opens no other window (its sandbox, with what the page needs given back). */
export const headerPolicy =
  "frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-downloads allow-forms allow-modals";
