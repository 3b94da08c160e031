import type { Channel } from "./channels.ts";

/** Where a channel is aimed at; every address names the channel and the run, so that a sink knows who reached it. */
export interface Aim {
  readonly url: string;
  readonly secure: string;
  readonly ws: string;
  readonly own: string;
  readonly host: string;
  readonly address: string;
  readonly http: number;
  readonly udp: number;
}

/** What became of a channel in the eyes of the script that tried it; only a sink can tell whether something got out. */
export type Outcome = readonly [name: string, outcome: string];

export interface Task {
  readonly realm: string;
  readonly aims: Readonly<Record<string, Aim>>;
}

/** A channel's name as a label of a host's name. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** The name of the air over which realms of one origin are told to try, and tell what became of it. */
export const air = "egress";

/**
 * A script that waits in a realm to be told what to try. It puts itself at the head of every script blob that the realm makes, so that workers
 * within workers have it too; the code under test stays as it is.
 */
export const probeText = (channels: readonly Channel[]): string => `"use strict";(${`function probe() {
  const svg = "http://www.w3.org/2000/svg";
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const isService = typeof document !== "object" && "registration" in self;
  const urlOfBlob = isService ? null : URL.createObjectURL.bind(URL);
  const blobOf = (text) => urlOfBlob(new Blob([text], { type: "text/javascript" }));
  const head = '"use strict";(' + probe + ")();\\n";
  if (!isService) {
    URL.createObjectURL = (blob) =>
      urlOfBlob(/javascript/.test(blob.type) ? new Blob([head, blob], { type: blob.type }) : blob);
    // A worker that is done with is still to be asked.
    Worker.prototype.terminate = () => {};
  }
  const attempts = {
${channels.map(({ name, code }) => `    ${JSON.stringify(name)}: async ({ url, secure, ws, own, host, address, http, udp }) => { ${code} },`).join("\n")}
  };
  const realm = typeof document === "object" ? "window" : "worker " + (isService ? "service" : self.name || "") + " " + Math.random().toString(36).slice(2);
  const attempt = async (name, aim) => {
    const work = attempts[name](aim).then(() => "done", (error) => String(error).slice(0, 120));
    return [name, await Promise.race([work, pause(3000).then(() => "no answer")])];
  };
  const all = (aims) => Promise.all(Object.entries(aims).map(([name, aim]) => attempt(name, aim)));
  const channel = new BroadcastChannel(${JSON.stringify(air)});
  if (realm === "window") {
    const realms = new Set();
    const waiting = new Map();
    channel.onmessage = ({ data }) => {
      realms.add(data.realm);
      if (data.outcomes) waiting.get(data.realm)?.(data.outcomes);
    };
    const attemptIn = (task) =>
      task.realm === realm
        ? all(task.aims)
        : new Promise((resolve) => {
            waiting.set(task.realm, resolve);
            channel.postMessage(task);
          });
    globalThis.egress = { realms: () => [...realms], attempt: attemptIn };
  } else {
    channel.onmessage = ({ data }) => {
      if (data.realm === realm && data.aims)
        all(data.aims).then((outcomes) => channel.postMessage({ realm, outcomes }));
    };
    channel.postMessage({ realm });
  }
}`})();
`;
