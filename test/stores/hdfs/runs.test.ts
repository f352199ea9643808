import { describe } from "vitest";
import { addressOf, HAS_HDFS, newFolder } from "../../support/stores/hdfs/hdfs.ts";
import { itTakesRuns } from "../../support/stores/runs.ts";

describe.skipIf(!HAS_HDFS)("into HDFS", () => {
  itTakesRuns(async () => ({
    address: await addressOf(newFolder()),
    environment: { HADOOP_USER_NAME: process.env.USER ?? "root" },
  }));
});
