import { expose } from "comlink";
import { createTenantEngine } from "./tenant-engine.ts";

expose(createTenantEngine());
