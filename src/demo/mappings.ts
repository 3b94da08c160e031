import type { EntityMapping, Mapping } from "../ingest/mapping.ts";
import { demoZone } from "./calendar.ts";

const entity = (column: string, type: string, relationship: string, role?: "context" | "subject"): EntityMapping =>
  role ? { column, type, relationship, role } : { column, type, relationship };

const common = { time: "time", timeFormat: "iso", zone: demoZone, actor: "user", id: "event_id" } as const;

/** How each export of the demo tenant is read, by its file's name. */
export const demoMappings: Readonly<Record<string, Mapping>> = {
  "directory_logons.csv": {
    ...common,
    type: ["action"],
    entities: [
      entity("host", "host", "on"),
      entity("target", "account", "concerns", "subject"),
      entity("request", "request", "under", "context"),
    ],
    attributes: ["network", "country", "device"],
    roots: ["Password.Reset", "Group.Add"],
  },
  "file_shares.csv": {
    ...common,
    type: ["action"],
    entities: [entity("share", "share", "in"), entity("folder", "folder", "touches", "context")],
    attributes: ["network", "device"],
    roots: ["File.Permission"],
  },
  "mail.csv": {
    ...common,
    type: ["action", "direction", "attachment"],
    entities: [entity("correspondent", "correspondent", "with", "subject")],
    attributes: ["network", "device"],
    roots: [],
  },
  "cloud_drive.csv": {
    ...common,
    type: ["action"],
    entities: [entity("document", "document", "touches", "subject"), entity("library", "library", "in")],
    attributes: ["network", "country", "device"],
    roots: ["Drive.Export", "Drive.Share.External"],
  },
  "support_desk.csv": {
    ...common,
    timeFormat: "%d/%m/%Y %H:%M:%S",
    actor: "agent",
    type: ["action"],
    entities: [
      entity("ticket", "ticket", "works on", "context"),
      entity("customer", "customer", "concerns", "subject"),
    ],
    attributes: ["network", "device"],
    roots: ["DataTool.Query", "Refund.Issue"],
  },
};
