/** Drops the port and the brackets of an address as logs write it: `1.2.3.4:443`, `[2001:db8::1]:443`, `::ffff:1.2.3.4`. */
function addressOf(written: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(written)?.[1];
  const bare = bracketed ?? written.trim();
  return (/^(\d+\.\d+\.\d+\.\d+)(:\d+)?$/.exec(bare)?.[1] ?? bare).replace(/^::ffff:(?=\d+\.)/i, "");
}

/** The first `n` groups of an IPv6 address, with `::` written out. */
function groupsOf(address: string, n: number): string[] {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const filled =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return filled.slice(0, n).map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""));
}

/** Unspecified and loopback addresses, which tell nothing of where somebody was. */
const nowhere = /^(0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?)$/;

/** The network of an address, /24 for IPv4 and /48 for IPv6; `undefined` for loopback and for what is not an address. */
export function networkOf(written: unknown): string | undefined {
  if (typeof written !== "string") return undefined;
  const address = addressOf(written);
  if (nowhere.test(address)) return undefined;
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(address);
  if (four) return `${four[1]}.${four[2]}.${four[3]}.0/24`;
  if (/^[0-9a-f:]+$/i.test(address) && address.split(":").length > 2) return `${groupsOf(address, 3).join(":")}::/48`;
  return undefined;
}
