// Makes what a browser needs of Python: runs under Node, in the very Python that the browser runs.
//
//   node building.mjs PARTS PACKAGES PACK OUT
//
// PARTS is the folder with Pyodide and the wheel of numpy, PACKAGES a zip with the project, PACK the
// program that runs there (pack.py). What it leaves in /out goes to the folder OUT.

import fs from "node:fs"
import path from "node:path"
import {pathToFileURL} from "node:url"

const [parts, packages, program, out] = process.argv.slice(2)
const SITE = "/lib/python3.14/site-packages"

async function build() {
  const {loadPyodide, version} = await import(pathToFileURL(path.join(parts, "pyodide.mjs")).href)
  const info = {abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0", version}
  const python = await loadPyodide({indexURL: parts, lockFileContents: {info, packages: {}}})
  const wheel = fs.readdirSync(parts).find((name) => name.startsWith("numpy-"))
  for (const archive of [path.join(parts, wheel), packages]) {
    python.unpackArchive(new Uint8Array(fs.readFileSync(archive)), "zip", {extractDir: SITE})
  }
  python.runPython(fs.readFileSync(program, "utf8"))
  for (const name of python.FS.readdir("/out").filter((name) => !name.startsWith("."))) {
    fs.writeFileSync(path.join(out, name), python.FS.readFile(`/out/${name}`))
  }
}

// Node by itself would show the line of the error: all of Pyodide is one.
await build().catch((error) => {
  console.error(String(error?.message ?? error))
  process.exitCode = 1
})
