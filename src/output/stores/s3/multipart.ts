import { RunError } from "../../../system/errors.ts";
import { escapeMarkup } from "../../../system/printable.ts";
import { shownKey } from "./address.ts";
import { MAKER, type Making, makeObject } from "./objects.ts";
import type { Bucket } from "./request/bucket.ts";
import type { Summed } from "./request/signing.ts";
import { readXml } from "./request/xml.ts";

interface Part {
  number: number;
  etag: string;
  checksum: string | undefined;
}

/** An upload of an object in parts. Its name appears when it is completed. */
export class Multipart {
  readonly #parts: Part[] = [];
  readonly #id: Promise<string>;

  /**
   * Begins the upload.
   * @param lasting sends what has to arrive, and be answered, also where the run ends: an upload whose number is lost stays
   */
  constructor(
    private readonly bucket: Bucket,
    private readonly lasting: Bucket,
    private readonly making: Making,
  ) {
    this.#id = this.#begin();
    this.#id.catch(() => {});
  }

  async #begin(): Promise<string> {
    const { key, maker } = this.making;
    const { checksum } = this.bucket;
    const headers = { [MAKER]: maker, ...(checksum && { "x-amz-checksum-algorithm": checksum.algorithm }) };
    const root = "InitiateMultipartUploadResult";
    const { body } = await this.lasting.send({ method: "POST", key, query: { uploads: "" }, headers, root });
    const id = readXml(body)?.text("UploadId");
    if (id) return id;
    throw new RunError(`${shownKey(this.bucket.session.bucket, key)}: the server names no upload; does it speak S3?`);
  }

  /** Sends a part, which may not change until it has arrived. @param number from 1 */
  async send(number: number, body: readonly Uint8Array[], summed: Summed): Promise<void> {
    const { key, signal } = this.making;
    const query = { partNumber: String(number), uploadId: await this.#id };
    const answer = await this.bucket.send({ method: "PUT", key, query, body, summed, signal });
    const { etag } = answer.headers;
    if (etag === undefined)
      throw new RunError(`${shownKey(this.bucket.session.bucket, key)}: the server names no ETag; does it speak S3?`);
    this.#parts.push({ number, etag, checksum: Object.values(summed.headers)[0] });
  }

  /** Makes the object of all parts, which have arrived. */
  async complete(): Promise<void> {
    const { key, signal } = this.making;
    const element = this.bucket.checksum?.element;
    const parts = this.#parts
      .sort((a, b) => a.number - b.number)
      .map(({ number, etag, checksum }) => {
        const sum = element === undefined ? "" : `<${element}>${checksum}</${element}>`;
        return `<Part><PartNumber>${number}</PartNumber><ETag>${escapeMarkup(etag)}</ETag>${sum}</Part>`;
      });
    const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    const body = `<CompleteMultipartUpload xmlns="${namespace}">${parts.join("")}</CompleteMultipartUpload>`;
    await makeObject(this.bucket, this.making, {
      method: "POST",
      key,
      query: { uploadId: await this.#id },
      headers: { "content-type": "application/xml" },
      body: [Buffer.from(body)],
      root: "CompleteMultipartUploadResult",
      signal,
    });
  }

  /** Ends the upload, and removes what has arrived. Throws where the server does not say so. */
  async abandon(): Promise<void> {
    const id = await this.#id.catch(() => undefined);
    if (id !== undefined) await abortUpload(this.lasting, this.making.key, id);
  }
}

/** Removes an upload in parts; nothing happens where there is none. */
export async function abortUpload(bucket: Bucket, key: string, id: string): Promise<void> {
  try {
    await bucket.send({ method: "DELETE", key, query: { uploadId: id } });
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
  }
}
