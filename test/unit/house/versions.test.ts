// Several files name the versions of Node, each for another reader. They must agree.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { MAJORS } from "../../nodes/majors.ts";
import { ROOT } from "../../support/root.ts";

const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const recommended = Number(read(".nvmrc"));

it("continuous integration verifies with the versions that test/nodes runs", () => {
  expect(parse(read(".github/workflows/ci.yml")).jobs.verify.strategy.matrix.node).toEqual([...MAJORS]);
});

it("the README names them", () => {
  const [, list = ""] = /Node ((?:\d+, )+\d+,? and \d+)/.exec(read("README.md")) ?? [];
  expect(list.match(/\d+/g)?.map(Number)).toEqual([...MAJORS]);
});

it("package.json asks for the first of them, or a later one, and its types are those of the first", () => {
  const { engines, devDependencies } = JSON.parse(read("package.json"));
  expect(engines.node).toMatch(new RegExp(`^>=${MAJORS[0]}\\.\\d+$`));
  expect(devDependencies["@types/node"]).toMatch(new RegExp(`^${MAJORS[0]}\\.`));
});

it("bin/eventsim asks for the same where there is none", () => {
  const { engines } = JSON.parse(read("package.json"));
  expect(read("bin/eventsim")).toContain(`Node.js ${engines.node.replace(">=", "")} or later is required`);
});

it("contributors, the container for development and the image have one of them, the same", () => {
  expect(MAJORS).toContain(recommended);
  expect(read(".devcontainer/devcontainer.json")).toContain(`javascript-node:${recommended}-`);
  const images = read("Dockerfile").match(/^FROM node:\d+/gm);
  expect(images).toEqual(images?.map(() => `FROM node:${recommended}`));
  expect(images?.length).toBeGreaterThan(0);
});

it(".editorconfig agrees with the formatter", () => {
  const { formatter } = JSON.parse(read("biome.json"));
  const all = read(".editorconfig").split(/^\[/m)[1];
  expect(all).toContain(`indent_style = ${formatter.indentStyle}\nindent_size = ${formatter.indentWidth}\n`);
  expect(all).toContain(`max_line_length = ${formatter.lineWidth}\n`);
});

it("the image runs as nobody, by a number that Kubernetes can check", () => {
  const last = read("Dockerfile")
    .split(/^FROM /m)
    .at(-1);
  expect(last).toMatch(/^USER 65534:65534$/m);
});
