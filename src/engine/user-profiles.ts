import { entityPlaces } from "../detectors/profile/entity-places.ts";
import { type MapPlaces, spectralMap } from "../detectors/profile/map.ts";
import { nearestPeers } from "../detectors/profile/nearest-peers.ts";
import { neighbourMap, rankPlaces } from "../detectors/profile/neighbour-map.ts";
import { remembered } from "../detectors/profile/nulls.ts";
import { peerNewness } from "../detectors/profile/peer-newness.ts";
import { userProfile } from "../detectors/profile/user-profile.ts";
import { countRows, userVectors } from "../detectors/profile/user-vectors.ts";
import { isoDay } from "../features/calendar.ts";
import { UserError } from "../lib/errors.ts";
import type { PlacedEntities, UserPlace, UserProfile } from "./api/users.ts";
import type { Detection } from "./detection.ts";

/** What a profile detection has to have. */
function partsOf({ features, profile, profileSettings }: Detection) {
  if (!profile || !profileSettings) throw new Error("This is no detection of a profile cell.");
  const to = features.calendar.scored.from;
  const { history } = profileSettings;
  return { features, peers: profile.peers, window: { history, from: Math.max(0, to - history), to } };
}

/** The name of an actor's peer group; null where he is in none. */
const groupOf = ({ of, labels }: ReturnType<typeof partsOf>["peers"], actor: number): string | null =>
  labels[of[actor]!] ?? null;

/** A user's profile over the history of a profile detection. @throws UserError where nobody has that name */
export function userProfileOf(detection: Detection, name: string): UserProfile {
  const { features, peers, window } = partsOf(detection);
  const actor = features.actors.indexOf(name);
  if (actor < 0) throw new UserError(`No user is called ${name}.`, { next: "Take a name from the log's actors." });
  const newToPeers = peerNewness(features, peers, [
    { from: window.from, to: window.to, end: window.to, isNull: false },
  ]);
  const isoOf = (day: number) => (day < 0 ? null : isoDay(features.calendar.days[day]!));
  const found = userProfile(features, actor, { history: window.history, extra: newToPeers ? [newToPeers] : [] });
  return {
    actor: name,
    group: groupOf(peers, actor),
    peers: peers.size[peers.of[actor]!] ?? 0,
    nearest: nearestPeers(userVectors(features, window), peers.of, actor).map((peer) => ({
      actor: features.actors[peer.actor]!,
      likeness: peer.likeness,
    })),
    features: found.map((feature) => ({ ...feature, first: isoOf(feature.first), last: isoOf(feature.last) })),
  };
}

/** Up to this many users are drawn nearer to those who do most alike; a map of more is the spectral one, by ranks. */
const mostNeighbours = 2000;

const placed = new WeakMap<Detection, { readonly members: Int32Array; readonly places: MapPlaces }>();

/** Where the users with history stand; worked out once for each detection. */
function placesOf(detection: Detection): { readonly members: Int32Array; readonly places: MapPlaces } {
  return remembered(placed, detection, () => {
    const { features, window } = partsOf(detection);
    const vectors = userVectors(features, window);
    const members = Int32Array.from(features.actors.keys()).filter((i) => vectors.start[i + 1]! > vectors.start[i]!);
    const start = rankPlaces(spectralMap(vectors), members);
    return { members, places: members.length <= mostNeighbours ? neighbourMap(vectors, members, start) : start };
  });
}

/** Every user with history on the map of a profile detection. */
export function userPlaces(detection: Detection): UserPlace[] {
  const { features, peers } = partsOf(detection);
  const { members, places } = placesOf(detection);
  return Array.from(members, (actor, i) => ({
    actor: features.actors[actor]!,
    x: places.x[i]!,
    y: places.y[i]!,
    group: groupOf(peers, actor),
  }));
}

/** The entities that several users touch, on the same map, by entity type; types of which there are none are left out. */
export function placedEntities(detection: Detection): PlacedEntities[] {
  const { features, window } = partsOf(detection);
  const { members, places } = placesOf(detection);
  return features.channels.flatMap(({ name, kind, cells, labels }) => {
    if (kind !== "value") return [];
    const counts = countRows(cells, { keys: labels.length, from: window.from, to: window.to });
    const found = entityPlaces(counts, members, places);
    if (found.key.length === 0) return [];
    const at = (i: number) => ({ x: found.x[i]!, y: found.y[i]!, users: found.users[i]! });
    return [
      {
        type: name.slice(name.indexOf(":") + 1),
        places: Array.from(found.key, (key, i) => ({ name: labels[key]!, ...at(i) })),
      },
    ];
  });
}
