import { agentFamily } from "./agent.ts";
import { acts, agent, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { at, count, firstText, hasAny, type Row } from "./record.ts";
import type { Vendor } from "./vendor.ts";

/** Log streams wrap the record in `data`; the API and its export don't. */
const inside = (...paths: readonly string[]): readonly string[] => paths.flatMap((path) => [`data.${path}`, path]);

/** A management call is told by what it does, any other event by its code: `sapi Update a connection`, `fp`. */
function typeOf(row: Row): string | undefined {
  const code = firstText(row, inside("type"));
  const description = firstText(row, inside("description"));
  return code && /^(sapi|mgmt_api_read|fapi)$/.test(code) && description ? `${code} ${description}` : code;
}

const roots = [
  "sapi Assign permissions to users",
  "sapi Assign roles to a user",
  "sapi Assign user roles",
  "sapi Add members to an organization",
  "sapi Create a user",
  "sapi Delete a user",
  "sapi Delete a User",
  "sapi Update a User",
  "sapi Create client",
  "sapi Create a client",
  "sapi Update a client",
  "sapi Delete a client",
  "sapi Rotate a client secret",
  "sapi Create a connection",
  "sapi Update a connection",
  "sapi Delete a connection",
  "sapi Update tenant settings",
  "sapi Update Multi-factor Authentication Policies",
  "sapi Set the Multi-factor Authentication policies",
  "sapi Update a Multi-factor Authentication Factor",
  "sapi Delete all authenticators",
  "sapi Delete a user's multi-factor provider",
  "sapi Update Suspicious IP Throttling settings",
  "sapi Update Brute-force settings",
  "sapi Update Breached Password Detection settings",
  "sapi Create a log stream",
  "sapi Delete a log stream",
  "sapi Create export users job",
  "sapi Create a Job to Export Users",
  "sapi Create an Action",
  "sapi Deploy an Action",
  "limit_wc",
  "limit_mu",
  "pwd_leak",
  "gd_unenroll",
  "du",
  "sdu",
  "scpr",
] as const;

/** Auth0 tenant logs. */
export const auth0: Vendor = {
  id: "auth0",
  title: "Auth0 tenant logs",
  recognise: (sample) =>
    share(sample, (row) => {
      const wrapped = typeof at(row, "data") === "object" || hasAny(row, "data.log_id");
      const fields = ["type", "log_id", "client_id", "date", "connection_id", "user_agent", "description", "isMobile"];
      return wrapped
        ? hasAny(row, "data.type") && count(row, ...fields.map((field) => `data.${field}`)) >= 3
        : hasAny(row, "type") && hasAny(row, "log_id", "isMobile") && count(row, ...fields) >= 4;
    }),
  mapping: () => ({
    time: times(...inside("date")),
    timeFormat: "iso",
    actor: inside(
      "details.request.auth.user.email",
      "user_name",
      "user_email",
      "details.request.auth.user.name",
      "user_id",
      "details.request.auth.user.user_id",
      "client_name",
      "client_id",
      "hostname",
    ),
    type: ["_type"],
    id: ["log_id", "data.log_id", "_id", "data._id"],
    entities: [
      within(inside("client_name", "client_id"), "application", "signs in to"),
      within(inside("connection"), "connection"),
      acts(inside("details.request.path"), "setting", "changes"),
    ],
    attributes: [network, agent, { name: "country", column: inside("location_info.country_code") }],
    roots,
  }),
  derive: (row) => ({
    _type: typeOf(row),
    _network: networkOf(firstText(row, inside("ip"))),
    _agent: agentFamily(firstText(row, inside("user_agent"))),
  }),
};
