import { expect, test } from "vitest";
import { readFeatures } from "../../../src/features/read-features.ts";
import { measureSwitch, realisedAlarms } from "../../bench/user-switch.ts";
import { openTestDatabase } from "../../support/database.ts";
import { incidentMapping, loadFlatLog } from "../../support/flat-log.ts";
import { sharedData } from "../../support/shared-data.ts";

const path = sharedData("servicenow_incidents/incident_event_log.csv.gz");

test.skipIf(path === null)(
  "on the incident log, switched users are found and false alarms stay within a few times their rate",
  async () => {
    const db = await openTestDatabase();
    await loadFlatLog(db, path!, incidentMapping);
    const features = await readFeatures(db, { to: "2016-05-08" });
    const alarms = await realisedAlarms(features, { nominal: 0.01 });
    expect(alarms.profile).toBeLessThan(0.04);
    const found = await measureSwitch(features, { pairs: 15, before: 15, seeds: [11] });
    const profile = found.find(({ name }) => name === "profile")!;
    expect(profile.auc).toBeGreaterThan(0.75);
    expect(profile.recall5).toBeGreaterThan(0.25);
  },
);
