import { RunError } from "../../../system/errors.ts";
import { MOST_ENTRIES, type StoredFile } from "../store.ts";
import { shownKey } from "./address.ts";
import type { Bucket } from "./request/bucket.ts";
import { type Element, readXml } from "./request/xml.ts";

/** Keys in one answer: with names of a hundred bytes, it has a third of a megabyte. The longest names need fewer. */
const PAGE_KEYS = "500";

/** Sends the request for a page of a list. @param root of the answer @param query what differs */
async function page(bucket: Bucket, root: string, query: Readonly<Record<string, string>>): Promise<Element> {
  const { body } = await bucket.send({ method: "GET", key: "", query, root });
  return readXml(body) as Element;
}

/** Reads keys as the list has them: escaped as in addresses where it says so, since XML has no control characters. */
function keyReader(list: Element): (element: Element) => string {
  const isEscaped = list.text("EncodingType") === "url";
  return (element) => {
    const key = element.text("Key") ?? "";
    return isEscaped ? unescaped(key) : key;
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}

/** A server that names the same page again would be asked without end. */
function endless(bucket: Bucket): RunError {
  return new RunError(`${shownKey(bucket.session.bucket, "")}: the server's list does not go on; does it speak S3?`);
}

/** Yields all objects whose keys begin with a prefix, with the rest of their keys. Objects that stand for folders are left out. */
export async function* listObjects(bucket: Bucket, prefix: string): AsyncGenerator<StoredFile> {
  const query = { "list-type": "2", "encoding-type": "url", "max-keys": PAGE_KEYS, prefix };
  let count = 0;
  for (let token: string | undefined; ; ) {
    const next = token === undefined ? {} : { "continuation-token": token };
    const list = await page(bucket, "ListBucketResult", { ...query, ...next });
    const keyOf = keyReader(list);
    for (const element of list.all("Contents")) {
      const key = keyOf(element);
      if (!key.startsWith(prefix) || key === prefix || key.endsWith("/")) continue;
      if (++count > MOST_ENTRIES)
        throw new RunError(
          `${shownKey(bucket.session.bucket, prefix)}: has more than ${MOST_ENTRIES} files; name a folder with fewer`,
        );
      yield { name: key.slice(prefix.length), bytes: Number(element.text("Size") ?? 0) };
    }
    if (list.text("IsTruncated") !== "true") return;
    const following = list.text("NextContinuationToken");
    if (!following || following === token) throw endless(bucket);
    token = following;
  }
}

/** An upload in parts that was neither completed nor ended. */
export interface OpenUpload {
  key: string;
  id: string;
}

/** Yields all uploads under way whose keys begin with a prefix. */
export async function* listUploads(bucket: Bucket, prefix: string): AsyncGenerator<OpenUpload> {
  const query = { uploads: "", "encoding-type": "url", "max-uploads": PAGE_KEYS, prefix };
  for (let from: Record<string, string> = {}; ; ) {
    const list = await page(bucket, "ListMultipartUploadsResult", { ...query, ...from });
    const keyOf = keyReader(list);
    for (const element of list.all("Upload")) {
      const key = keyOf(element);
      const id = element.text("UploadId");
      if (id && key.startsWith(prefix)) yield { key, id };
    }
    if (list.text("IsTruncated") !== "true") return;
    const isEscaped = list.text("EncodingType") === "url";
    const marker = list.text("NextKeyMarker") ?? "";
    const next = {
      "key-marker": isEscaped ? unescaped(marker) : marker,
      "upload-id-marker": list.text("NextUploadIdMarker") ?? "",
    };
    if (next["key-marker"] === from["key-marker"] && next["upload-id-marker"] === from["upload-id-marker"])
      throw endless(bucket);
    from = next;
  }
}
