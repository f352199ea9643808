// Puts modules of dist/src/ and the threads' scripts beside them into few files: Node 20 takes a millisecond to load one, and
// there are 140, and 25 in each thread. `node esbuild.config.js FOLDER MODULE...`; without these the program, into dist/program/.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const [folder = "dist/program", ...modules] = process.argv.slice(2);

const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

/** @param scripts in dist/src/, each of which becomes a file of its own name */
function put(scripts, splitting, options = {}) {
  return build({
    entryPoints: scripts.map((script) => `dist/src/${script}`),
    entryNames: "[name]",
    outdir: folder,
    bundle: true,
    splitting,
    format: "esm",
    platform: "node",
    target: "node20",
    // What is installed with the program stays where it is; some of it has native code. What the program imports besides is small once the
    // unused part is left out, and becomes part of its files (decision 45).
    external: Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
    metafile: true,
    ...options,
  });
}

/** The imports of every module, by its path: `static` is loaded with it, `dynamic` when it is asked for. */
async function readImports(script) {
  const { metafile } = await put([script], true, { write: false });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => {
      const own = imports.filter(({ external }) => !external);
      const pathsOf = (kind) => own.filter((one) => one.kind === kind).map((one) => one.path);
      return [path, { static: pathsOf("import-statement"), dynamic: pathsOf("dynamic-import") }];
    }),
  );
}

/** The modules that are loaded with one, without itself. */
function loadedWith(imports, path) {
  const loaded = new Set([path]);
  for (const inner of loaded) for (const next of imports.get(inner).static) loaded.add(next);
  loaded.delete(path);
  return loaded;
}

/**
 * esbuild makes a file of the modules that the same entries load, which is forty files for a start. Whatever an entry loads later, the
 * modules of the start are loaded already: so every later entry imports all of these, and they become one file. Likewise the modules of
 * a run become few files, where every entry imports them that loads most of them or is loaded by them.
 */
async function gatherStart(start, run) {
  const imports = await readImports(start);
  const atStart = loadedWith(imports, `dist/src/${start}`);
  const inRun = loadedWith(imports, `dist/src/${run}`);
  const isInRun = (path) => path === `dist/src/${run}` || inRun.has(path);
  const importersOf = (entry) =>
    [...imports].filter(([, { dynamic }]) => dynamic.includes(entry)).map(([path]) => path);
  const entries = new Set([...imports.values()].flatMap(({ dynamic }) => dynamic));
  const additions = new Map();
  for (const entry of entries) {
    const own = loadedWith(imports, entry);
    const loadsRun = [...own].filter(isInRun).length > inRun.size / 2 || importersOf(entry).every(isInRun);
    additions.set(resolve(entry), [...atStart, ...(loadsRun ? inRun : [])]);
  }
  return {
    name: "gather-start",
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        const added = additions.get(path)?.map((one) => `import ${JSON.stringify(resolve(one))};`);
        return added && { contents: `${readFileSync(path, "utf8")}\n${added.join("\n")}`, loader: "js" };
      });
    },
  };
}

/** The files in which a package states its licence and whom it names. */
function noticesOf(name) {
  const folder = join("node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder, { recursive: true }).filter((file) =>
    /^(licenses\/.*|(licen[cs]e|notice)[^/]*)$/i.test(file),
  );
  return files
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort()
    .map((file) => `== ${name} ${version}: ${file} ==\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`);
}

/** The licences of the packages of which there is something in the files, as they ask for it. */
function writeNotices(results) {
  const used = results
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
  const names = used.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  writeFileSync(join(folder, "LICENSES.txt"), [...new Set(names)].sort().flatMap(noticesOf).join("\n"));
}

// Names with hashes: what an earlier build left would stay.
rmSync(folder, { recursive: true, force: true });
const isProgram = modules.length === 0;
const made = isProgram
  ? [
      // What is loaded only for some commands is in files of its own. A thread's script is one file.
      await put(["cli/main.js"], true, { plugins: [await gatherStart("cli/main.js", "cli/run.js")] }),
      // The library has files of its own: with the program it would cut those into more, and a start loads each.
      await put(["index.js"], true),
    ]
  : [await put(modules, true)];
made.push(await put(["workers/worker.js", "output/manifest/hash-worker.js"], false));
// Most of it is a library for pictures.
made.push(await put(["cli/dashboard/thread.js"], false, { minify: true }));
if (isProgram) writeNotices(made);
