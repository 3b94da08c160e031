/** Waits until `find` gives something. @throws Error after five seconds */
export async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing came of ${find}`);
}
