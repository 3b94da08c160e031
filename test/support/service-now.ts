/** The written mapping of the ServiceNow incidents among the real exports. */
export const serviceNow = {
  time: "sys_updated_at",
  timeFormat: "%d/%m/%Y %H:%M",
  zone: "Europe/Berlin",
  actor: "sys_updated_by",
  type: ["incident_state"],
  id: "event_id",
  entities: [
    { column: "number", type: "ticket", relationship: "updates", role: "context" },
    { column: "caller_id", type: "customer", relationship: "concerns", role: "subject" },
  ],
  attributes: ["location"],
  roots: ["Resolved"],
  ignoreActors: ["Updated by 908"],
};
