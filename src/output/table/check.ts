import { UsageError } from "../../system/errors.ts";
import type { Share } from "../names/share.ts";
import type { Template } from "../names/template.ts";
import type { Encoding, OutputRequest, Table } from "../request.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { partitionColumnsOf } from "./partitions.ts";

/** What decides whether the files of a run can be a table. */
interface TableFiles {
  encoding: Pick<Encoding, "format">;
  split: { template: Pick<Template, "names" | "folder"> } | undefined;
  options: Pick<OutputRequest, "onlyParts">;
  share: Share | undefined;
}

/** Refuses a table of files that cannot be one. */
export function checkTable(table: Table, { encoding, split, options, share }: TableFiles): void {
  const { format } = encoding;
  const name = `--table ${table}`;
  if (format !== "parquet")
    throw new UsageError(
      `${name}: the files of such a table are Parquet, and these are ${format}; add --format parquet`,
    );
  if (share !== undefined)
    throw new UsageError(
      `${name}: a share cannot commit a table of its own into the folder of them all; leave --part out, or leave --table out and add the files to a table when all shares are there`,
    );
  if (options.onlyParts !== undefined)
    throw new UsageError(
      `${name}: the log lists all files, and --only-parts makes some; leave --table out, or use --resume`,
    );
  if (split !== undefined && isStoreAddress(split.template.folder))
    throw new UsageError(
      `${name}: the log of a table is written on this machine only; leave --table out, or write into a folder and copy it`,
    );
  if (split !== undefined) partitionColumnsOf(split.template.names);
}
