import { expose } from "comlink";
import { TenantEngine } from "./tenant-engine.ts";

expose(new TenantEngine());
