import type { StoreEntry } from "../store.ts";
import { readAddress } from "./address.ts";

/** Addresses of S3: https://docs.aws.amazon.com/cli/latest/reference/s3/ */
export const S3: StoreEntry = {
  check(address) {
    readAddress(address);
  },
  async open(address, options) {
    const { openS3 } = await import("./open.ts");
    return await openS3(address, options);
  },
};
