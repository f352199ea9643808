import { describe, expect, it } from "vitest";
import { readAddress } from "../../../../../src/output/stores/webhdfs/address.ts";

describe("an address of HDFS", () => {
  it("names name nodes, a folder and a file", () => {
    expect(readAddress("webhdfs://nn:50070/data/day.json")).toEqual({
      isSecure: false,
      hosts: ["nn:50070"],
      folder: "/data",
      name: "day.json",
    });
    expect(readAddress("SWebHDFS://nn1,nn2:14000,[::1]/a/b/")).toEqual({
      isSecure: true,
      hosts: ["nn1:9871", "nn2:14000", "[::1]:9871"],
      folder: "/a/b",
    });
    expect(readAddress("webhdfs://nn/x")).toEqual({ isSecure: false, hosts: ["nn:9870"], folder: "", name: "x" });
    expect(readAddress("webhdfs://nn")).toEqual({ isSecure: false, hosts: ["nn:9870"], folder: "" });
    expect(readAddress("webhdfs://nn/")).toEqual({ isSecure: false, hosts: ["nn:9870"], folder: "" });
  });

  it("takes its path literally", () => {
    expect(readAddress("webhdfs://nn/a%20b/c?d#e").folder).toBe("/a%20b");
    expect(readAddress("webhdfs://nn/a%20b/c?d#e").name).toBe("c?d#e");
  });

  it.each([
    ["webhdfs:///path", "no name node"],
    ["webhdfs://nn:0/path", "nn:0 is no host:port"],
    ["webhdfs://nn:99999/path", "nn:99999 is no host:port"],
    ["webhdfs://nn1,,nn2/path", "is no host:port"],
    ["webhdfs://hdfs://nn/path", "is no host:port"],
    ["webhdfs://a,b,c,d,e,f,g,h,i/path", "more than 8"],
    ["webhdfs://nn/a//b", "two slashes"],
    ["webhdfs://nn/a/../b", '"." and ".."'],
    ["webhdfs://nn/a:b", '":"'],
    ["webhdfs://nn/a\u0007b", "control character"],
    ["webhdfs://nn/a?user.name=eve", "HADOOP_USER_NAME"],
  ])("%j is refused", (address, problem) => {
    expect(() => readAddress(address)).toThrow(problem);
  });

  it("does not repeat secrets", () => {
    for (const address of ["webhdfs://eve:pa55word@nn/path", "webhdfs://nn/path?delegation=pa55word"]) {
      let message = "";
      try {
        readAddress(address);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).toContain("HADOOP_TOKEN_FILE_LOCATION");
      expect(message).not.toContain("pa55word");
    }
  });
});
