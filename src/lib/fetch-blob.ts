/**
 * Fetches a file of the page's own origin into a blob, so that no later use of it needs the network.
 * @returns the blob's address
 * @throws Error where the server doesn't answer with it
 */
export async function fetchBlob(url: string, type: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const blob = await response.blob();
  return URL.createObjectURL(blob.slice(0, blob.size, type));
}
