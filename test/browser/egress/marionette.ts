import { connect, type Socket } from "node:net";

/** Firefox's own protocol for automation: commands and answers as JSON, each after its length, over a socket on loopback. */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (error: { message: string } | null, value: unknown) => void>();
  #received = Buffer.alloc(0);
  #last = 0;

  constructor(port: number) {
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.on("data", (bytes) => this.#take(bytes));
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const colon = this.#received.indexOf(":");
      const end = colon + 1 + Number(this.#received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, value] = message;
      this.#waiting.get(id)?.(error, value);
      this.#waiting.delete(id);
    }
  }

  /** @throws Error with what Firefox says */
  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.#last;
    const text = JSON.stringify([0, id, command, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (error, value) => (error ? reject(new Error(error.message)) : resolve(value)));
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
