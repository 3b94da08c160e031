import { expose } from "comlink";
import { trustBlobs } from "../lib/trusted-types.ts";
import { createTenantEngine } from "./tenant-engine.ts";

trustBlobs();
expose(createTenantEngine());
