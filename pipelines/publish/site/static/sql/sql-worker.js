// Runs SQLite beside the page, so that a long question does not freeze it.
"use strict";

importScripts("sql-wasm-browser.js");

let database = null;

async function open(address) {
  const [engine, file] = await Promise.all([fetch("sql-wasm-browser.bin"), fetch(address)]);
  if (!engine.ok || !file.ok) throw new Error("a file could not be fetched");
  // The engine is kept compressed, because many file servers send files as they are.
  const unpacked = new Response(engine.body.pipeThrough(new DecompressionStream("gzip")));
  const SQL = await initSqlJs({ wasmBinary: await unpacked.arrayBuffer() });
  database = new SQL.Database(new Uint8Array(await file.arrayBuffer()));
}

self.onmessage = async ({ data }) => {
  try {
    if (data.open) {
      await open(data.open);
      postMessage({ ready: true });
    } else {
      const found = database.exec(data.run);
      postMessage({ result: found.at(-1) ?? { columns: [], values: [] } });
    }
  } catch (error) {
    postMessage({ error: error.message });
  }
};
