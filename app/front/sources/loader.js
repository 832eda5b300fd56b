// A page as a notebook stores it: compressed. Unpacked, it takes the place of this one.

import {fail} from "./failure.js"
import {bytesOf, unpacked} from "../core/packed.js"

unpacked(bytesOf(document.getElementById("packed")?.textContent ?? "")).then(
  (text) => {
    document.open()
    document.write(text)
    document.close()
  },
  (error) => fail(document.body, error),
)
