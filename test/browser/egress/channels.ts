/** A way by which bytes, or a name, could leave the machine. */
export interface Channel {
  readonly name: string;
  /** Where a script could try it. */
  readonly places: readonly Place[];
  /**
   * The body of an async function that tries it, in the realm itself. It knows what `aimOf` gives (an address of the sink by `url`, of the page's own
   * server by `own` …), `pause(ms)`, `blobOf(script)` and the name of SVG's elements.
   */
  readonly code: string;
  /** Browsers allow it to trustworthy hosts alone: it is aimed at one of `localhost`, for which no name server is asked. */
  readonly isForTrusted?: true;
  /** It may take the page away, or make the browser end it: tried when all else was. */
  readonly risk?: "leaves" | "breaks";
}

export type Place = "window" | "worker";

const both = ["window", "worker"] as const;
const worker = ["worker"] as const;
const page = ["window"] as const;

const element = (tag: string, ...sets: string[]): string =>
  `const e = document.createElement(${JSON.stringify(tag)}); ${sets.map((set) => `e.${set};`).join(" ")} document.body.append(e); await pause(1500);`;

const svg = (tag: string, address = "url"): string =>
  `const s = document.createElementNS(svg, "svg"), e = document.createElementNS(svg, ${JSON.stringify(tag)}); e.setAttribute("href", ${address}); e.setAttribute("width", "9"); e.setAttribute("height", "9"); s.append(e); document.body.append(s); await pause(1500);`;

const styled = (declaration: string): string =>
  `const e = document.createElement("div"); e.textContent = "x"; e.style.cssText = "display: list-item; position: fixed; width: 9px; height: 9px; ${declaration}"; document.body.append(e); await pause(1500);`;

const sheet = (css: string): string =>
  `const s = new CSSStyleSheet(); s.replaceSync(${css}); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; const e = document.createElement("p"); e.className = "egress"; e.textContent = "x"; document.body.append(e); await pause(1500);`;

const link = (rel: string, ...sets: string[]): string =>
  `const e = document.createElement("link"); e.rel = ${JSON.stringify(rel)}; ${sets.map((set) => `e.${set};`).join(" ")} e.href = url; document.head.append(e); await pause(1500);`;

const blobWorker = (body: string, options = ""): string =>
  `const w = new Worker(blobOf(${body}), { ${options} }); await pause(1500);`;

const stun = (server: string, maker = "globalThis"): string =>
  `const c = new (${maker}.RTCPeerConnection)({ iceServers: [{ urls: ${server} }] }); c.createDataChannel("x"); await c.setLocalDescription(await c.createOffer()); await pause(2000); c.close();`;

const emptyFrame = `(() => { const f = document.createElement("iframe"); document.body.append(f); return f.contentWindow; })()`;

const anchor = (...sets: string[]): string =>
  `const e = document.createElement("a"); e.textContent = "x"; ${sets.map((set) => `e.${set};`).join(" ")} document.body.append(e); e.click(); await pause(800);`;

const form = (...sets: string[]): string =>
  `const e = document.createElement("form"); e.action = url; ${sets.map((set) => `e.${set};`).join(" ")} document.body.append(e); e.submit(); await pause(800);`;

/** Every channel that is tried; a name becomes part of a host's name, so it is short and differs in its letters and digits. */
export const channels: readonly Channel[] = [
  // requests by script
  { name: "fetch", places: both, code: `await fetch(url);` },
  { name: "fetch no-cors", places: both, code: `await fetch(url, { mode: "no-cors" });` },
  { name: "fetch keepalive", places: both, code: `await fetch(url, { keepalive: true, mode: "no-cors" });` },
  { name: "fetch post", places: both, code: `await fetch(url, { method: "POST", body: "x", mode: "no-cors" });` },
  { name: "fetch own server", places: both, code: `await fetch(own);` },
  { name: "fetch redirect by own server", places: both, code: `await fetch(own + "?to=" + url);` },
  { name: "fetch by https", places: both, code: `await fetch(secure);` },
  {
    name: "fetchLater",
    isForTrusted: true,
    places: page,
    code: `fetchLater(url, { activateAfter: 0 }); await pause(1000);`,
  },
  {
    name: "xhr",
    places: both,
    code: `const r = new XMLHttpRequest(); r.open("GET", url); r.send(); await pause(1000);`,
  },
  {
    name: "xhr synchronous",
    places: both,
    code: `const r = new XMLHttpRequest(); r.open("POST", url, false); r.send("x");`,
  },
  { name: "EventSource", places: both, code: `const s = new EventSource(url); await pause(1000); s.close();` },
  { name: "WebSocket", places: both, code: `const s = new WebSocket(ws); await pause(2500); s.close();` },
  { name: "WebSocketStream", places: both, code: `await new WebSocketStream(ws).opened;` },
  {
    name: "WebTransport",
    places: both,
    code: `const t = new WebTransport("https://" + host + ":" + udp + "/"); await t.ready;`,
  },
  {
    name: "sendBeacon",
    places: page,
    code: `if (!navigator.sendBeacon(url, "x")) throw new Error("refused"); await pause(500);`,
  },
  { name: "Cache add", places: both, code: `await (await caches.open("egress")).add(url);` },
  {
    name: "background fetch",
    isForTrusted: true,
    places: page,
    code: `await navigator.serviceWorker.register("/egress.js"); const r = await navigator.serviceWorker.ready; await r.backgroundFetch.fetch("egress", [url]); await pause(1000);`,
  },
  { name: "compileStreaming", places: both, code: `await WebAssembly.compileStreaming(fetch(url));` },

  // code by address
  { name: "import", places: both, code: `await import(url);` },
  { name: "import json", places: both, code: `await import(url, { with: { type: "json" } });` },
  { name: "importScripts", places: worker, code: `importScripts(url);` },
  {
    name: "Worker by url",
    places: both,
    code: `const w = new Worker(own); await pause(1000); w.terminate();`,
  },
  {
    name: "Worker module by url",
    places: both,
    code: `const w = new Worker(own, { type: "module" }); await pause(1000); w.terminate();`,
  },
  { name: "SharedWorker by url", places: page, code: `new SharedWorker(own); await pause(1000);` },
  {
    name: "SharedWorker blob fetch",
    places: page,
    code: `new SharedWorker(blobOf("fetch(" + JSON.stringify(url) + ", { mode: 'no-cors' })")); await pause(1000);`,
  },
  { name: "Worker blob fetch", places: both, code: blobWorker(`"fetch(" + JSON.stringify(url) + ")"`) },
  {
    name: "Worker blob importScripts",
    places: both,
    code: blobWorker(`"importScripts(" + JSON.stringify(url) + ")"`),
  },
  {
    name: "Worker blob static import",
    places: both,
    code: blobWorker(`"import " + JSON.stringify(url)`, `type: "module"`),
  },
  {
    name: "Worker blob WebSocket",
    places: both,
    code: blobWorker(`"new WebSocket(" + JSON.stringify(ws) + ")"`),
  },
  {
    name: "Worker nested fetch",
    places: both,
    code: blobWorker(
      `"new Worker(URL.createObjectURL(new Blob([" + JSON.stringify("fetch(" + JSON.stringify(url) + ")") + "])))"`,
    ),
  },
  {
    name: "Worker data fetch",
    places: both,
    code: `const w = new Worker("data:text/javascript," + encodeURIComponent("fetch(" + JSON.stringify(url) + ", { mode: 'no-cors' })")); await pause(2000); w.terminate();`,
  },
  {
    name: "service worker",
    places: page,
    code: `await navigator.serviceWorker.register(own, { scope: own });`,
  },
  {
    name: "script",
    places: page,
    code: element("script", "src = url"),
  },
  { name: "script module", places: page, code: element("script", `type = "module"`, "src = url") },
  {
    name: "script inline fetch",
    places: page,
    code: element("script", `textContent = "fetch(" + JSON.stringify(url) + ")"`),
  },
  {
    name: "eval fetch",
    places: both,
    code: `(0, eval)("fetch(" + JSON.stringify(url) + ")"); await pause(500);`,
  },
  {
    name: "handler attribute fetch",
    places: page,
    code: `const e = document.createElement("b"); e.setAttribute("onclick", "fetch(" + JSON.stringify(url) + ")"); document.body.append(e); e.click(); await pause(500);`,
  },
  {
    name: "javascript url fetch",
    places: page,
    code: `location.href = "javascript:void fetch(" + JSON.stringify(url) + ")"; await pause(700);`,
  },
  {
    name: "audio worklet",
    places: page,
    code: `await new OfflineAudioContext(1, 128, 44100).audioWorklet.addModule(url);`,
  },
  { name: "paint worklet", places: page, code: `await CSS.paintWorklet.addModule(url);` },
  {
    name: "shared storage worklet",
    places: page,
    code: `await sharedStorage.createWorklet(url);`,
  },
  {
    name: "speculation rules prefetch",
    isForTrusted: true,
    places: page,
    code: element(
      "script",
      `type = "speculationrules"`,
      `textContent = JSON.stringify({ prefetch: [{ urls: [url], eagerness: "immediate" }] })`,
    ),
  },
  {
    name: "speculation rules prerender",
    places: page,
    code: element(
      "script",
      `type = "speculationrules"`,
      `textContent = JSON.stringify({ prerender: [{ urls: [own], eagerness: "immediate" }] })`,
    ),
  },

  // pictures, styles, fonts, media
  { name: "img", places: page, code: element("img", "src = url") },
  { name: "img own server", places: page, code: element("img", "src = own") },
  { name: "Image detached", places: page, code: `new Image().src = url; await pause(1000);` },
  { name: "img srcset", places: page, code: element("img", `srcset = url + " 1x"`) },
  { name: "img by markup", places: page, code: element("div", `innerHTML = "<img src='" + url + "'>"`) },
  {
    name: "picture source",
    places: page,
    code: `const p = document.createElement("picture"), s = document.createElement("source"); s.srcset = url; p.append(s, document.createElement("img")); document.body.append(p); await pause(1500);`,
  },
  { name: "input image", places: page, code: element("input", `type = "image"`, "src = url") },
  { name: "attribution source", places: page, code: element("img", `setAttribute("attributionsrc", url)`) },
  { name: "css background", places: page, code: styled(`background-image: url(" + JSON.stringify(url) + ")`) },
  {
    name: "css image-set",
    places: page,
    code: styled(`background-image: image-set(" + JSON.stringify(url) + " 1x)`),
  },
  { name: "css cursor content", places: page, code: styled(`content: url(" + JSON.stringify(url) + ")`) },
  { name: "css list image", places: page, code: styled(`list-style-image: url(" + JSON.stringify(url) + ")`) },
  { name: "css mask", places: page, code: styled(`mask-image: url(" + JSON.stringify(url) + ")`) },
  { name: "css filter", places: page, code: styled(`filter: url(" + JSON.stringify(url + "#f") + ")`) },
  {
    name: "css import",
    places: page,
    code: element("style", `textContent = "@import url(" + JSON.stringify(url) + ");"`),
  },
  {
    name: "css sheet background",
    places: page,
    code: sheet(`".egress { background: url(" + JSON.stringify(url) + ") }"`),
  },
  {
    name: "css font-face",
    places: page,
    code: sheet(
      `"@font-face { font-family: egress; src: url(" + JSON.stringify(url) + ") } .egress { font-family: egress }"`,
    ),
  },
  { name: "FontFace", places: both, code: `await new FontFace("egress2", "url(" + JSON.stringify(url) + ")").load();` },
  { name: "link stylesheet", places: page, code: link("stylesheet") },
  { name: "svg image", places: page, code: svg("image") },
  { name: "svg use", places: page, code: svg("use", `own + "#x"`) },
  {
    name: "svg feImage",
    places: page,
    code: `const s = document.createElementNS(svg, "svg"); const f = document.createElementNS(svg, "filter"); f.id = "egressf"; const i = document.createElementNS(svg, "feImage"); i.setAttribute("href", url); f.append(i); const r = document.createElementNS(svg, "rect"); r.setAttribute("width", "9"); r.setAttribute("height", "9"); r.setAttribute("filter", "url(#egressf)"); s.append(f, r); document.body.append(s); await pause(1500);`,
  },
  { name: "svg script", places: page, code: svg("script") },
  { name: "video", places: page, code: element("video", `preload = "auto"`, "src = url") },
  { name: "video poster", places: page, code: element("video", "poster = url") },
  { name: "audio", places: page, code: element("audio", `preload = "auto"`, "src = url") },
  {
    name: "track",
    places: page,
    code: `const v = document.createElement("video"); v.crossOrigin = "anonymous"; const t = document.createElement("track"); t.src = url; t.default = true; v.append(t); document.body.append(v); t.track.mode = "showing"; await pause(1500);`,
  },
  { name: "object", places: page, code: element("object", "data = url") },
  { name: "embed", places: page, code: element("embed", "src = url") },

  // frames
  { name: "iframe", places: page, code: element("iframe", "src = url") },
  { name: "iframe own server", places: page, code: element("iframe", "src = own") },
  { name: "iframe srcdoc", places: page, code: element("iframe", `srcdoc = "<img src='" + url + "'>"`) },
  {
    name: "iframe blob",
    places: page,
    code: `const e = document.createElement("iframe"); e.src = URL.createObjectURL(new Blob(["<img src='" + url + "'>"], { type: "text/html" })); document.body.append(e); await pause(1500);`,
  },
  { name: "iframe empty fetch", places: page, code: `await ${emptyFrame}.fetch(url);` },
  { name: "iframe empty location", places: page, code: `${emptyFrame}.location.href = url; await pause(1000);` },
  {
    name: "iframe javascript url",
    places: page,
    code: element("iframe", `src = "javascript:void fetch(" + JSON.stringify(url) + ")"`),
  },
  {
    name: "fencedframe",
    places: page,
    code: element("fencedframe", "config = new FencedFrameConfig(url)"),
  },

  // hints
  { name: "preload fetch", places: page, code: link("preload", `as = "fetch"`, `crossOrigin = "anonymous"`) },
  { name: "preload image", places: page, code: link("preload", `as = "image"`) },
  { name: "modulepreload", places: page, code: link("modulepreload") },
  { name: "prefetch", places: page, code: link("prefetch") },
  { name: "prerender", places: page, code: link("prerender") },
  { name: "dns-prefetch", places: page, code: link("dns-prefetch") },
  { name: "preconnect", places: page, code: link("preconnect") },
  { name: "compression dictionary", places: page, code: link("compression-dictionary") },
  { name: "icon", places: page, code: link("icon") },
  {
    name: "manifest",
    places: page,
    code: `document.querySelectorAll("link[rel=manifest]").forEach((e) => e.remove()); ${link("manifest", `crossOrigin = "anonymous"`)}`,
  },

  // peers, payment, identity
  { name: "WebRTC by address", places: both, code: stun(`"stun:" + address + ":" + udp`) },
  { name: "WebRTC by name", places: both, code: stun(`"stun:" + host + ":" + udp`) },
  {
    name: "WebRTC turn",
    places: both,
    code: `const c = new RTCPeerConnection({ iceServers: [{ urls: "turn:" + address + ":" + udp, username: "x", credential: "x" }] }); c.createDataChannel("x"); await c.setLocalDescription(await c.createOffer()); await pause(2000); c.close();`,
  },
  {
    name: "PaymentRequest",
    places: page,
    code: `const r = new PaymentRequest([{ supportedMethods: secure }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }); await r.canMakePayment(); await pause(1000);`,
  },
  {
    name: "FedCM",
    isForTrusted: true,
    places: page,
    code: `await navigator.credentials.get({ identity: { providers: [{ configURL: url, clientId: "x", nonce: "x" }] } });`,
  },
  {
    name: "WebAuthn related origin",
    places: page,
    code: `await navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16), rpId: host, timeout: 1000 } });`,
  },
  {
    name: "interest group",
    places: page,
    code: `await navigator.joinAdInterestGroup({ owner: new URL(secure).origin, name: "x" }, 60);`,
  },

  // leaving the page, or losing it
  {
    name: "WebRTC of an empty frame",
    places: page,
    code: stun(`"stun:" + host + ":" + udp`, emptyFrame),
    risk: "breaks",
  },
  { name: "form post", places: page, code: form(`method = "post"`), risk: "leaves" },
  { name: "form in new window", places: page, code: form(`target = "_blank"`), risk: "leaves" },
  { name: "a ping", places: page, code: anchor(`href = "#/"`, "ping = url"), risk: "leaves" },
  { name: "a in new window", places: page, code: anchor("href = url", `target = "_blank"`), risk: "leaves" },
  { name: "a download", places: page, code: anchor("href = url", `download = "x"`), risk: "leaves" },
  { name: "window open", places: page, code: `open(url); await pause(800);`, risk: "leaves" },
  {
    name: "window open noopener",
    places: page,
    code: `open(url, "_blank", "noopener"); await pause(800);`,
    risk: "leaves",
  },
  {
    name: "window open of an empty frame",
    places: page,
    code: `${emptyFrame}.open(url); await pause(800);`,
    risk: "breaks",
  },
  { name: "a click", places: page, code: anchor("href = url"), risk: "leaves" },
  { name: "location", places: page, code: `location.href = url; await pause(800);`, risk: "leaves" },
  { name: "location own server", places: page, code: `location.href = own; await pause(800);`, risk: "leaves" },
  { name: "location replace", places: page, code: `location.replace(url); await pause(800);`, risk: "leaves" },
  {
    name: "top location of an empty frame",
    places: page,
    code: `${emptyFrame}.top.location = url; await pause(800);`,
    risk: "leaves",
  },
  {
    name: "meta refresh",
    places: page,
    code: `const e = document.createElement("meta"); e.httpEquiv = "refresh"; e.content = "0;url=" + url; document.head.append(e); await pause(1200);`,
    risk: "leaves",
  },
  {
    name: "navigation api",
    places: page,
    code: `await navigation.navigate(url).committed; await pause(800);`,
    risk: "leaves",
  },
  {
    name: "sendBeacon on leaving",
    places: page,
    code: `addEventListener("pagehide", () => navigator.sendBeacon(url, "x"));`,
    risk: "leaves",
  },
  {
    name: "fetch keepalive on leaving",
    places: page,
    code: `addEventListener("pagehide", () => void fetch(url, { method: "POST", keepalive: true, mode: "no-cors" }));`,
    risk: "leaves",
  },
  { name: "fetchLater on leaving", isForTrusted: true, places: page, code: `fetchLater(url);`, risk: "leaves" },
];
