// Node's part of a launcher (tools/app-bundle.ts): runs the bundle beside it. V8 takes the compiled form of each piece from the
// file beside it that tools/compile-apps.ts left there, if that was made by this Node with these flags, else it compiles.
const { readFileSync, realpathSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const path = process.getBuiltinModule('node:path');
const { Script, constants } = process.getBuiltinModule('node:vm');

const entry = path.resolve(path.dirname(realpathSync(process.argv[1])), ENTRY);
// All pieces lie beside the entry.
const folder = path.dirname(entry);
const outside = createRequire(entry);
const require = (id) => (id.startsWith('./') ? load(path.resolve(folder, id)) : outside(id));
const loaded = new Map();

function load(file) {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(file, module);
  try {
    const parameters = 'exports, require, module, __filename, __dirname';
    const text = readFileSync(file, 'utf8');
    const script = new Script(`(function (${parameters}) {\n${text}\n})`, {
      filename: file,
      lineOffset: -1,
      cachedData: compiled(file),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    script.runInThisContext()(module.exports, require, module, file, folder);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  return module.exports;
}

function compiled(file) {
  try {
    return readFileSync(`${file}.compiled`);
  } catch {
    return undefined;
  }
}

load(entry);
