import type { StoreEntry } from "../store.ts";
import { readAddress } from "./address.ts";

/** Addresses of HDFS over HTTP: https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html */
export const WEBHDFS: StoreEntry = {
  check(address) {
    readAddress(address);
  },
  async open(address, options) {
    const { openWebHdfs } = await import("./open.ts");
    return await openWebHdfs(address, options);
  },
};
