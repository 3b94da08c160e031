import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../bin/browser.mjs";
import { buildWhatIsStale } from "../../bin/build.mjs";
import { serve } from "../../bin/serve.mjs";

/** The built site on loopback, in a real browser; everything that the page asks for or complains of is written down. */
export interface Site {
  readonly url: string;
  readonly browser: Browser;
  open(): Promise<Visit>;
  close(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  /** Requests in order; blob and data addresses, and the canaries that the policy refused, left out. */
  readonly requests: string[];
  /** Console errors and warnings, the refused canaries left out; and uncaught errors. */
  readonly complaints: string[];
}

const isCanary = (text: string) => /canary\.(invalid|txt)/.test(text);
/** Chromium says so of every sandbox that lets its page run scripts of its own origin; ours is there for the windows that it doesn't let open. */
const isOfSandbox = (text: string) => text.includes("can escape its sandboxing");

/** What is said in the console of a site in order: its refused canaries, and its sandbox. */
export const isExpected = (text: string): boolean => isCanary(text) || isOfSandbox(text);

export async function openSite(): Promise<Site> {
  buildWhatIsStale();
  const server = await serve();
  const found = await findBrowser();
  const browser = await chromium.launch({ executablePath: found.path, args: found.args });
  return {
    url: server.url,
    browser,
    async open() {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => {
        if (!/^(blob|data):/.test(request.url())) requests.push(request.url());
      });
      page.on("requestfailed", (request) => {
        const at = requests.indexOf(request.url());
        if (at >= 0 && isCanary(request.url()) && request.failure()?.errorText === "csp") requests.splice(at, 1);
      });
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()) && !isExpected(message.text()))
          complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(server.url);
      return { page, requests, complaints };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
