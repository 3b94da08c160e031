import { doubles, ints, texts } from "../db/columns.ts";
import { openDuckdb } from "../db/duckdb.ts";
import { quoteText } from "../db/database.ts";
import { type GpuDevice, probeDevice } from "../gpu/device.ts";
import { UserError } from "../lib/errors.ts";
import type { Job, Progress } from "../lib/job.ts";
import { mutationNames } from "../detectors/graph/mutations.ts";
import type { Mapping } from "../ingest/mapping.ts";
import type {
  CaseDetail,
  CaseSummary,
  ColumnInfo,
  DetectorResult,
  Engine,
  FilePlan,
  GraphSettings,
  OnProgress,
  ProfileSettings,
  QueueSettings,
  RejectedRow,
  RunFacts,
  SubspaceSettings,
  TableInfo,
  TableWindow,
  TenantSummary,
} from "./api.ts";
import { type Case, describeCase, makeCases } from "./cases.ts";
import { ComputePool } from "./compute-pool.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace, rerankNearest } from "./detection.ts";
import { casesCsv, scoresCsv } from "./exports.ts";
import { type Inspected, inspectFiles } from "./inspect.ts";
import { storeScores } from "./score-table.ts";
import { describeColumns, readWindow, storeQuery } from "./tables.ts";
import { sumRows, Tenant } from "./tenant.ts";
import { openDecoder } from "./decoder.ts";
