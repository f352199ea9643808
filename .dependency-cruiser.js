// What may import what, types included: `npm run check` holds the code to it, and `npm run docs` draws it in ARCHITECTURE.md.

/** Folders and files of src/ and assembly/, from the lowest: each imports only those of earlier lines. */
export const LAYERS = {
  src: [
    ["system"],
    ["catalog", "config", "schema"],
    ["kernel", "sheets"],
    ["model"],
    ["memory", "predict"],
    ["graph", "output"],
    ["generators", "read", "workers"],
    ["report", "simulation"],
    ["benchmark", "library"],
    ["cli", "index.ts"],
  ],
  assembly: [
    ["layout"],
    ["copy.ts", "random"],
    ["compress", "simulate"],
    ["compat", "disorder", "encode"],
    ["columns"],
    ["arrow", "tally.ts"],
    ["checks.ts"],
    ["index.ts"],
  ],
};

/** The one or two folders that use a package; all of the program reaches it through them. */
const PACKAGES = {
  "@expo-google-fonts/arimo": "src/graph/formats",
  "@platformatic/kafka": "src/output/kafka",
  "@resvg/resvg-wasm": "src/graph/formats",
  "@rgrove/parse-xml": "src/output/stores/s3",
  "@toondepauw/node-zstd": "src/(output|read)",
  "@viz-js/viz": "src/graph/layout",
  aws4fetch: "src/output/stores/s3",
  commander: "src/cli",
  "date-holidays": "src/model",
  echarts: "src/report/html/charts",
  "jsonc-parser": "src/config",
  fflate: "src/sheets",
  hucre: "src/sheets",
  "lz4-napi": "src/(output|read)",
  snappy: "src/output/codecs",
  tinybench: "src/benchmark",
  "xxhash-wasm": "src/read",
  yauzl: "src/generators/similars",
};

/** What esbuild.config.js makes part of the program's files. */
const BUNDLED = "^node_modules/echarts/";

const pathOf = (top, names) => `^${top}/(${names.map((name) => name.replace(".", "\\.")).join("|")})(/|$)`;

/** For each layer: its folders import neither one another nor what is above them. */
function orderOf(top) {
  return LAYERS[top].flatMap((names, index) =>
    names.map((name) => ({
      name: `order: ${top}/${name}`,
      severity: "error",
      comment: "imports go one way: LAYERS in .dependency-cruiser.js has the order",
      from: { path: pathOf(top, [name]) },
      to: { path: pathOf(top, LAYERS[top].slice(index).flat()), pathNot: pathOf(top, [name]) },
    })),
  );
}

/** What is in no layer has no place in the order. */
function placeIn(top) {
  return {
    name: `place: ${top}`,
    severity: "error",
    comment: "give the folder a place in LAYERS of .dependency-cruiser.js",
    from: { path: `^${top}/`, pathNot: pathOf(top, LAYERS[top].flat()) },
    to: {},
  };
}

const onlyIn = ([name, folder]) => ({
  name: `package: ${name}`,
  severity: "error",
  comment: "one folder uses a package, and others go through it",
  from: { path: "^src/", pathNot: `^${folder}/` },
  to: { path: `^node_modules/${name}/` },
});

export default {
  forbidden: [
    { name: "circle", severity: "error", from: {}, to: { circular: true } },
    { name: "not found", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...orderOf("src"),
    ...orderOf("assembly"),
    placeIn("src"),
    placeIn("assembly"),
    {
      name: "program",
      severity: "error",
      comment: "src/ imports itself, packages, and of the kernel the map of the memory and the formats' keys",
      from: { path: "^src/" },
      to: {
        pathNot: "^(src|assembly/layout|node_modules)/|^assembly/encode/formats/[^/]+/keys\\.ts$",
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "kernel",
      severity: "error",
      comment: "the kernel imports nothing but itself",
      from: { path: "^assembly/" },
      to: { pathNot: "^assembly/" },
    },
    {
      name: "installed",
      severity: "error",
      comment: "the program needs what is in dependencies of package.json, or is bundled into its files",
      from: { path: "^src/" },
      to: {
        pathNot: BUNDLED,
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
      },
    },
    ...Object.entries(PACKAGES).map(onlyIn),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
    },
  },
};
