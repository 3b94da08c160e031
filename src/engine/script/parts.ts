import wasmUrl from "@jitl/quickjs-wasmfile-release-sync/wasm?url";

/** Fetches QuickJS's module from the page's own origin into a blob, so that no script needs the network. */
export async function fetchQuickjs(): Promise<string> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${wasmUrl} answered ${response.status}.`);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: "application/wasm" }));
}
