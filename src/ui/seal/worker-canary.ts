import type { Canary } from "./canary.ts";

const name = "fetch in a worker";
const script = `
addEventListener("securitypolicyviolation", ({ effectiveDirective }) => postMessage(effectiveDirective));
onmessage = ({ data }) =>
  fetch(data, { mode: "no-cors" }).then(
    () => postMessage("got through"),
    () => setTimeout(() => postMessage("failed"), 300),
  );
`;

/**
 * Tries to reach the page's own server from a blob worker. Not every browser tells a worker what its policy refused; but the server answered
 * for the page's parts just before, so here a failure counts as well.
 */
export async function fetchInWorker(url: string): Promise<Canary> {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  const said = await new Promise<string>((resolve) => {
    worker.onmessage = ({ data }) => resolve(String(data));
    worker.onerror = () => resolve("failed");
    setTimeout(() => resolve("failed"), 2000);
    worker.postMessage(url);
  });
  worker.terminate();
  URL.revokeObjectURL(address);
  if (said === "got through") return { name, to: url, refusedBy: null, outcome: said };
  return { name, to: url, refusedBy: said === "failed" ? "the browser" : said, outcome: "failed" };
}
