/** Verbs whose misuse hurts: what the graph detector asks about first. */
const sensitive =
  /(^|[^a-z])(delet|remov|grant|revok|role|polic|permission|privileg|admin|export|download|copy|exfil|password|passwd|credential|secret|token|mfa|disabl|deactivat|terminat|destroy|purg|drop|wip|shar|forward|transfer|access ?key|stop ?logging|imperson|escalat|resolv|clos|reopen|usb|removable|connect)/i;

/** An event type and how many events have it. */
export interface TypeCount {
  readonly id: number;
  readonly name: string;
  readonly events: number;
}

/** `DeleteUser` and `delete_user` alike as `delete user`. */
const words = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.:/-]+/g, " ")
    .toLowerCase();

/**
 * Event types to take for roots where the mapping names none: sensitive verbs that make up at most `sensitiveShare` of all
 * events; without any, the types of the rarest `rareShare`. None among more than `mostTypes`: that column is no type.
 */
export function defaultRoots(
  types: readonly TypeCount[],
  {
    sensitiveShare = 0.25,
    rareShare = 0.05,
    mostTypes = 10_000,
  }: { sensitiveShare?: number; rareShare?: number; mostTypes?: number } = {},
): readonly TypeCount[] {
  const total = types.reduce((sum, { events }) => sum + events, 0);
  if (types.length < 2 || types.length > mostTypes) return [];
  const ascending = [...types].sort((a, b) => a.events - b.events || a.id - b.id);
  const verbs = ascending.filter(({ name, events }) => sensitive.test(words(name)) && events <= total * sensitiveShare);
  if (verbs.length > 0) return verbs;
  let sum = 0;
  const rare = ascending.filter(({ events }) => {
    sum += events;
    return sum <= total * rareShare;
  });
  return rare.length > 0 ? rare : ascending.slice(0, 1);
}
