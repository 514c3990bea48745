// Preloaded into an app (tools/compile-apps.ts): when it ends, leaves beside each piece of its bundle what V8 compiled of it.
const { writeFileSync } = require('node:fs');
const hearScripts = require('./bundle-scripts.cjs');

const scripts = new Map();

hearScripts((script, { filename }) => scripts.set(filename, script));

process.on('exit', () => {
  for (const [path, script] of scripts)
    writeFileSync(`${path}.compiled`, script.createCachedData());
});
