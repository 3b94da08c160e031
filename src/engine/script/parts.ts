import wasmUrl from "@jitl/quickjs-wasmfile-release-sync/wasm?url";
import { fetchBlob } from "../../lib/fetch-blob.ts";

/** Fetches QuickJS's module from the page's own origin into a blob, so that no script needs the network. */
export const fetchQuickjs = (): Promise<string> => fetchBlob(wasmUrl, "application/wasm");
