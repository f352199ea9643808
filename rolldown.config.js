// The program in few files: Node 20 takes a millisecond to load one, and there are 140, and 25 in each thread.

const SCRIPTS = { cli: "cli.js", worker: "workers/worker.js", "hash-worker": "output/hash-worker.js" };

// Each script by itself: what two share would be a third file for both.
export default Object.entries(SCRIPTS).map(([name, script]) => ({
  input: { [name]: `dist/src/${script}` },
  platform: "node",
  // Packages stay where they are; some have native code.
  external: /^[^./]/,
  output: { dir: "dist/program", chunkFileNames: `${name}-[name].js` },
}));
