import { acts, network, times, within } from "./common.ts";
import { networkOf } from "./network.ts";
import { share } from "./recognition.ts";
import { count, firstText, has } from "./record.ts";
import type { Vendor } from "./vendor.ts";

const cased = (...names: readonly string[]): readonly string[] => names.flatMap((name) => [name, name.toLowerCase()]);

const roots = [
  "LOGIN failed",
  "GRANT",
  "GRANT_ROLE",
  "REVOKE",
  "CREATE_USER",
  "ALTER_USER",
  "DROP_USER",
  "UNLOAD",
  "GET_FILES",
  "CREATE_STAGE",
  "ALTER_NETWORK_POLICY",
  "DROP_NETWORK_POLICY",
  "CREATE_SHARE",
  "ALTER_SHARE",
  "TRUNCATE_TABLE",
  "DROP",
] as const;

/** Snowflake's ACCOUNT_USAGE views LOGIN_HISTORY, and QUERY_HISTORY where the query's type is the event. */
export const snowflake: Vendor = {
  id: "snowflake",
  title: "Snowflake login and query history",
  recognise: (sample) =>
    share(sample, (row) =>
      [false, true].some((lower) => {
        const named = (name: string): string => (lower ? name.toLowerCase() : name);
        const logins = ["REPORTED_CLIENT_TYPE", "IS_SUCCESS", "CLIENT_IP", "FIRST_AUTHENTICATION_FACTOR"].map(named);
        const queries = ["WAREHOUSE_NAME", "EXECUTION_STATUS", "ROLE_NAME", "SESSION_ID", "QUERY_TEXT"].map(named);
        return (
          has(row, named("USER_NAME")) &&
          ((has(row, named("EVENT_TYPE")) && count(row, ...logins) >= 2) ||
            (has(row, named("QUERY_TYPE")) && count(row, ...queries) >= 2))
        );
      }),
    ),
  mapping: () => ({
    time: times(...cased("EVENT_TIMESTAMP", "START_TIME")),
    timeFormat: "iso",
    actor: cased("USER_NAME"),
    type: ["_type"],
    id: cased("EVENT_ID", "QUERY_ID"),
    entities: [
      within(cased("REPORTED_CLIENT_TYPE"), "client", "with"),
      acts(cased("DATABASE_NAME"), "database"),
      within(cased("WAREHOUSE_NAME"), "warehouse"),
      within(cased("ROLE_NAME"), "role", "as"),
    ],
    attributes: [
      network,
      { name: "client", column: cased("REPORTED_CLIENT_TYPE") },
      { name: "factor", column: cased("FIRST_AUTHENTICATION_FACTOR") },
    ],
    roots,
  }),
  derive: (row) => {
    const event = firstText(row, cased("EVENT_TYPE", "QUERY_TYPE"));
    const success = firstText(row, cased("IS_SUCCESS"));
    return {
      _type: event && (/^no?$/i.test(success ?? "") ? `${event} failed` : event),
      _network: networkOf(firstText(row, cased("CLIENT_IP"))),
    };
  },
};
