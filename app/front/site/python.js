// Python in this worker, out of its parts: nothing is fetched here.

const HOME = "https://python.invalid/" // where Pyodide looks for what it is handed
const OWN = "/own" // where somebody's own measurements stand (app/settings/grounds.py)
const SITE = "/lib/python3.14/site-packages/"
/**
 * What Python does for the pages.
 *
 * @typedef {object} Python
 * @property {(asker: number, content: any) => {answer: any, bytes: ArrayBuffer[]}} answer
 * @property {(path: string, bytes: Uint8Array) => void} put writes a file among Python's
 * @property {() => boolean} work does a step; whether there was anything to do
 * @property {(asker: number) => void} leave
 */

/**
 * Begin.
 *
 * @param {Record<string, Uint8Array<ArrayBuffer>>} files
 * @param {(done: number, of: number) => void} told how many lanes of a race are computed
 * @returns {Promise<Python>}
 */
export async function load(files, told) {
  const scope = /** @type {any} */ (self)
  // Pyodide takes a worker for one without modules if this works; what it needs of modules does.
  scope.importScripts = () => {
    throw new TypeError("not here")
  }
  const [{default: createPyodideModule}, {loadPyodide, version}] = await Promise.all(
    ["pyodide.asm.mjs", "pyodide.mjs"].map((name) => import(moduleOf(files[name]))),
  )
  const others = self.fetch
  self.fetch = async (what, options) => {
    const name = String(what).replace(HOME, "")
    return String(what).startsWith(HOME) ? handed(name, files) : others(what, options)
  }
  const info = {abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0", version}
  const python = await loadPyodide({indexURL: HOME, createPyodideModule, env: files.own ? {SEARCH_RACE_LANDSCAPE: OWN} : {}, lockFileContents: {info, packages: {}}})
  self.fetch = others
  unpack(python.FS, files.packages)
  if (files.own) python.FS.writeFile(OWN, files.own)
  const answers = python.pyimport("app.site.answers").Answers(told)
  return {
    answer: (asker, content) => crossed(answers.crossing(asker, JSON.stringify(content))),
    put: (path, bytes) => write(python.FS, path, bytes),
    work: () => answers.work(),
    leave: (asker) => answers.leave(asker),
  }
}

/** An address of a module. @param {Uint8Array} bytes */
function moduleOf(bytes) {
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(new TextDecoder().decode(bytes))}`
}

/** @param {string} name @param {Record<string, Uint8Array<ArrayBuffer>>} files */
function handed(name, files) {
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream"
  return new Response(files[name], {headers: {"Content-Type": type}})
}

/**
 * Write the packages: a line of JSON with the length of each file, then the files.
 * @param {any} system Pyodide's files @param {Uint8Array} packages
 */
function unpack(system, packages) {
  let at = packages.indexOf(10) + 1
  const lengths = JSON.parse(new TextDecoder().decode(packages.subarray(0, at)))
  for (const [name, length] of Object.entries(lengths)) {
    write(system, name, packages.subarray(at, at + length))
    at += length
  }
  if (at !== packages.length) throw new Error("packages")
}

/** @param {any} system Pyodide's files @param {string} name @param {Uint8Array} content */
function write(system, name, content) {
  const path = SITE + name
  system.mkdirTree(path.slice(0, path.lastIndexOf("/")))
  system.writeFile(path, content)
}

/** An answer of Python's with its bytes in their places. @param {any} pair */
function crossed(pair) {
  const [text, kept] = pair.toJs()
  pair.destroy()
  /** @type {Uint8Array[]} */
  const bytes = [...kept]
  const answer = JSON.parse(text, (_, value) => (typeof value?.bytes === "number" ? bytes[value.bytes] : value))
  return {answer, bytes: bytes.map(({buffer}) => /** @type {ArrayBuffer} */ (buffer))}
}
