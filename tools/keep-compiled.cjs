// Preloaded into an app (tools/compile-apps.ts): when it ends, leaves beside each piece of its bundle what V8 compiled of it.
const { writeFileSync } = require('node:fs');
const vm = require('node:vm');

const scripts = new Map();

vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options?.importModuleDynamically !== undefined) scripts.set(options.filename, this);
  }
};

process.on('exit', () => {
  for (const [path, script] of scripts)
    writeFileSync(`${path}.compiled`, script.createCachedData());
});
