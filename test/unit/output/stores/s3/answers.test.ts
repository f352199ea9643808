import { describe, expect, it } from "vitest";
import { failureOf } from "../../../../../src/output/stores/s3/request/failures.ts";
import { readXml } from "../../../../../src/output/stores/s3/request/xml.ts";
import { escapeMarkup } from "../../../../../src/system/printable.ts";

describe("an answer in XML", () => {
  const read = (text: string) => readXml(Buffer.from(text));

  it("is read, whatever white space is around", () => {
    const list = read(' \r\n <?xml version="1.0"?>\n<A xmlns="x"><B>1 &lt;&amp;&#x41;</B><B><C>2</C></B></A>\n');
    expect(list?.name).toBe("A");
    expect(list?.text("B")).toBe("1 <&A");
    expect(list?.all("B")[1]?.text("C")).toBe("2");
    expect(list?.text("D")).toBeUndefined();
  });

  it.for([
    ["a page of a proxy", "<html><p>Bad gateway"],
    ["nothing", ""],
    ["JSON", "{}"],
    ["an answer that was cut", "<A><B>1</B>"],
    ["entities of its own", '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'],
    ["an external entity", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ["elements without end", "<a>".repeat(349_000)],
  ] as const)("is none: %s", ([, text]) => {
    expect(read(text)).toBeUndefined();
  });

  it("takes a mebibyte of line ends of Windows", () => {
    expect(read(`<a>${"b\r\n".repeat(349_000)}</a>`)?.name).toBe("a");
  });

  it("is made with what XML wants escaped", () => {
    expect(escapeMarkup('a<&>"')).toBe("a&lt;&amp;&gt;&quot;");
  });
});

describe("a refusal", () => {
  const refused = (status: number, body: string, headers = {}) =>
    failureOf("s3://bucket/key", { status, headers, body: Buffer.from(body) });

  it.for([
    [503, "<Error><Code>SlowDown</Code></Error>", "passing"],
    [400, "<Error><Code>ExpiredToken</Code></Error>", "renew"],
    [403, "<Error><Code>RequestTimeTooSkewed</Code></Error>", "clock"],
    [403, "<Error><Code>AccessDenied</Code></Error>", "final"],
    [403, "", "final"],
    [500, "<html>", "passing"],
    [599, "", "passing"],
    [418, "", "final"],
    [200, "<Error><Code>InternalError</Code></Error>", "passing"],
    [400, "<Error><Code>constructor</Code></Error>", "final"],
  ] as const)("%i %s: %s", ([status, body, consequence]) => {
    expect(refused(status, body).consequence).toBe(consequence);
  });

  it("names the region, from the body or a header, and never shows control characters", () => {
    const body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>";
    expect(refused(400, body).region).toBe("eu-west-1");
    expect(refused(301, "", { "x-amz-bucket-region": "ap-south-1" }).region).toBe("ap-south-1");
    expect(refused(400, "<Error><Code>A\u009bB</Code><Message>C\u202eD</Message></Error>").message).toBe(
      "s3://bucket/key: the server refuses the request (A\\u009BB: C\\u202ED); the server's log says more",
    );
  });
});
