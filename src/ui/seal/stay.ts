/**
 * Refuses every step by which the page could be taken to another address, the own server's others too: links, forms, `location`, a refresh.
 * What stays in the page, the page itself anew and files that are saved from its memory go on. Where a browser has no Navigation API it does nothing.
 */
export function stayOnPage(): void {
  globalThis.navigation?.addEventListener("navigate", (event) => {
    const { destination, downloadRequest, cancelable } = event;
    const to = new URL(destination.url);
    const isSaved = downloadRequest !== null && to.protocol === "blob:";
    const isHere = withoutHash(to.href) === withoutHash(location.href);
    if (cancelable && !destination.sameDocument && !isSaved && !isHere) event.preventDefault();
  });
}

const withoutHash = (address: string): string => address.replace(/#.*/, "");
