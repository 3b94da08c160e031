/** Where the service worker lies: the one script of the site that is started by its address. */
export const serviceWorkerAddress = (): string => new URL("./service-worker.js", document.baseURI).href;

/** The page's copy of itself in the browser: what the service worker keeps, and whether a newer one waits. Dispatches `change`. */
export class Offline extends EventTarget {
  #registering: Promise<ServiceWorkerRegistration> | null = null;
  #waiting: ServiceWorker | null = null;
  #isClosed = false;

  /** Whether a newer build lies ready, and would be used from the next start on. */
  get hasUpdate(): boolean {
    return this.#waiting !== null;
  }

  /** Keeps the site for use without a network, once the page has nothing else to do. */
  start(): void {
    if (!("serviceWorker" in navigator) || !isSecureContext) return;
    setTimeout(() => {
      if (!this.#isClosed) void this.#register().catch(() => {});
    }, 3000);
  }

  async #register(): Promise<void> {
    this.#registering = navigator.serviceWorker.register(serviceWorkerAddress());
    const registration = await this.#registering;
    const look = () => {
      this.#waiting = navigator.serviceWorker.controller ? registration.waiting : null;
      this.dispatchEvent(new Event("change"));
    };
    look();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  }

  /** Starts no new copy from now on and waits for one that is being made, so that no request of it comes after. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const installing = (await this.#registering?.catch(() => null))?.installing;
    if (!installing) return;
    await new Promise<void>((resolve) => {
      installing.addEventListener("statechange", () => resolve(), { once: true });
      if (installing.state !== "installing") resolve();
    });
  }

  /** Puts the newer build in the place of this one and loads it. */
  update(): void {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#waiting?.postMessage("take over");
  }
}
